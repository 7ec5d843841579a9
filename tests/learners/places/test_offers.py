"""A freed place is offered to the next person, for a while; then it passes on (INV-33, 34)."""

from datetime import date, datetime, timedelta

import pytest

from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments import place_actions
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import (
    NONE_BECAME_FREE,
    accept_offer,
    cancel_place,
    expire_offer,
    expire_offers,
)
from learners.enrolments.states import PlaceState
from learners.enrolments.tasks import expire_offers as task
from tests.learners import worlds
from tests.learners.conftest import Nudges
from tests.learners.places import dates
from tests.learners.places.people import accepted, booked, offered, people, state
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BEGINS = datetime.fromisoformat("2026-12-03T10:00:00+00:00")


def test_a_freed_place_is_offered_in_the_same_breath(
    nudges: Nudges, django_capture_on_commit_callbacks
) -> None:
    cohort, (first, second, third) = dates.cohort(1), people(3)
    gone, waiting, last = booked(cohort, first), booked(cohort, second), booked(cohort, third)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_place(place_id=gone.pk, by=first, now=later(hours=5))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.seat) == (PlaceState.OFFERED, 1)
    assert (waiting.offered_at, waiting.offer_expires_at) == (later(hours=5), later(hours=53))
    assert state(last) == PlaceState.WAITLISTED
    assert nudges == [("learners.reminders.send_due", {"kind": "place_offered"})]


def test_an_offer_that_is_taken_is_a_booked_place() -> None:
    (amara,) = people(1)
    place = accepted(offered(dates.cohort(1), amara), later(hours=47))
    assert (place.state, place.seat, place.confirmed_at) == (PlaceState.CONFIRMED, 1, later(hours=47))
    assert place.offer_expires_at is None
    assert accepted(place, later(hours=48)).confirmed_at == later(hours=47)  # pressed twice


def test_an_offer_taken_from_the_message_needs_no_account() -> None:
    (amara,) = people(1)
    place = offered(dates.cohort(1), amara)
    assert accept_offer(place_id=place.pk, by=None, now=later(hours=1)).state == PlaceState.CONFIRMED


def test_an_offer_accepted_late_is_refused_and_nothing_is_lost() -> None:
    cohort, (late, next_one) = dates.cohort(1), people(2)
    place = offered(cohort, late)
    after = booked(cohort, next_one)
    with pytest.raises(Refused, match="run out, and the place went to the next person. Join the list again"):
        accepted(place, later(hours=48))
    expire_offers(now=later(hours=48))
    assert (state(place), state(after)) == (PlaceState.EXPIRED, PlaceState.OFFERED)
    with pytest.raises(Refused, match="run out"):
        accepted(place, later(hours=49))


def test_who_is_late_joins_the_list_again_at_its_end() -> None:
    """Before the sweep has come: the old offer ends, the next person gets it, and the late one waits behind."""
    cohort, (late, next_one) = dates.cohort(1), people(2)
    place = offered(cohort, late)
    after = booked(cohort, next_one)
    again = booked(cohort, late, later(hours=50))
    assert again != place
    assert (state(place), state(after)) == (PlaceState.EXPIRED, PlaceState.OFFERED)
    assert again.state == PlaceState.WAITLISTED


def test_an_offer_passes_down_the_whole_list() -> None:
    cohort, everybody = dates.cohort(1), people(4)
    first = offered(cohort, everybody[0])
    places = [first, *(booked(cohort, who) for who in everybody[1:])]
    for turn in range(4):
        assert [state(place) for place in places] == (
            ["expired"] * turn + ["offered"] + ["waitlisted"] * (3 - turn)
        )
        expire_offers(now=later(hours=48 * (turn + 1)))
    assert not Enrolment.objects.holding().exists()


def test_what_was_answered_or_has_time_left_does_not_run_out() -> None:
    cohort, (amara, bea) = dates.cohort(2), people(2)
    booked(cohort, bea)
    place = booked(cohort, amara)
    assert not expire_offer(place_id=place.pk, now=later(hours=100))
    one = offered(dates.cohort(1, first=date(2026, 12, 10)), amara)
    assert not expire_offer(place_id=one.pk, now=later(hours=47, minutes=59))
    assert state(one) == PlaceState.OFFERED


