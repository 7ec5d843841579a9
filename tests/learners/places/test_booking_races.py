"""Everybody presses at once: places never exceed seats, and the list keeps its order (INV-33, 34)."""

import pytest

from academy.accounts.models import Account
from academy.shared.audit import broken_links, chain_of
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import accept_offer, book_place, cancel_place
from learners.enrolments.states import HOLDING, PlaceState
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def people(count: int) -> list[Account]:
    return [worlds.person(f"Person {number}", f"p{number}@example.org") for number in range(count)]


def states() -> dict[str, int]:
    counted: dict[str, int] = {}
    for state in Enrolment.objects.values_list("state", flat=True):
        counted[state] = counted.get(state, 0) + 1
    return counted


def test_a_hundred_people_for_ten_places() -> None:
    cohort, everybody = dates.cohort(10), people(100)
    at_once(
        *[
            lambda who=who: book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
            for who in everybody
        ]
    )
    assert states() == {PlaceState.CONFIRMED: 10, PlaceState.WAITLISTED: 90}
    assert sorted(Enrolment.objects.holding().values_list("seat", flat=True)) == list(range(1, 11))
    waiting = list(Enrolment.objects.waiting().values_list("pk", flat=True))
    assert waiting == sorted(waiting)
    assert not any(broken_links(chain_of(place)) for place in Enrolment.objects.all())


def test_a_double_click_books_one_place() -> None:
    cohort, (who,) = dates.cohort(10), people(1)
    at_once(*[lambda: book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)] * 8)
    assert states() == {PlaceState.CONFIRMED: 1}


def test_freed_places_go_down_the_list_in_order_while_others_press() -> None:
    cohort, everybody = dates.cohort(4), people(16)
    early, late = everybody[:12], everybody[12:]
    places = [book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON) for who in early]
    at_once(
        *[
            lambda place=place: cancel_place(place_id=place.pk, by=place.account, now=later(hours=1))
            for place in places[:4]
        ],
        *[
            lambda who=who: book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=later(hours=1))
            for who in late
        ],
    )
    offered = Enrolment.objects.filter(state=PlaceState.OFFERED).order_by("pk")
    assert [place.pk for place in offered] == [place.pk for place in places[4:8]]
    assert Enrolment.objects.filter(state__in=HOLDING).count() == 4
    at_once(
        *[
            lambda place=place: accept_offer(place_id=place.pk, by=place.account, now=later(hours=2))
            for place in [*offered, *offered]
        ]
    )
    assert Enrolment.objects.filter(state=PlaceState.CONFIRMED).count() == 4
