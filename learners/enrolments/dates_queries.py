"""Dates as people see them: the list of all of them, and one with everything that somebody needs to decide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from academy.shared.clock import LONDON
from courses.catalogue.models import Course
from courses.delivery.models import Cohort, Session, Venue
from courses.delivery.states import PUBLIC
from courses.delivery.words import day_words, getting_in, short_day_words, when_words, where_words
from learners.enrolments.models import Enrolment, HeldSeat
from learners.enrolments.states import HOLDING, PlaceState

ON_A_PAGE = 20
FEW = 3  # from here on it is worth saying that places are going


@dataclass(frozen=True, slots=True)
class Standing:
    """How full it is. `kind` is the colour of its tag."""

    left: int
    waiting: int

    @property
    def full(self) -> bool:
        """Whoever comes now waits: none is left, or others came before."""
        return self.left == 0 or self.waiting > 0

    @property
    def words(self) -> str:
        if self.full:
            return f"Full, {self.waiting} waiting" if self.waiting else "Full"
        return "Last place" if self.left == 1 else f"{self.left} places left"

    @property
    def kind(self) -> str:
        return "" if self.full else "warn" if self.left <= FEW else "done"


@dataclass(frozen=True, slots=True)
class DateRow:
    """One line of a list of dates. `day` and `month` are those of the first session."""

    token: str
    href: str
    title: str
    day: int
    month: str
    when: str
    more: str  # of how many sessions
    where: str
    hub: str
    town: str
    standing: Standing
    opens: str  # when booking begins, where it has not
    is_sample: bool

    @property
    def action(self) -> str:
        return "See these dates" if self.opens else "Join the list" if self.standing.full else "Book a place"


@dataclass(frozen=True, slots=True)
class SessionView:
    """One meeting. `online_url` only for those who have a place."""

    number: int
    when: str
    where: str
    online: bool
    online_url: str
    venue_name: str
    map_url: str
    access: tuple[tuple[str, str], ...]
    cancelled: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: what stands in the address, and its words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed down to; empty for everything."""

    course: str = ""
    hub: str = ""
    region: str = ""

    def __bool__(self) -> bool:
        return bool(self.course or self.hub or self.region)


def listed(now: datetime) -> QuerySet[Cohort]:
    """What stands in the list of dates: still to come, and booking is not over."""
    rows = Cohort.objects.filter(state__in=PUBLIC, starts_at__gt=now, course__published=True)
    return rows.filter(Q(booking_closes_at__isnull=True) | Q(booking_closes_at__gt=now))


def dates_page(chosen: Chosen, *, now: datetime, number: Any = 1) -> Page[DateRow]:
    """The list, soonest first. Three queries, however many."""
    rows: QuerySet[Cohort] = listed(now)
    if chosen.course:
        rows = rows.filter(course__slug=chosen.course)
    if chosen.hub:
        rows = rows.filter(hub__slug=chosen.hub)
    if chosen.region:
        rows = rows.filter(hub__region=chosen.region)
    page: Page[Any] = Paginator(counted(rows).order_by("starts_at", "pk"), ON_A_PAGE).get_page(number)
    page.object_list = date_rows(page.object_list, now=now)
    return page


def next_dates(course: Course, *, now: datetime, most: int = 6) -> tuple[DateRow, ...]:
    """The next dates of one course. Two queries."""
    rows = counted(listed(now).filter(course=course)).order_by("starts_at", "pk")
    return tuple(date_rows(rows[:most], now=now))


def free_dates_beside(cohort: Cohort, *, now: datetime, most: int = 6) -> tuple[DateRow, ...]:
    """Other dates of the same course on which there is a place now: to move to. Two queries."""
    rows = next_dates(cohort.course, now=now, most=2 * most)
    free = (row for row in rows if not row.standing.full and not row.opens and row.token != cohort.token)
    return tuple(free)[:most]


