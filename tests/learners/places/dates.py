"""Cohorts for the tests: a course with people, on dates, at a hub."""

from datetime import date, datetime, time, timedelta

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from courses.catalogue.kinds import CertificateKind, CourseKind
from courses.catalogue.models import Course
from courses.delivery.models import Cohort, CohortTrainer, Session, Venue, moment
from courses.delivery.states import CohortState
from tests.learners.worlds import NOON

FIRST_DAY = date(2026, 12, 3)  # a Thursday, 13 days after NOON


def hub(slug: str = "harbour") -> Hub:
    made, _ = Hub.objects.get_or_create(
        slug=slug,
        defaults={
            "name": f"{slug.title()} Road",
            "town": "Saltby",
            "region": "North East",
            "status": "active",
        },
    )
    return made


def course(**more) -> Course:
    """The one-day introduction."""
    known = Course.objects.filter(code=more.get("code", "INTRO")).first()
    facts = {
        "code": "INTRO",
        "title": "Introduction to Community Organising",
        "kind": CourseKind.INTRO,
        "certificate_kind": CertificateKind.ATTENDANCE,
        "published": True,
        **more,
    }
    return known or Course.objects.create(slug=facts["code"].lower(), **facts)


def coordinator(at: Hub | None = None, email: str = "coordinator@example.org") -> Account:
    return _with_role(Role.COORDINATOR, at or hub(), email)


def trainer(at: Hub | None = None, email: str = "trainer@example.org") -> Account:
    return _with_role(Role.TRAINER, at or hub(), email)


def _with_role(role: Role, at: Hub, email: str) -> Account:
    known = Account.objects.filter(email=email).first()
    who = known or Account.objects.create_user(
        email=email, full_name=email.split("@")[0].title(), is_adult=True
    )
    RoleAssignment.objects.get_or_create(
        account=who, role=role, hub=at, defaults={"starts_on": date(2026, 1, 1)}
    )
    return who


def cohort(
    capacity: int = 10,
    *,
    days: int = 1,
    first: date = FIRST_DAY,
    state: CohortState = CohortState.OPEN,
    at: Hub | None = None,
    of: Course | None = None,
    trainers: tuple[Account, ...] = (),
    now: datetime = NOON,
    **more,
) -> Cohort:
    """Open dates, 10am to 4pm, one day a week."""
    at = at or hub()
    venue, _ = Venue.objects.get_or_create(
        hub=at, name="Main hall", defaults={"address": "Quay Street, Saltby"}
    )
    last = first + timedelta(weeks=days - 1)
    made = Cohort.objects.create(
        course=of or course(),
        hub=at,
        capacity=capacity,
        state=state,
        starts_at=moment(first, time(10), "Europe/London"),
        ends_at=moment(last, time(16), "Europe/London"),
        made_by=coordinator(at),
        made_at=now,
        **more,
    )
    for number in range(1, days + 1):
        session(made, number, first + timedelta(weeks=number - 1), venue, now)
    for who in trainers:
        CohortTrainer.objects.create(cohort=made, account=who, added_at=now)
    return made


def session(of: Cohort, number: int, day: date, venue: Venue, now: datetime = NOON) -> Session:
    return Session.objects.create(
        cohort=of,
        number=number,
        day=day,
        begins=time(10),
        ends=time(16),
        starts_at=moment(day, time(10), "Europe/London"),
        ends_at=moment(day, time(16), "Europe/London"),
        venue=venue,
        changed_at=now,
    )
