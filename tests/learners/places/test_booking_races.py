"""Everybody presses at once: places never exceed seats, and the list keeps its order (INV-33, 34)."""

from datetime import date

import pytest
from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments.behalf_actions import Newcomer, SameMoment, book_newcomer, new_person
from learners.enrolments.consent_actions import Agreement, record_consent
from learners.enrolments.models import Enrolment
from learners.enrolments.moving_actions import FULL, move_place
from learners.enrolments.place_actions import accept_offer, book_place, cancel_place, expire_offers
from learners.enrolments.place_policies import ANOTHER_DATE
from learners.enrolments.states import HOLDING, PlaceState
from tests.chains import broken_links
from tests.learners.places import dates
from tests.learners.places.people import booked, kit, offered, people, state
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON, later

WHY = "The hall is flooded."
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def states() -> dict[str, int]:
    counted: dict[str, int] = {}
    for one in Enrolment.objects.values_list("state", flat=True):
        counted[one] = counted.get(one, 0) + 1
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
    seats = Enrolment.objects.holding().order_by("seat").values_list("seat", flat=True)
    assert list(seats) == list(range(1, 11))
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


def test_two_browsers_on_the_last_place() -> None:
    cohort, everybody = dates.cohort(1), people(2)
    at_once(
        *[
            lambda who=who: book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
            for who in everybody
        ]
    )
    assert states() == {PlaceState.CONFIRMED: 1, PlaceState.WAITLISTED: 1}


def test_an_offer_that_runs_out_while_it_is_accepted_goes_to_one_person() -> None:
    """At the very moment: the person presses, the sweep comes, and the person presses once more."""
    cohort, (first, second) = dates.cohort(1), people(2)
    place = offered(cohort, first)
    after = booked(cohort, second)
    late = later(hours=48)

    def accept() -> str:
        try:
            return accept_offer(place_id=place.pk, by=first, now=late).state
        except Refused as refusal:
            return refusal.reason

    answers = at_once(accept, lambda: expire_offers(now=late), accept)
    assert all("run out" in answer for answer in (answers[0], answers[2]))
    assert (state(place), state(after)) == (PlaceState.EXPIRED, PlaceState.OFFERED)


def test_dates_that_are_cancelled_while_somebody_books_keep_nobody() -> None:
    """Whoever is first: the booked place is ended with the dates, or booking says that they were cancelled."""
    cohort, everybody = dates.cohort(10), people(6)

    def book(who: Account) -> str:
        try:
            return book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON).state
        except Refused as refusal:
            return refusal.reason

    said = at_once(*[lambda who=who: book(who) for who in everybody], lambda: _cancel(cohort.pk))
    assert set(said[:6]) <= {PlaceState.CONFIRMED, f"These dates were cancelled: {WHY} {ANOTHER_DATE}"}
    assert not Enrolment.objects.holding().exists()


def _cancel(cohort_id: int) -> None:
    """What cancelling does: lock the cohort, end every place."""
    with transaction.atomic():
        cohort = locked_one(Cohort.objects.all(), cohort_id)
        cohort.state, cohort.cancelled_at, cohort.cancelled_why = CohortState.CANCELLED, NOON, WHY
        cohort.save()
        places = Enrolment.objects.filter(cohort=cohort).order_by("pk").select_for_update()
        places.update(state=PlaceState.CANCELLED_BY_HUB, seat=None, ended_at=NOON, withdrawn_at=NOON)


def test_two_people_change_days_with_each_other() -> None:
    """Each goes where the other comes from, many times over: nobody waits for nobody for ever, and no seat is lost."""
    here, there = dates.cohort(3), dates.cohort(3, first=date(2026, 12, 10))
    everybody = people(4)
    places = [booked(here if at % 2 else there, who) for at, who in enumerate(everybody)]

    def move(at: int) -> str:
        to = there if at % 2 else here
        try:
            return move_place(
                place_id=places[at].pk, to_cohort_id=to.pk, by=everybody[at], now=later(hours=1)
            ).state
        except Refused as refusal:
            return refusal.reason

    said = at_once(*[lambda at=at: move(at) for at in (0, 1, 2, 3, 0, 1)])
    assert set(said) <= {PlaceState.CONFIRMED, FULL}
    assert Enrolment.objects.holding().count() == 4
    assert not any(broken_links(chain_of(place)) for place in Enrolment.objects.all())


def test_a_guardian_agrees_for_two_places_while_one_is_given_up() -> None:
    """Two cohorts are locked in one order, whoever comes from where."""
    who, cora = kit(), dates.coordinator()
    one = booked(dates.cohort(), who)
    other = booked(dates.cohort(first=date(2026, 12, 10)), who)
    pat = Agreement("Pat Young", "01632 960 001")
    at_once(
        lambda: record_consent(place_id=other.pk, agreement=pat, by=cora, now=later(hours=1)),
        lambda: record_consent(place_id=one.pk, agreement=pat, by=cora, now=later(hours=1)),
        lambda: cancel_place(place_id=one.pk, by=who, now=later(hours=1)),
        lambda: cancel_place(place_id=one.pk, by=who, now=later(hours=1)),
    )
    assert (state(one), state(other)) == (PlaceState.CANCELLED_BY_LEARNER, PlaceState.CONFIRMED)
    assert not any(broken_links(chain_of(place)) for place in Enrolment.objects.all())


def test_two_hubs_that_add_one_new_address_at_once_make_one_person() -> None:
    """Whoever is second is told so, and pressing once more books the person who is there now."""
    here, there = dates.cohort(), dates.cohort(at=dates.hub("millfield"))
    cora, mel = dates.coordinator(), dates.coordinator(dates.hub("millfield"), "mel@example.org")
    said: list[str] = []

    def add(cohort: Cohort, by: Account) -> None:
        person = Newcomer("Una Waite", is_adult=True, email="Una@example.org")
        try:
            book_newcomer(cohort_id=cohort.pk, person=person, agreed="By phone.", by=by, now=later(hours=1))
        except Refused as refusal:
            said.append(refusal.reason)

    at_once(lambda: add(here, cora), lambda: add(there, mel))
    assert Account.objects.filter(email__iexact="una@example.org").count() == 1
    assert Enrolment.objects.filter(account__full_name="Una Waite").count() == 2 - len(said)
    assert set(said) <= {SameMoment().reason}


def test_who_comes_second_with_a_new_address_is_told_and_not_a_fault() -> None:
    cohort, cora = dates.cohort(), dates.coordinator()
    Account.objects.create_user(email="una@example.org", full_name="Una Waite", is_adult=True)
    person = Newcomer("Una Waite", is_adult=True, email="una@example.org")
    with pytest.raises(Refused, match="at this very moment"):
        new_person(cohort.hub, person, by=cora, now=later(hours=1))
    book_newcomer(cohort_id=cohort.pk, person=person, agreed="By phone.", by=cora, now=later(hours=1))
    assert Account.objects.filter(email__iexact="una@example.org").count() == 1
