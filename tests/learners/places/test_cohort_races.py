"""Dates change while people press."""

import pytest

from academy.shared.rulings import Refused
from courses.delivery.actions import create_cohort
from courses.delivery.models import Cohort, Session
from courses.delivery.session_actions import add_session, move_session
from courses.delivery.states import CohortState
from learners.enrolments.cohort_actions import CohortFacts, advance_cohorts, cancel_cohort, change_cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place, cancel_place, expire_offers
from learners.enrolments.states import HOLDING, OPEN
from tests.courses.delivery.making import made, meeting, new
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def press(cohort: Cohort, count: int) -> list:
    people = [worlds.person(f"Person {number}", f"p{number}@example.org") for number in range(count)]
    return [
        lambda who=who: quietly(book_place, cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
        for who in people
    ]


def quietly(act, **facts) -> None:
    """A refusal is an answer too."""
    try:
        act(**facts)
    except Refused:
        pass


def test_a_cohort_cancelled_while_people_book_leaves_nobody_with_a_place() -> None:
    cohort, cora = dates.cohort(5), dates.coordinator()
    cancelling = lambda: cancel_cohort(cohort_id=cohort.pk, by=cora, now=NOON, why="Rain.")  # noqa: E731
    presses = press(cohort, 12)
    at_once(*presses[:6], cancelling, *presses[6:], cancelling)
    assert Cohort.objects.get().state == CohortState.CANCELLED
    assert not Enrolment.objects.filter(state__in=OPEN).exists()


def test_places_are_never_more_than_seats_while_their_number_changes() -> None:
    cohort, cora = dates.cohort(6), dates.coordinator()
    first = [
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
        for who in (worlds.person(f"First {number}", f"f{number}@example.org") for number in range(6))
    ]
    at_once(
        *[
            lambda place=place: cancel_place(place_id=place.pk, by=place.account, now=NOON)
            for place in first[:4]
        ],
        *[
            lambda size=size: quietly(
                change_cohort, cohort_id=cohort.pk, facts=CohortFacts(size, 1), by=cora, now=NOON
            )
            for size in (3, 5, 4)
        ],
        *press(cohort, 8),
    )
    capacity = Cohort.objects.get().capacity
    held = [place.seat or 0 for place in Enrolment.objects.filter(state__in=HOLDING)]
    assert len(held) <= capacity
    assert max(held) <= capacity


def test_the_sweeps_meet_without_waiting_for_each_other() -> None:
    cohort = dates.cohort(2)
    for act in press(cohort, 5):
        act()
    begun = later(days=14)
    at_once(*[lambda: advance_cohorts(now=begun), lambda: expire_offers(now=begun)] * 3)
    assert Cohort.objects.get().state == CohortState.DELIVERED
    assert sorted(Enrolment.objects.values_list("state", flat=True)) == [
        "confirmed",
        "confirmed",
        "expired",
        "expired",
        "expired",
    ]


def test_buttons_pressed_twice_make_one_of_each() -> None:
    facts, cora = new(key="k" * 22), dates.coordinator()
    at_once(*[lambda: create_cohort(new=facts, by=cora, now=NOON)] * 4)
    cohort = Cohort.objects.get()
    evening = meeting(begins=18, ends=20)
    at_once(*[lambda: quietly(add_session, cohort_id=cohort.pk, meeting=evening, by=cora, now=NOON)] * 4)
    assert Session.objects.count() == 2


def test_two_sessions_moved_to_one_time_at_once() -> None:
    cohort, cora = made(meeting(), meeting(begins=18, ends=20)), dates.coordinator()
    noon = meeting(begins=11, ends=12)
    at_once(
        *[
            lambda pk=pk: quietly(move_session, session_id=pk, meeting=noon, by=cora, now=NOON)
            for pk in cohort.sessions.values_list("pk", flat=True)
        ]
    )
    spans = [(one.begins.hour, one.ends.hour) for one in Session.objects.all()]
    assert spans.count((11, 12)) == 1
