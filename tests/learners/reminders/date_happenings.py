"""Happenings of places on dates: the day is Thursday 3 December 2026 at ten, thirteen days after NOON."""

from datetime import UTC, datetime

from academy.accounts.models import Account
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import accept_offer, book_place, cancel_place
from learners.enrolments.states import PlaceState
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.reminders.happening import Happening, Spoil, learner
from tests.learners.worlds import NOON, later

TEN = datetime(2026, 12, 3, 10, tzinfo=UTC)  # when the first session begins


def booked(number: int) -> Account:
    """At NOON, each on dates of their own."""
    who = learner(number)
    book_place(cohort_id=dates.cohort(10).pk, account_id=who.pk, by=who, now=NOON)
    return who


def offered(number: int) -> Account:
    """The only place became free at NOON; it is kept for two days."""
    cohort, who = dates.cohort(1), learner(number)
    first = worlds.person("Early Bird", f"early{number}@example.org")
    place = book_place(cohort_id=cohort.pk, account_id=first.pk, by=first, now=later(days=-2))
    book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=later(days=-1))
    cancel_place(place_id=place.pk, by=first, now=NOON)
    return who


# --- what may happen meanwhile -----------------------------------------------------------------------------


def place_of(who: Account) -> Enrolment:
    return Enrolment.objects.get(account=who)


def gives_it_up(who: Account) -> None:
    cancel_place(place_id=place_of(who).pk, by=who, now=NOON)


def the_hub_ends_it(who: Account) -> None:
    cancel_place(place_id=place_of(who).pk, by=None, now=NOON, why="Booked twice.", by_hub=True)


def dates_are_cancelled(who: Account) -> None:
    Cohort.objects.update(state="cancelled", cancelled_at=NOON, cancelled_why="The trainer is ill.")


def takes_it(who: Account) -> None:
    accept_offer(place_id=place_of(who).pk, by=who, now=NOON)


def it_runs_out(who: Account) -> None:
    Enrolment.objects.filter(account=who).update(state=PlaceState.EXPIRED, seat=None)


def closes(who: Account) -> None:
    Account.objects.filter(pk=who.pk).update(is_active=False)


def dates_begin(who: Account) -> None:
    Cohort.objects.update(state="in_progress")


OVER: dict[str, Spoil] = {
    "given up": gives_it_up,
    "ended by the hub": the_hub_ends_it,
    "dates cancelled": dates_are_cancelled,
    "begun": dates_begin,
    "account closed": closes,
}
ANSWERED: dict[str, Spoil] = {**OVER, "taken": takes_it, "run out": it_runs_out}

HAPPENINGS: dict[str, Happening] = {
    "place_confirmed": Happening(booked, at=NOON, until=TEN, gone=OVER),
    "place_offered": Happening(offered, at=NOON, until=later(days=2), gone=ANSWERED),
    "place_offered_again": Happening(offered, at=later(days=1), until=later(days=2), gone=ANSWERED),
}
