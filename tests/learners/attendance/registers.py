"""Registers for the tests: people who are booked on dates, and a trainer who marks them."""

from datetime import UTC, datetime, timedelta

from academy.accounts.models import Account
from courses.delivery.models import Cohort, Session
from courses.delivery.states import CohortState
from learners.attendance.actions import Kept, Wanted, mark_people
from learners.attendance.models import RegisterSignoff
from learners.attendance.sign_actions import sign_register
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.worlds import NOON

MORNING = datetime(2026, 12, 3, 9, 50, tzinfo=UTC)  # ten minutes before dates.cohort() begins
EVENING = datetime(2026, 12, 3, 16, 5, tzinfo=UTC)  # just over


def group(*names: str, **more) -> tuple[Cohort, list[Enrolment], Account]:
    """A cohort under way with these people on it, and its trainer. `more` is for dates.cohort."""
    trainer = dates.trainer(email="jo@example.org")
    cohort = dates.cohort(trainers=(trainer,), **{"capacity": max(len(names), 1), **more})
    places = [booked(cohort, name) for name in names]
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.IN_PROGRESS)
    cohort.refresh_from_db()
    return cohort, places, trainer


def booked(cohort: Cohort, name: str) -> Enrolment:
    who = worlds.person(name, f"{name.split()[0].lower()}@example.org")
    return book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)


def session_of(cohort: Cohort, number: int = 1) -> Session:
    return cohort.sessions.get(number=number)


def mark(
    session: Session, by: Account, *marks: tuple[Enrolment, str], now: datetime = MORNING, minutes=None
) -> int:
    wanted = [Wanted(place.pk, said, minutes) for place, said in marks]
    return mark_people(session_id=session.pk, wanted=wanted, by=by, now=now)


def signed(
    session: Session, by: Account, *marks: tuple[Enrolment, str], now: datetime = EVENING
) -> RegisterSignoff:
    mark(session, by, *marks, now=now)
    return sign_register(session_id=session.pk, by=by, now=now)


def kept(
    key: str,
    who: Enrolment | str,
    mark: str = "",
    *,
    ago: float = 0,
    device: str = "phone-a",
    place: int = 1,
    **more,
):
    """A press as a phone kept it; ago in seconds."""
    return Kept(
        key=key,
        who=str(who.pk) if isinstance(who, Enrolment) else who,
        ago=timedelta(seconds=ago),
        device=device,
        place=place,
        mark=mark,
        **more,
    )
