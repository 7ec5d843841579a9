"""Reads of dates for those who run them: which hubs, which dates, and what to begin a form with."""

from dataclasses import dataclass
from datetime import datetime, time

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.hubs.states import HubStatus
from academy.shared.clock import london_date
from courses.catalogue.models import Course
from courses.delivery.models import Cohort, CohortTrainer, Session, Venue
from courses.delivery.policies import TAUGHT

VENUES_ON_A_PAGE = 25
USUAL_PLACES, USUAL_MINIMUM = 12, 4
USUAL_BEGIN, USUAL_END = time(10), time(16)


@dataclass(frozen=True, slots=True)
class Usual:
    """What a new form begins with: what this hub did last."""

    course_id: int | None = None
    venue_id: int | None = None
    online: bool = False
    begins: time = USUAL_BEGIN
    ends: time = USUAL_END
    capacity: int = USUAL_PLACES
    min_to_run: int = USUAL_MINIMUM
    trainer_ids: tuple[int, ...] = ()


def hubs_led(by: Account, *, now: datetime) -> tuple[Hub, ...]:
    """Where this person makes dates: every open hub for a manager, their own for a coordinator."""
    held = roles_of(by, london_date(now))
    if holds(held, Role.MANAGER):
        return tuple(Hub.objects.exclude(status=HubStatus.CLOSED))
    mine = {one.hub_id: one.hub for one in held if one.role == Role.COORDINATOR and one.hub}
    return tuple(sorted(mine.values(), key=lambda hub: hub.name))


def cohorts_seen(by: Account, *, now: datetime) -> QuerySet[Cohort]:
    """Those that this person runs: all for a manager, their hubs' for a coordinator, their own for a trainer."""
    held = roles_of(by, london_date(now))
    rows = Cohort.objects.select_related("course", "hub")
    if holds(held, Role.MANAGER):
        return rows
    mine = Q(hub__in=[one.hub_id for one in held if one.role == Role.COORDINATOR])
    if holds(held, Role.TRAINER):
        trained = CohortTrainer.objects.filter(account=by, removed_at__isnull=True)
        mine |= Q(pk__in=trained.values("cohort"))
    return rows.filter(mine)


def courses_taught() -> QuerySet[Course]:
    """Courses that are given on dates, by title."""
    return Course.objects.filter(kind__in=TAUGHT).order_by("title", "pk")


def venues_of(hub: Hub) -> QuerySet[Venue]:
    """Places of this hub that can be chosen, by name."""
    return Venue.objects.filter(hub=hub, closed_at__isnull=True).order_by("name", "pk")


def trainers_of(hub: Hub, *, now: datetime) -> QuerySet[Account]:
    """Who can be put on dates of this hub, by name."""
    roles = RoleAssignment.objects.current(london_date(now)).filter(
        hub=hub, role__in=(Role.TRAINER, Role.COORDINATOR), account__is_active=True
    )
    return Account.objects.filter(pk__in=roles.values("account")).order_by("full_name", "pk")


def live_sessions(cohort: Cohort) -> list[Session]:
    """The sessions that are held, in order, with their venues."""
    return list(cohort.sessions.live().select_related("venue").order_by("starts_at", "pk"))


def planned_sessions(cohort: Cohort) -> list[Session]:
    """The same; of cancelled dates those that were to be held."""
    rows = cohort.sessions.live()
    if cohort.cancelled_at is not None:
        rows = rows | cohort.sessions.filter(cancelled_at=cohort.cancelled_at)
    return list(rows.select_related("venue").order_by("starts_at", "pk"))


def venue_page(hub: Hub, number: str) -> Page[Venue]:
    """All places of this hub, those that are no longer used last."""
    rows = Venue.objects.filter(hub=hub).order_by(F("closed_at").asc(nulls_first=True), "name", "pk")
    return Paginator(rows, VENUES_ON_A_PAGE).get_page(number)


def trains(cohort: Cohort) -> list[Account]:
    """Who trains these dates now, by name."""
    on = CohortTrainer.objects.filter(cohort=cohort, removed_at__isnull=True)
    return list(Account.objects.filter(pk__in=on.values("account")).order_by("full_name", "pk"))


def usual_of(hub: Hub, *, now: datetime) -> Usual:
    """From the dates that this hub made last; a house style where it has made none."""
    last = Cohort.objects.filter(hub=hub, course__kind__in=TAUGHT).order_by("-made_at", "-pk").first()
    if last is None:
        first = venues_of(hub).first()
        return Usual(venue_id=first.pk if first else None)
    session = last.sessions.select_related("venue").order_by("starts_at", "pk").first()
    can_train = set(trainers_of(hub, now=now).values_list("pk", flat=True))
    open_venue = session.venue_id if session and session.venue and session.venue.closed_at is None else None
    return Usual(
        course_id=last.course_id,
        venue_id=open_venue,
        online=bool(session and session.online_url and session.venue_id is None),
        begins=session.begins if session else USUAL_BEGIN,
        ends=session.ends if session else USUAL_END,
        capacity=last.capacity,
        min_to_run=last.min_to_run,
        trainer_ids=tuple(one.pk for one in trains(last) if one.pk in can_train),
    )
