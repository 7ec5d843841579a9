"""The way from the first day to a qualification: courses on it, where it is offered, and how far somebody is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.catalogue.models import Course
from courses.delivery.policies import TAUGHT
from courses.qualifications.models import Qualification, QualificationVersion, Site
from courses.qualifications.policies import may_register_on
from courses.qualifications.states import VersionState
from learners.enrolments.models import Enrolment
from learners.registrations.models import QualRegistration
from learners.registrations.policies import may_ask
from learners.registrations.states import LIVE


@dataclass(frozen=True, slots=True)
class WayCard:
    """One qualification in the list. mine: the token of a live registration of the reader."""

    title: str
    summary: str
    organisation: str
    href: str
    is_sample: bool
    mine: str


@dataclass(frozen=True, slots=True)
class CourseStep:
    """A course that helps on the way. state: done, now or new."""

    title: str
    summary: str
    state: str
    when: str
    first: tuple[str, ...]  # titles of courses that are suggested before it
    href: str
    action: str


@dataclass(frozen=True, slots=True)
class WayUnit:
    number: int
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class Way:
    """The whole way. ruling: whether the reader may ask today, None for a visitor."""

    qualification: Qualification
    version: QualificationVersion
    courses: tuple[CourseStep, ...]
    units: tuple[WayUnit, ...]
    hubs: tuple[Hub, ...]
    mine: QualRegistration | None
    ruling: Ruling | None

    @property
    def done(self) -> int:
        return sum(course.state == "done" for course in self.courses)

    @property
    def next_course(self) -> CourseStep | None:
        """The first that is not done, of those whose suggested ones are."""
        done = {course.title for course in self.courses if course.state == "done"}
        here = {course.title for course in self.courses}
        left = [course for course in self.courses if course.state != "done"]
        ready = [course for course in left if not (set(course.first) & here) - done]
        return next(iter(ready or left), None)


def ways(account: Account | None, *, on: date) -> tuple[WayCard, ...]:
    """What can be asked for today. Two queries."""
    versions = QualificationVersion.objects.filter(state=VersionState.OPEN)
    open_now = versions.select_related("qualification__awarding_organisation").order_by(
        "qualification__title"
    )
    mine = _live(account) if account else {}
    return tuple(
        WayCard(
            title=one.qualification.title,
            summary=one.qualification.summary,
            organisation=one.qualification.awarding_organisation.name,
            href=reverse("way", args=[one.qualification.slug]),
            is_sample=one.qualification.is_sample,
            mine=mine.get(one.qualification_id, ""),
        )
        for one in open_now
        if may_register_on(one, on) or one.qualification_id in mine
    )


def way_of(qualification: Qualification, account: Account | None, *, now: datetime) -> Way | None:
    """None: no version of it was ever opened."""
    on = london_date(now)
    versions = qualification.versions.exclude(state=VersionState.DRAFT).order_by("-number")
    mine = None
    if account is not None:
        rows = QualRegistration.objects.filter(
            account__in=rows_of(account), version__qualification=qualification
        )
        rows = rows.filter(state__in=LIVE).select_related(
            "hub", "version__qualification__awarding_organisation"
        )
        mine = rows.first()
    version = (
        mine.version if mine else next(iter(sorted(versions, key=lambda one: one.state != "open")), None)
    )
    if version is None:
        return None
    version.qualification = qualification
    units = version.units.select_related("group").order_by("number")
    ask = may_ask(account, version, None, now=now) if account else None
    return Way(
        qualification=qualification,
        version=version,
        courses=_courses(qualification, account),
        units=tuple(WayUnit(one.number, one.title, one.group.title if one.group else "") for one in units),
        hubs=hubs_that_deliver(version, on=on),
        mine=mine,
        ruling=ask,
    )


def hubs_that_deliver(version: QualificationVersion, *, on: date) -> tuple[Hub, ...]:
    """Approved sites of this day, by name."""
    organisation = version.qualification.awarding_organisation_id
    sites = Site.objects.approved_on(on).filter(centre__awarding_organisation=organisation)
    hubs = {one.hub_id: one.hub for one in sites.select_related("hub")}
    return tuple(sorted(hubs.values(), key=lambda hub: hub.name))


def _live(account: Account) -> dict[int, str]:
    rows = QualRegistration.objects.live().filter(account__in=rows_of(account))
    return dict(rows.values_list("version__qualification", "token"))


def _courses(qualification: Qualification, account: Account | None) -> tuple[CourseStep, ...]:
    """Those that prepare for it, what is suggested first before what it is suggested for."""
    prior = Prefetch("recommended_prior", Course.objects.order_by("title"), to_attr="first")
    rows = list(qualification.prepared_by.filter(published=True).prefetch_related(prior).order_by("title"))
    rows.sort(key=lambda one: (len(one.first), one.title))
    places: dict[int, Enrolment] = {}
    if account is not None:
        mine = Enrolment.objects.filter(
            account__in=rows_of(account), course__in=rows, withdrawn_at__isnull=True
        )
        for place in mine.order_by("started_at"):
            known = places.get(place.course_id)
            if known is None or known.completed_at is None:
                places[place.course_id] = place
    return tuple(_step(one, places.get(one.pk)) for one in rows)


def _step(course: Course, place: Enrolment | None) -> CourseStep:
    first = tuple(one.title for one in course.first)  # type: ignore[attr-defined]
    taught = course.kind in TAUGHT
    href = f"{reverse('dates')}?course={course.slug}" if taught else reverse("course", args=[course.slug])
    done = place.completed_at if place else None
    state = "done" if done else "now" if place else "new"
    day = f"{done.day} {done:%B %Y}" if done else ""
    when = f"Done on {day}" if done else "You are on it" if place else "Not yet"
    action = "Look at it" if done else "See dates" if taught else "Go on" if place else "Begin"
    return CourseStep(course.title, course.summary, state, when, first, href, action)
