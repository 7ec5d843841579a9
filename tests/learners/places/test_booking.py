"""Booking a place: what is free is booked, what is full is waited for, and a no says why."""

from datetime import date

import pytest

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.models import AuditDetail
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from learners.enrolments.states import PlaceState, Source
from tests.chains import broken_links
from tests.learners import worlds
from tests.learners.conftest import Nudges
from tests.learners.places import dates
from tests.learners.places.people import booked, kit, offered, people, state
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_free_place_is_booked(nudges: Nudges, django_capture_on_commit_callbacks) -> None:
    cohort, amara = dates.cohort(), worlds.person()
    with django_capture_on_commit_callbacks(execute=True):
        place = booked(cohort, amara)
    assert (place.state, place.seat, place.confirmed_at) == (PlaceState.CONFIRMED, 1, NOON)
    assert (place.source, place.booked_by, place.offer_expires_at) == (Source.SELF, None, None)
    assert nudges == [("learners.reminders.send_due", {"kind": "place_confirmed"})]
    assert not broken_links(chain_of(place))


def test_who_comes_when_it_is_full_waits(nudges: Nudges, django_capture_on_commit_callbacks) -> None:
    cohort, (first, second) = dates.cohort(1), people(2)
    booked(cohort, first)
    with django_capture_on_commit_callbacks(execute=True):
        place = booked(cohort, second, later(hours=1))
    assert (place.state, place.seat, place.waiting_since) == (PlaceState.WAITLISTED, None, later(hours=1))
    assert nudges == []  # the page says so; a message follows when a place is free


def test_nobody_books_past_those_who_wait() -> None:
    """A seat is free for a moment, but somebody waits who was there before."""
    cohort, (waiting, late) = dates.cohort(1), people(2)
    place = offered(cohort, waiting)
    assert booked(cohort, late).state == PlaceState.WAITLISTED
    assert state(place) == PlaceState.OFFERED


def test_a_seat_that_is_free_belongs_to_the_list_first() -> None:
    """Before anybody has offered it: a room that grew by one."""
    cohort, (first, waiting, late) = dates.cohort(1), people(3)
    booked(cohort, first)
    booked(cohort, waiting)
    Cohort.objects.update(capacity=2)
    assert booked(cohort, late).state == PlaceState.WAITLISTED


def test_pressing_twice_gives_the_same_place() -> None:
    cohort, amara = dates.cohort(), worlds.person()
    assert booked(cohort, amara) == booked(cohort, amara, later(minutes=1))
    assert Enrolment.objects.count() == 1


def test_somebody_who_gave_a_place_up_may_book_again() -> None:
    cohort, (who,) = dates.cohort(1), people(1)
    offered(cohort, who)  # the first one, Early, gave it up
    early = Account.objects.get(email="early@example.org")
    assert booked(cohort, early).state == PlaceState.WAITLISTED
    assert early.enrolments.count() == 2  # the history stays


REFUSALS = [
    ({"state": CohortState.DRAFT}, {}, "not open for booking yet. The hub is still preparing them"),
    (
        {"state": CohortState.CANCELLED, "cancelled_at": NOON, "cancelled_why": "The roof leaks."},
        {},
        "cancelled: The roof leaks. Have a look at the other dates",
    ),
    ({}, {"days": 14}, "begun already. Have a look at the other dates"),
    ({"booking_opens_at": later(days=1)}, {}, "not open yet. The page of these dates says when"),
    ({"booking_closes_at": NOON}, {}, "over. Have a look at the other dates. Or ring the hub"),
    ({"state": CohortState.IN_PROGRESS}, {"days": 13}, "begun already"),
    ({"state": CohortState.DELIVERED}, {"days": 20}, "begun already"),
]


@pytest.mark.parametrize(("facts", "after", "says"), REFUSALS)
def test_what_cannot_be_booked_says_why(facts: dict, after: dict, says: str) -> None:
    cohort, amara = dates.cohort(), worlds.person()
    Cohort.objects.filter(pk=cohort.pk).update(**facts)
    with pytest.raises(Refused, match=says):
        booked(cohort, amara, later(**after))
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("born", "least", "allowed"),
    [
        (date(2010, 12, 3), 16, True),  # 16 on the first day
        (date(2010, 12, 4), 16, False),
        (date(2011, 5, 1), None, True),
    ],
)
def test_a_course_may_ask_an_age(born: date, least: int | None, allowed: bool) -> None:
    cohort = dates.cohort(of=dates.course(min_age=least))
    who = kit(born)
    if allowed:
        assert booked(cohort, who).seat == 1
        return
    with pytest.raises(Refused, match="16 or over on its first day. Ask Harbour Road what there is"):
        booked(cohort, who)


def test_the_hub_books_for_somebody_on_the_telephone() -> None:
    cohort, grace, cora = dates.cohort(), worlds.person("Grace Obi", None), dates.coordinator()
    place = book_place(
        cohort_id=cohort.pk,
        account_id=grace.pk,
        by=cora,
        now=NOON,
        source=Source.BEHALF,
        agreed="On the telephone. She wants a place.",
    )
    assert (place.state, place.booked_by, place.source) == (PlaceState.CONFIRMED, cora, Source.BEHALF)
    assert AuditDetail.objects.get().reason == "On the telephone. She wants a place."
    assert AuditDetail.objects.get().event.actor_id == cora.pk


def test_a_trainer_of_the_dates_books_for_somebody_and_one_who_was_taken_off_does_not() -> None:
    jo, amara = dates.trainer(), worlds.person()
    cohort = dates.cohort(trainers=(jo,))
    assert book_place(cohort_id=cohort.pk, account_id=amara.pk, by=jo, now=NOON).booked_by == jo
    cohort.trainers.update(removed_at=NOON)
    (other,) = people(1)
    with pytest.raises(Refused, match="Only the trainers of these dates and the coordinator of Harbour Road"):
        book_place(cohort_id=cohort.pk, account_id=other.pk, by=jo, now=NOON)


@pytest.mark.parametrize("who", ["stranger", "other coordinator", "other trainer"])
def test_nobody_else_books_for_somebody(who: str) -> None:
    """Nor do they learn that this person has a place there."""
    cohort, amara, millfield = dates.cohort(), worlds.person(), dates.hub("millfield")
    booked(cohort, amara)
    by = {
        "stranger": lambda: worlds.person("Sam", "sam@example.org"),
        "other coordinator": lambda: dates.coordinator(millfield, "mel@example.org"),
        "other trainer": lambda: dates.trainer(email="not-of-these@example.org"),
    }[who]()
    with pytest.raises(Refused, match="Ask one of them"):
        book_place(cohort_id=cohort.pk, account_id=amara.pk, by=by, now=NOON)
