"""Happenings of places on dates: the day is Thursday 3 December 2026 at ten, thirteen days after NOON."""

from datetime import UTC, date, datetime, timedelta

from academy.accounts.models import Account, RoleAssignment
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.rules import Meeting
from courses.delivery.session_actions import move_session
from learners.enrolments.cohort_actions import cancel_cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import accept_offer, book_place, cancel_place
from learners.enrolments.states import PlaceState
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.reminders import letters
from tests.learners.reminders.happening import Happening, Spoil, learner
from tests.learners.worlds import NOON, later

TEN = datetime(2026, 12, 3, 10, tzinfo=UTC)  # when the first session begins


def ten_on(day: int) -> datetime:
    """Ten o'clock on this day of November."""
    return datetime(2026, 11, day, 10, tzinfo=UTC)


def booked(number: int) -> Account:
    """At NOON, each on dates of their own."""
    who = learner(number)
    book_place(cohort_id=dates.cohort(10).pk, account_id=who.pk, by=who, now=NOON)
    return who


def offered(number: int) -> Account:
    """The only place became free at NOON; it is kept for two days. Whoever had it has no e-mail."""
    cohort, who = dates.cohort(1), learner(number)
    first = worlds.person("Early Bird", None)
    place = book_place(cohort_id=cohort.pk, account_id=first.pk, by=first, now=later(days=-2))
    book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=later(days=-1))
    cancel_place(place_id=place.pk, by=first, now=NOON)
    return who


def trains(number: int) -> Account:
    """Dates that need four people and have one, with a trainer of their own."""
    trainer = dates.trainer(email=f"trainer{number}@example.org")
    cohort = dates.cohort(10, min_to_run=4, trainers=(trainer,))
    who = learner(number)
    book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
    return trainer


def loses_the_dates(number: int) -> Account:
    who = booked(number)
    cohort = place_of(who).cohort
    assert cohort is not None
    cancel_cohort(cohort_id=cohort.pk, by=dates.coordinator(), now=NOON, why="The trainer is ill.")
    return who


def on_a_friday(number: int) -> Account:
    """An hour after they booked their Thursday becomes a Friday."""
    who = booked(number)
    session = Session.objects.get(cohort=place_of(who).cohort_id)
    friday = Meeting(date(2026, 12, 4), session.begins, session.ends, session.venue_id)
    move_session(session_id=session.pk, meeting=friday, by=dates.coordinator(), now=later(hours=1))
    return who


def is_written_to(number: int) -> Account:
    """Everybody on their dates gets a letter at NOON."""
    who = booked(number)
    cohort = place_of(who).cohort
    assert cohort is not None
    letters.sent(cohort, at=NOON)
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


def the_day_moves(who: Account) -> None:
    """By a week."""
    for row in (*Session.objects.all(), *Cohort.objects.all()):
        row.starts_at, row.ends_at = row.starts_at + timedelta(weeks=1), row.ends_at + timedelta(weeks=1)
        if isinstance(row, Session):
            row.day += timedelta(weeks=1)
        row.save()


def the_session_is_struck(who: Account) -> None:
    Session.objects.update(cancelled_at=NOON)


def three_more_book(who: Account) -> None:
    for number in range(3):
        other = worlds.person("One More", f"more{number}@example.org")
        book_place(cohort_id=Cohort.objects.get().pk, account_id=other.pk, by=other, now=later(days=1))


def it_goes_ahead(who: Account) -> None:
    Cohort.objects.update(state="confirmed", confirmed_why="The funder agrees.")


def is_taken_off(who: Account) -> None:
    """Then it is the coordinator's to know, and not the trainer's."""
    CohortTrainer.objects.update(removed_at=NOON)


def loses_role(who: Account) -> None:
    RoleAssignment.objects.filter(account=who).update(ends_on=NOON.date())


OVER: dict[str, Spoil] = {
    "given up": gives_it_up,
    "ended by the hub": the_hub_ends_it,
    "dates cancelled": dates_are_cancelled,
    "begun": dates_begin,
    "account closed": closes,
}
MOVED: dict[str, Spoil] = {**OVER, "another day": the_day_moves}
ANSWERED: dict[str, Spoil] = {**OVER, "taken": takes_it, "run out": it_runs_out}

HAPPENINGS: dict[str, Happening] = {
    "place_confirmed": Happening(booked, at=NOON, until=TEN, gone=OVER),
    "place_offered": Happening(offered, at=NOON, until=later(days=2), gone=ANSWERED),
    "place_offered_again": Happening(offered, at=later(days=1), until=later(days=2), gone=ANSWERED),
    "joining_instructions": Happening(booked, at=ten_on(26), until=TEN, gone=MOVED),
    "can_you_come": Happening(booked, at=ten_on(30), until=TEN, gone=MOVED),
    "tomorrow": Happening(
        booked,
        at=TEN - timedelta(days=1),
        until=TEN,
        gone={
            "given up": gives_it_up,
            "ended by the hub": the_hub_ends_it,
            "dates cancelled": dates_are_cancelled,
            "account closed": closes,
            "another day": the_day_moves,
            "not held": the_session_is_struck,
        },
    ),
    "dates_moved": Happening(
        on_a_friday,
        at=later(hours=1, minutes=10),
        until=later(days=7, hours=1, minutes=10),
        gone={
            "given up": gives_it_up,
            "ended by the hub": the_hub_ends_it,
            "dates cancelled": dates_are_cancelled,
            "account closed": closes,
            "changed again": lambda who: Session.objects.update(changed_at=later(hours=1, minutes=5)),
            "over": lambda who: Session.objects.update(starts_at=NOON, ends_at=later(hours=1)),
        },
    ),
    "cohort_cancelled": Happening(
        loses_the_dates, at=NOON, until=TEN + timedelta(hours=6), gone={"account closed": closes}
    ),
    "cohort_letter": Happening(
        is_written_to,
        at=NOON,
        until=later(days=7),
        gone={
            "given up": gives_it_up,
            "ended by the hub": the_hub_ends_it,
            "account closed": closes,
            "came later": lambda who: Enrolment.objects.update(confirmed_at=later(hours=1)),
        },
    ),
    "below_minimum": Happening(
        trains,
        at=ten_on(26),
        until=TEN,
        gone={
            "enough": three_more_book,
            "goes ahead all the same": it_goes_ahead,
            "dates cancelled": dates_are_cancelled,
            "begun": dates_begin,
            "another day": the_day_moves,
            "not theirs any more": is_taken_off,
            "no trainer any more": loses_role,
            "account closed": closes,
        },
    ),
}
