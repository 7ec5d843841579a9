"""Yes, no, the sweep and the offer's end all at once: one of them counts, and nobody waits for ever."""

import pytest

from academy.shared.rulings import Refused
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place, expire_offer
from learners.enrolments.states import HOLDING, PlaceState
from learners.reminders.choice_actions import answer_message
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.planning import plan
from learners.reminders.tending import look_after
from tests.learners import worlds
from tests.learners.reminders.date_happenings import offered, place_of
from tests.learners.reminders.moments import sweep
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def test_yes_and_no_and_the_end_of_the_offer_at_once() -> None:
    who = offered(1)
    place = place_of(who)
    assert place.cohort_id is not None
    third = worlds.person("Third In Line", "third@example.org")
    book_place(cohort_id=place.cohort_id, account_id=third.pk, by=third, now=NOON)
    for hours in (0, 24):
        sweep(later(hours=hours))
    first, second = Sent.objects.filter(account=who).order_by("pk")
    now = later(hours=25)

    def answer(sent: Sent, key: str) -> None:
        try:
            answer_message(token=sent.token, key=key, now=now)
        except Refused:
            pass

    def go_round() -> None:
        plan(REMINDERS, now=now)
        look_after(now=now)

    at_once(
        *[lambda: answer(first, "take")] * 2,
        *[lambda: answer(second, "leave")] * 2,
        lambda: expire_offer(place_id=place.pk, now=later(hours=49)),
        go_round,
    )
    place.refresh_from_db()
    assert place.state in (
        PlaceState.CONFIRMED,
        PlaceState.DECLINED,
        PlaceState.EXPIRED,
        PlaceState.CANCELLED_BY_LEARNER,
    )
    held = Enrolment.objects.filter(state__in=HOLDING).values_list("account", flat=True)
    assert list(held) == [who.pk if place.state == PlaceState.CONFIRMED else third.pk]