def choices(now: datetime) -> dict[str, tuple[Choice, ...]]:
    """The filters that lead somewhere: courses, hubs and regions that have dates. One query."""
    names = ("course__slug", "course__title", "hub__slug", "hub__name", "hub__region")
    rows = listed(now).order_by("course__title", "hub__name").values_list(*names).distinct()
    courses, hubs, regions = {}, {}, set()
    for slug, title, hub, name, region in rows:
        courses[slug], hubs[hub] = title, name
        regions.add(region)
    return {
        "course": tuple(Choice(*one) for one in courses.items()),
        "hub": tuple(Choice(*one) for one in sorted(hubs.items(), key=lambda one: one[1])),
        "region": tuple(Choice(one, one) for one in sorted(regions)),
    }


def counted(rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """With how many seats are taken and how many people wait, and with live sessions and their venues."""
    places = Enrolment.objects.filter(cohort=OuterRef("pk")).order_by()
    live = Session.objects.live().select_related("venue").order_by("starts_at", "pk")
    return (
        rows.select_related("course", "hub")
        .annotate(
            taken=_count(places.filter(state__in=HOLDING)) + seats_held(),
            waiting=_count(places.filter(state=PlaceState.WAITLISTED)),
        )
        .prefetch_related(Prefetch("sessions", live, to_attr="live"))
    )


def standing_of(cohort: Any) -> Standing:
    """Of a cohort that came through `counted`."""
    return Standing(left=max(0, cohort.capacity - cohort.taken), waiting=cohort.waiting)


def date_rows(cohorts: Iterable[Any], *, now: datetime) -> list[DateRow]:
    """Cohorts that came through `counted`, ready for a page."""
    return [_row(cohort, now) for cohort in cohorts]


def session_views(sessions: Sequence[Session], *, with_link: bool = False) -> tuple[SessionView, ...]:
    """Sessions with their venues, in order. What was said of a venue already is not said again."""
    views, said = [], set()
    for session in sessions:
        venue = session.venue
        again = venue is not None and venue.pk in said
        views.append(_session(session, venue, again=again, with_link=with_link))
        said |= {venue.pk} if venue else set()
    return tuple(views)


def opens_words(cohort: Cohort, now: datetime) -> str:
    """When booking begins, where it has not: Tuesday 1 December, at 10am."""
    opens = cohort.booking_opens_at
    return "" if opens is None or opens <= now else short_day_words(opens.astimezone(LONDON).date())


def _session(session: Session, venue: Venue | None, *, again: bool, with_link: bool) -> SessionView:
    return SessionView(
        number=session.number,
        when=when_words(session),
        where=where_words(session),
        online=bool(session.online_url),
        online_url=session.online_url if with_link else "",
        venue_name=venue.name if venue else "",
        map_url=venue.map_url if venue and not again else "",
        access=tuple(getting_in(venue)) if venue and not again else (),
        cancelled=session.cancelled_at is not None,
        required=session.required,
    )


def _row(cohort: Any, now: datetime) -> DateRow:
    first, last = cohort.live[0], cohort.live[-1]
    count = len(cohort.live)
    return DateRow(
        token=cohort.token,
        href=reverse("date-page", args=[cohort.token]),
        title=str(cohort),
        day=first.day.day,
        month=f"{first.day:%b}",
        when=when_words(first),
        more=f"{count} sessions, the last on {day_words(last.day)}" if count > 1 else "",
        where=f"{first.venue.name}, {cohort.hub.town}" if first.venue else "Online",
        hub=cohort.hub.name,
        town=cohort.hub.town,
        standing=standing_of(cohort),
        opens=opens_words(cohort, now),
        is_sample=cohort.is_sample,
    )


def seats_held() -> Coalesce:
    """How many seats of a cohort are held for somebody who is not on it yet."""
    held = HeldSeat.objects.filter(cohort=OuterRef("pk")).order_by().values("cohort")
    return Coalesce(
        Subquery(held.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0
    )


def _count(places: QuerySet[Enrolment]) -> Coalesce:
    counted = places.values("cohort").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
