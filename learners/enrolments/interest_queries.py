"""Who would come if there were dates: one's own lists, how many wait, and whom to tell when dates open."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Coalesce, Concat, Lower
from django.urls import reverse

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.clock import LONDON
from academy.shared.models import AuditEvent
from courses.catalogue.models import Course
from courses.delivery.models import Cohort
from courses.delivery.queries import courses_taught
from learners.enrolments.dates_queries import counted, listed
from learners.enrolments.models import Enrolment, Interest
from learners.enrolments.place_policies import may_take
from learners.enrolments.states import BOOKED, HOLDING

ON_A_PAGE = 50
MOST_TOLD = 6  # dates in one message


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list that a person is on. `where` names the hub, or says any."""

    pk: int
    course: str
    where: str
    since: datetime
    dates_href: str


@dataclass(frozen=True, slots=True)
class Demand:
    """How many wait for one course: at this hub, and anywhere in England. `came`: of those who asked this hub
    within a year, how many have booked since."""

    title: str
    slug: str
    here: int
    anywhere: int
    came: int
    dates: int  # of this hub that can be booked now


@dataclass(frozen=True, slots=True)
class WhoWaits:
    """One person who asked this hub to tell them."""

    name: str
    reach: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ToTell:
    """Dates have opened that this person waits for.

    cohort_ids: the soonest first, at most six, with a free place. `at`: when the newest of them opened. occasion: the
    week of that, such as 2026-W47, so that nobody is told more than once a week for one list.
    """

    interest_id: int
    account_id: int
    course_id: int
    hub_id: int | None
    cohort_ids: tuple[int, ...]
    at: datetime
    occasion: str


def live() -> QuerySet[Interest]:
    """Those who still wait."""
    return Interest.objects.filter(ended_at__isnull=True)


def my_lists(account_id: int) -> tuple[Waiting, ...]:
    """What this person waits for, the oldest first. One query."""
    rows = live().filter(account=account_id).select_related("course", "hub").order_by("since", "pk")
    return tuple(
        Waiting(
            pk=row.pk,
            course=row.course.title,
            where=row.hub.name if row.hub else "Any hub",
            since=row.since,
            dates_href=f"{reverse('dates')}?course={row.course.slug}",
        )
        for row in rows
    )


def demand_at(hub: Hub, *, now: datetime) -> tuple[Demand, ...]:
    """Every course that somebody waits for, those with the most people at this hub first. Three queries."""
    since = Interest.objects.filter(hub=hub).values("course")
    booked = Enrolment.objects.filter(
        account=OuterRef("account"),
        course=OuterRef("course"),
        state__in=BOOKED,
        requested_at__gte=OuterRef("since"),
    )
    came = dict(
        Interest.objects.filter(Exists(booked), hub=hub)
        .order_by()
        .values("course")
        .annotate(people=Count("account", distinct=True))
        .values_list("course", "people")
    )
    dates = dict(
        listed(now)
        .filter(hub=hub)
        .order_by()
        .values("course")
        .annotate(many=Count("pk"))
        .values_list("course", "many")
    )
    waits = Q(interests__ended_at__isnull=True, interests__isnull=False)
    courses = Course.objects.filter(waits | Q(pk__in=since)).annotate(
        here=Count("interests__account", filter=waits & Q(interests__hub=hub), distinct=True),
        anywhere=Count("interests__account", filter=waits & Q(interests__hub=None), distinct=True),
    )
    return tuple(
        Demand(one.title, one.slug, one.here, one.anywhere, came.get(one.pk, 0), dates.get(one.pk, 0))
        for one in courses.order_by("-here", "-anywhere", "title")
        if one.here or one.anywhere or one.pk in came
    )


def who_waits(hub: Hub, course: Course, *, number: Any = 1) -> Page[WhoWaits]:
    """Those who asked this hub, the longest waiting first. Those who asked any hub are counted and never named."""
    rows = live().filter(hub=hub, course=course, account__is_active=True).select_related("account")
    page: Page[Any] = Paginator(rows.order_by("since", "pk"), ON_A_PAGE).get_page(number)
    page.object_list = [
        WhoWaits(
            name=str(row.account),
            reach=row.account.email or row.account.phone or "no way to reach them",
            since=row.since,
        )
        for row in page.object_list
    ]
    return page


def course_to_wait_for(slug: str) -> Course | None:
    """The course of this address, where people may ask to be told of its dates. One query, none without a name."""
    return courses_taught().filter(slug=slug, published=True).first() if slug else None


def hubs_to_choose() -> QuerySet[Hub]:
    """Hubs that can hold courses, by region and name."""
    return Hub.objects.public().order_by("region", Lower("name"))


def to_tell(now: datetime) -> Iterator[ToTell]:
    """Everybody for whom dates opened after they asked, with a free place that they may take. Three queries.

    Asked again before a message goes (INV-43): whoever has booked or no longer waits is not among them.
    """
    by_course: dict[int, list[Any]] = defaultdict(list)
    for cohort in _opened(now):
        by_course[cohort.course_id].append(cohort)
    if not by_course:
        return
    on_them = Enrolment.objects.filter(
        account=OuterRef("account"), course=OuterRef("course"), state__in=HOLDING
    )  # who only waits for other dates would like to hear of these
    waiting = (
        live()
        .filter(~Exists(on_them.filter(cohort__starts_at__gt=now)), account__is_active=True)
        .filter(course__in=by_course)
        .select_related("account")
        .order_by("since", "pk")
    )
    for interest in waiting.iterator(chunk_size=500):
        fits = [cohort for cohort in by_course[interest.course_id] if _fits(interest, cohort)]
        if fits:
            yield _to_tell(interest, fits)


def _opened(now: datetime) -> Sequence[Any]:
    """Dates with a free place and nobody waiting, with the moment from which they could be booked; soonest first."""
    opened = AuditEvent.objects.filter(
        chain=Concat(Value("cohort:"), Cast(OuterRef("pk"), CharField())), action="cohort_opened"
    )
    rows: Any = counted(listed(now)).annotate(
        said_open=Coalesce(Subquery(opened.order_by("-seq").values("at")[:1]), F("made_at"))
    )
    free = rows.filter(waiting=0, taken__lt=F("capacity")).order_by("starts_at", "pk")
    found: list[Any] = []
    for cohort in free:
        cohort.opened = max(cohort.said_open, cohort.booking_opens_at or cohort.said_open)
        if cohort.opened <= now:
            found.append(cohort)
    return found


def _fits(interest: Interest, cohort: Any) -> bool:
    here = interest.hub_id is None or interest.hub_id == cohort.hub_id
    account: Account = interest.account
    dates: Cohort = cohort
    return here and cohort.opened > interest.since and bool(may_take(account, dates))


def _to_tell(interest: Interest, fits: Sequence[Any]) -> ToTell:
    newest = max(cohort.opened for cohort in fits)
    return ToTell(
        interest_id=interest.pk,
        account_id=interest.account_id,
        course_id=interest.course_id,
        hub_id=interest.hub_id,
        cohort_ids=tuple(cohort.pk for cohort in fits[:MOST_TOLD]),
        at=newest,
        occasion=f"{newest.astimezone(LONDON):%G-W%V}",
    )