@pytest.mark.parametrize(
    ("freed", "hours"),
    [
        (BEGINS - timedelta(days=3, seconds=1), 48),
        (BEGINS - timedelta(days=3), 24),
        (BEGINS - timedelta(hours=5), 5),  # never longer than until it begins
    ],
)
def test_near_the_day_an_offer_is_shorter(freed: datetime, hours: int) -> None:
    place = offered(dates.cohort(1), people(1)[0], freed)
    assert place.offer_expires_at == freed + timedelta(hours=hours)


def test_when_the_course_begins_the_list_is_over() -> None:
    cohort, (amara, bea) = dates.cohort(1), people(2)
    held, waiting = booked(cohort, amara), booked(cohort, bea)
    expire_offers(now=BEGINS - timedelta(seconds=1))
    assert state(waiting) == PlaceState.WAITLISTED
    expire_offers(now=BEGINS)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.ended_why) == (PlaceState.EXPIRED, NONE_BECAME_FREE)
    assert state(held) == PlaceState.CONFIRMED


def test_a_place_freed_after_the_beginning_is_not_offered() -> None:
    cohort, (amara, bea) = dates.cohort(1), people(2)
    held, waiting = booked(cohort, amara), booked(cohort, bea)
    cancel_place(place_id=held.pk, by=amara, now=BEGINS)
    assert state(waiting) == PlaceState.WAITLISTED


def test_one_place_that_cannot_be_ended_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    amara, bea = people(2)
    broken, sound = (
        offered(dates.cohort(1), amara),
        offered(dates.cohort(1, first=date(2026, 12, 10)), bea),
    )
    real = place_actions.expire_offer

    def fails(*, place_id: int, now: datetime) -> bool:
        if place_id == broken.pk:
            raise RuntimeError("something is wrong with this one")
        return real(place_id=place_id, now=now)

    monkeypatch.setattr(place_actions, "expire_offer", fails)
    expire_offers(now=later(days=3))
    assert state(sound) == PlaceState.EXPIRED


def test_the_clock_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    place = offered(dates.cohort(1), people(1)[0])
    monkeypatch.setattr("academy.shared.clock.now", lambda: later(days=3))
    task()
    assert state(place) == PlaceState.EXPIRED


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"state": PlaceState.WAITLISTED, "seat": None}, "No place is offered to you"),
        ({"state": PlaceState.DECLINED, "seat": None}, "said no to this place, and it went to the next"),
        (
            {"state": PlaceState.CANCELLED_BY_HUB, "seat": None, "offer_expires_at": None},
            "No place is offered",
        ),
    ],
)
def test_what_is_not_offered_cannot_be_accepted(facts: dict, says: str) -> None:
    place = offered(dates.cohort(1), people(1)[0])
    Enrolment.objects.filter(pk=place.pk).update(**facts)
    with pytest.raises(Refused, match=says):
        accepted(place, later(hours=1))


def test_dates_that_were_cancelled_say_so_to_who_accepts() -> None:
    cohort = dates.cohort(1)
    place = offered(cohort, people(1)[0])
    Cohort.objects.filter(pk=cohort.pk).update(
        state=CohortState.CANCELLED, cancelled_at=NOON, cancelled_why="The trainer is ill."
    )
    with pytest.raises(Refused, match="cancelled: The trainer is ill. Have a look at the other dates"):
        accepted(place, later(hours=1))


def test_nobody_answers_the_offer_of_somebody_else() -> None:
    place, sam = offered(dates.cohort(1), people(1)[0]), worlds.person("Sam", "sam@example.org")
    for act in (accept_offer, cancel_place):
        with pytest.raises(Refused, match="Only the trainers of these dates"):
            act(place_id=place.pk, by=sam, now=later(hours=1))
    assert state(place) == PlaceState.OFFERED
    assert accept_offer(place_id=place.pk, by=dates.coordinator(), now=later(hours=1)).account != sam
