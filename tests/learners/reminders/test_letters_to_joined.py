"""Somebody who was entered at the door, and whose two rows were joined after that day was signed, is written to."""

from datetime import timedelta

import pytest
from django.core import mail

from learners.enrolments.models import Enrolment
from learners.reminders.conditions.cohort_letters import on_it
from learners.reminders.models import Sent
from tests.learners.joining.twice import WEEKS_LATER, at_the_door, joined, newcomer
from tests.learners.reminders import letters
from tests.learners.reminders.moments import sweep

pytestmark = pytest.mark.django_db
SOON = WEEKS_LATER + timedelta(minutes=5)


@pytest.mark.both
def test_a_letter_goes_to_the_row_that_stands_for_the_person() -> None:
    door = at_the_door()
    door.sign()
    kit = newcomer(hub=door.cohort.hub)
    closed = door.kit
    joined(kit, closed, door.coordinator)
    assert not Enrolment.objects.filter(account=kit).exists()  # what was signed stays where it is
    letter = letters.sent(door.cohort, at=SOON)
    assert letter.people == 2
    assert set(Sent.objects.values_list("account", flat=True)) >= {kit.pk, door.booked.account_id}
    sweep(SOON)
    to = sorted(message.to[0] for message in mail.outbox if message.subject == "Another room")
    assert to == ["amara@example.org", "kit@example.org"]
    assert not Sent.objects.filter(account=closed).exists()


def test_nobody_who_has_closed_everything() -> None:
    door = at_the_door()
    door.sign()
    kit = newcomer(hub=door.cohort.hub)
    joined(kit, door.kit, door.coordinator)
    kit.is_active = False
    kit.save()
    assert [place.pk for place in on_it([door.cohort.pk], "all")] == [door.booked.pk]
