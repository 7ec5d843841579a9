"""The send button pressed by two at once, while the sweep goes round: everybody gets the letter once."""

import pytest

from academy.shared.models import AuditEvent
from learners.reminders.kinds import REMINDERS
from learners.reminders.letter_actions import send_letter
from learners.reminders.models import CohortLetter, Sent
from learners.reminders.planning import plan
from tests.learners.places import dates
from tests.learners.places.people import booked, people
from tests.learners.reminders import letters
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def test_two_send_it_while_the_sweep_goes_round() -> None:
    jo = dates.trainer()
    cohort = dates.cohort(10, trainers=(jo,))
    for who in people(4):
        booked(cohort, who)
    letter = letters.draft(cohort)

    def press(by: object) -> CohortLetter:
        return send_letter(cohort_id=cohort.pk, token=letter.token, by=by, now=NOON)  # type: ignore[arg-type]

    answers = at_once(
        *[lambda: press(jo), lambda: press(dates.coordinator())] * 2,
        *[lambda: plan(REMINDERS, now=NOON)] * 2,
    )
    sent = [one for one in answers if isinstance(one, CohortLetter)]
    assert {one.pk for one in sent} == {letter.pk} and len({one.sent_by_id for one in sent}) == 1
    assert Sent.objects.filter(kind="cohort_letter").count() == 4
    assert AuditEvent.objects.filter(action="letter_sent").count() == 1
