"""Happenings of courses that are over, of places given back, and of dates that somebody waits for.

The session is on Thursday 3 December 2026, from ten to four.
"""

from datetime import UTC, datetime, timedelta

from academy.accounts.models import Account, RoleAssignment
from courses.catalogue.models import Course
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.states import CohortState
from learners.attendance.actions import Wanted
from learners.attendance.sign_actions import amend_register
from learners.enrolments.interest_actions import stop_telling
from learners.enrolments.models import Enrolment, Interest
from learners.enrolments.place_actions import book_place, cancel_place
from learners.evaluation.models import Answered
from tests.learners.attendance import registers
from tests.learners.places import dates, interests
from tests.learners.reminders.happening import Happening, learner
from tests.learners.worlds import NOON, later

END = datetime(2026, 12, 3, 16, tzinfo=UTC)
SIGNED = registers.EVENING  # five minutes after it


def on_a_day(number: int, trainer: Account | None = None) -> tuple[Account, Session]:
    """They have a place on dates of their own, which are under way."""
    who, at = learner(number), dates.hub(f"hub-{number}")
    cohort = dates.cohort(10, at=at, trainers=(trainer,) if trainer else ())
    book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.IN_PROGRESS)
    return who, cohort.sessions.get()


def absent(number: int) -> Account:
    """The register says so, and is signed."""
    who, session = on_a_day(number)
    registers.signed(session, dates.coordinator(session.cohort.hub), (place_of(who), "absent"))
    return who


def was_there(number: int) -> Account:
    """Marked, and nothing is signed."""
    who, session = on_a_day(number)
    registers.mark(session, dates.coordinator(session.cohort.hub), (place_of(who), "present"))
    return who


def has_not_signed(number: int) -> Account:
    hub = dates.hub(f"hub-{number}")
    trainer = dates.trainer(hub, f"trainer{number}@example.org")
    on_a_day(number, trainer)
    return trainer


def coordinates(number: int) -> Account:
    """A hub at which nobody has signed."""
    _, session = on_a_day(number, dates.trainer(dates.hub(f"hub-{number}"), f"trainer{number}@example.org"))
    return dates.coordinator(session.cohort.hub)


def gives_back(number: int) -> Account:
    who, cohort = learner(number), dates.cohort(10)
    place = book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=later(days=-1))
    cancel_place(place_id=place.pk, by=who, now=NOON)
    return who


def waits(number: int) -> Account:
    """For a course of which dates open at NOON."""
    who, facts = learner(number), {"code": f"WAIT{number}", "title": f"Listening {number}"}
    interests.waits(who, now=later(days=-1), **facts)
    dates.cohort(10, of=dates.course(**facts))
    return who


# --- what may happen meanwhile -----------------------------------------------------------------------------


def place_of(who: Account) -> Enrolment:
    return Enrolment.objects.get(account=who)


def closes(who: Account) -> None:
    Account.objects.filter(pk=who.pk).update(is_active=False)


def was_there_after_all(who: Account) -> None:
    """A second version says so."""
    place, session = place_of(who), Session.objects.get()
    amend_register(
        session_id=session.pk,
        wanted=[Wanted(place.pk, "present", None)],
        reason="She sat at the back.",
        by=dates.coordinator(session.cohort.hub),
        now=SIGNED,
    )


def is_struck(who: Account) -> None:
    Session.objects.update(cancelled_at=NOON)


def dates_are_cancelled(who: Account) -> None:
    Cohort.objects.update(state="cancelled", cancelled_at=NOON, cancelled_why="The trainer is ill.")


def somebody_signs(who: Account) -> None:
    session = Session.objects.get()
    place = Enrolment.objects.get(cohort=session.cohort_id)
    registers.signed(session, dates.coordinator(session.cohort.hub), (place, "present"))


def nobody_is_on_it(who: Account) -> None:
    Enrolment.objects.update(state="hub_off", seat=None, ended_at=NOON)


def ends_later(who: Account) -> None:
    for row in (*Session.objects.all(), *Cohort.objects.all()):
        row.starts_at, row.ends_at = row.starts_at + timedelta(weeks=2), row.ends_at + timedelta(weeks=2)
        row.save()


def loses_role(who: Account) -> None:
    RoleAssignment.objects.filter(account=who).update(ends_on=NOON.date())


def is_taken_off(who: Account) -> None:
    CohortTrainer.objects.update(removed_at=NOON)


def has_answered(kind: str):
    return lambda who: Answered.objects.create(enrolment=place_of(who), kind=kind)


def books_again(who: Account) -> None:
    book_place(cohort_id=Cohort.objects.get().pk, account_id=who.pk, by=who, now=later(minutes=5))


def somebody_takes_the_last(who: Account) -> None:
    other = learner(25)
    Cohort.objects.update(capacity=1)
    book_place(cohort_id=Cohort.objects.get().pk, account_id=other.pk, by=other, now=NOON)


UNSIGNED = {
    "signed": somebody_signs,
    "struck": is_struck,
    "dates cancelled": dates_are_cancelled,
    "nobody on it": nobody_is_on_it,
    "another day": ends_later,
    "role ended": loses_role,
    "account closed": closes,
}


def _asked(kind: str) -> dict[str, object]:
    return {"answered": has_answered(kind), "account closed": closes, "dates cancelled": dates_are_cancelled}


HAPPENINGS: dict[str, Happening] = {
    "missed_session": Happening(
        absent,
        at=SIGNED,
        until=END + timedelta(days=3),
        gone={
            "was there": was_there_after_all,
            "struck": is_struck,
            "dates cancelled": dates_are_cancelled,
            "no place": nobody_is_on_it,
            "account closed": closes,
        },
    ),
    "register_unsigned": Happening(
        has_not_signed,
        at=END + timedelta(hours=2),
        until=END + timedelta(days=1),
        gone={**UNSIGNED, "not theirs any more": is_taken_off},
    ),
    "register_unsigned_again": Happening(
        has_not_signed,
        at=END + timedelta(days=1),
        until=END + timedelta(days=3),
        gone={**UNSIGNED, "not theirs any more": is_taken_off},
    ),
    "register_unsigned_hub": Happening(
        coordinates, at=END + timedelta(days=3), until=END + timedelta(days=7), gone=UNSIGNED
    ),
    "evaluation": Happening(
        was_there,
        at=END,
        until=END + timedelta(days=2),
        gone=_asked("end"),  # type: ignore[arg-type]
    ),
    "evaluation_again": Happening(
        was_there,
        at=END + timedelta(days=2),
        until=END + timedelta(days=7),
        gone=_asked("end"),  # type: ignore[arg-type]
    ),
    "three_months": Happening(
        was_there,
        at=END + timedelta(days=90),
        until=END + timedelta(days=104),
        gone=_asked("later"),  # type: ignore[arg-type]
    ),
    "place_given_up": Happening(
        gives_back,
        at=NOON,
        until=later(days=2),
        gone={
            "booked again": books_again,
            "dates cancelled": dates_are_cancelled,
            "begun": lambda who: Cohort.objects.update(state="in_progress"),
            "account closed": closes,
        },
    ),
    "dates_open": Happening(
        waits,
        at=NOON,
        until=later(days=7),
        gone={
            "booked": books_again,
            "full": somebody_takes_the_last,
            "waits no more": lambda who: stop_telling(
                account_id=who.pk, interest_id=Interest.objects.get().pk, now=NOON
            ),
            "dates cancelled": dates_are_cancelled,
            "course down": lambda who: Course.objects.update(published=False),
            "account closed": closes,
        },
    ),
}
