"""People who are in the record twice, for the tests of joining."""

from dataclasses import dataclass
from datetime import datetime

from academy.accounts.models import Account
from courses.delivery.models import Cohort, Session
from courses.delivery.states import CohortState
from learners.attendance.models import WalkIn
from learners.attendance.walk_in_actions import add_walk_in
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from learners.enrolments.states import PlaceState
from learners.joining.actions import join_people
from tests.learners import worlds
from tests.learners.attendance.registers import MORNING, session_of, signed
from tests.learners.places import dates
from tests.learners.worlds import NOON

WEEKS_LATER = datetime(2026, 12, 24, 12, 0, tzinfo=MORNING.tzinfo)
WHY = "She told me at the door."


@dataclass(slots=True)
class Door:
    """A day under way with one booked person and a walk-in without e-mail, and the people who run it."""

    cohort: Cohort
    session: Session
    booked: Enrolment
    walk_in: WalkIn
    trainer: Account
    coordinator: Account

    @property
    def kit(self) -> Account:
        """The row that the door made."""
        return Account.objects.get(pk=self.walk_in.enrolment.account_id)

    @property
    def place(self) -> Enrolment:
        """The place that the door made, as it stands."""
        return Enrolment.objects.get(pk=self.walk_in.enrolment_id)

    def sign(self, *marks: tuple[Enrolment, str], now: datetime | None = None) -> None:
        """Amara was there, and so was the walk-in."""
        wanted = marks or ((self.booked, "present"),)
        signed(self.session, self.trainer, *wanted, **({"now": now} if now else {}))


def at_the_door(capacity: int = 4, *, days: int = 1, name: str = "Kit Lawal") -> Door:
    """Amara Bello is booked; Kit Lawal walks in."""
    trainer = dates.trainer(email="jo@example.org")
    cohort = dates.cohort(capacity, days=days, trainers=(trainer,))
    amara = worlds.person("Amara Bello", "amara@example.org", hub=cohort.hub)
    place = book_place(cohort_id=cohort.pk, account_id=amara.pk, by=amara, now=NOON)
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.IN_PROGRESS)
    cohort.refresh_from_db()
    session = session_of(cohort)
    walk_in = add_walk_in(session_id=session.pk, name=name, by=trainer, now=MORNING)
    return Door(cohort, session, place, walk_in, trainer, dates.coordinator())


def newcomer(name: str = "Kit Lawal", email: str = "kit@example.org", **more: object) -> Account:
    """Somebody who signed up by themselves and has signed in."""
    return worlds.person(name, email, last_login=NOON, **more)


def joined(kept: Account, other: Account, by: Account, *, now: datetime = WEEKS_LATER, why: str = WHY):
    """By the hub, which has seen both."""
    return join_people(kept_id=kept.pk, other_id=other.pk, why=why, by=by, now=now)


def fresh(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def twice(capacity: int = 4, days: int = 1) -> tuple[Door, Account, Enrolment]:
    """Kit had booked, and was entered at the door once more: the day has both."""
    door = at_the_door(capacity, days=days)
    kit = newcomer("Kit Lawal", hub=door.cohort.hub)
    place = Enrolment.objects.create(
        account=kit,
        course=door.cohort.course,
        cohort=door.cohort,
        kind="cohort",
        state=PlaceState.CONFIRMED,
        seat=3,
        source="self",
        opens_at=NOON,
        started_at=NOON,
        requested_at=NOON,
        confirmed_at=NOON,
    )
    return door, kit, place


def state(place: Enrolment) -> tuple[str, int | None, int | None]:
    row = Enrolment.objects.get(pk=place.pk)
    return row.state, row.seat, row.counts_for_id
