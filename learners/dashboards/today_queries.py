"""The trainer's day: today's sessions with what people need, tomorrow's, and registers that nobody has signed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared.clock import london_date
from courses.delivery.models import Session
from courses.delivery.queries import cohorts_seen
from courses.delivery.states import CohortState
from courses.delivery.words import day_words, hours_words, where_words
from learners.attendance.models import RegisterSignoff
from learners.attendance.queries import standings_of
from learners.attendance.register_queries import needs_of
from learners.attendance.states import AWAY
from learners.dashboards.news_queries import not_answered
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED

SESSIONS_ON_A_PAGE = 10
UNSIGNED_AT_MOST = 5
HELD = [state for state in CohortState if state not in (CohortState.DRAFT, CohortState.CANCELLED)]


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who is booked. `phone` and the contact for an emergency only for who runs the day."""

    name: str
    needs: str
    phone: str
    emergency: str
    cannot_come: bool
    silent: bool  # was asked whether they can come, and has not answered


@dataclass(frozen=True, slots=True)
class DaySession:
    """A session with who comes to it."""

    title: str
    hub: str
    day: str
    hours: str
    where: str
    href: str
    online_url: str
    way_in: str
    now: bool
    signed: bool
    is_sample: bool
    comers: tuple[Comer, ...]

    @property
    def coming(self) -> int:
        return len(self.comers) - self.cannot - self.silent

    @property
    def cannot(self) -> int:
        return sum(one.cannot_come for one in self.comers)

    @property
    def silent(self) -> int:
        return sum(one.silent for one in self.comers)

    @property
    def with_needs(self) -> list[Comer]:
        return [one for one in self.comers if one.needs]


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A register that waits for its signature."""

    title: str
    day: str
    people: int
    href: str


@dataclass(frozen=True, slots=True)
class Today:
    """The page. `unsigned` are the oldest few of `unsigned_count`."""

    day: str
    sessions: tuple[DaySession, ...]
    page: Page[Session]
    tomorrow: tuple[DaySession, ...]
    unsigned: tuple[Unsigned, ...]
    unsigned_count: int


def today_of(by: Account, *, now: datetime, page: str = "") -> Today:
    """The same number of queries for one session and for ten."""
    mine = Session.objects.live().filter(cohort__in=cohorts_seen(by, now=now), cohort__state__in=HELD)
    mine = mine.select_related("cohort__course", "cohort__hub", "venue")
    on = london_date(now)
    rows: Page[Session] = Paginator(mine.filter(day=on), SESSIONS_ON_A_PAGE).get_page(page)
    next_day = list(mine.filter(day=on + timedelta(days=1))[:SESSIONS_ON_A_PAGE])
    shown = _with_people([*rows.object_list, *next_day], now)
    late = _unsigned(mine, on, now)
    booked = Q(cohort__places__state__in=BOOKED, cohort__places__counts_for__isnull=True)
    oldest = late.annotate(people=Count("cohort__places", filter=booked))
    return Today(
        day=day_words(on),
        sessions=tuple(shown[: len(rows.object_list)]),
        page=rows,
        tomorrow=tuple(shown[len(rows.object_list) :]),
        unsigned=tuple(_to_sign(session, session.people) for session in oldest[:UNSIGNED_AT_MOST]),
        unsigned_count=late.count(),
    )


def _unsigned(mine: QuerySet[Session], on: date, now: datetime) -> QuerySet[Session]:
    """Of days that are over; today's stand above with their own button."""
    signed = RegisterSignoff.objects.filter(session=OuterRef("pk"))
    return mine.filter(~Exists(signed), ends_at__lte=now, day__lt=on)


def _to_sign(session: Session, people: int) -> Unsigned:
    return Unsigned(
        str(session.cohort), day_words(session.day), people, reverse("register", args=[session.uid])
    )


def _with_people(sessions: Sequence[Session], now: datetime) -> list[DaySession]:
    places: dict[int, list[Enrolment]] = defaultdict(list)
    cohorts = {session.cohort_id for session in sessions}
    rows = Enrolment.objects.counted().filter(cohort__in=cohorts, state__in=BOOKED)
    for place in rows.select_related("account", "day_needs").order_by("account__full_name", "pk"):
        places[place.cohort_id or 0].append(place)
    silent = not_answered([place.pk for found in places.values() for place in found])
    stands = standings_of([session.pk for session in sessions])
    signed = set(RegisterSignoff.objects.filter(session__in=sessions).values_list("session", flat=True))
    return [
        _session(
            one,
            tuple(
                _comer(
                    place,
                    stands[one.pk][place.pk].mark if place.pk in stands[one.pk] else "",
                    (place.pk, one.day.isoformat()) in silent,
                )
                for place in places[one.cohort_id]
            ),
            now,
            one.pk in signed,
        )
        for one in sessions
    ]


def _session(session: Session, comers: tuple[Comer, ...], now: datetime, signed: bool) -> DaySession:
    return DaySession(
        title=str(session.cohort),
        hub=session.cohort.hub.name,
        day=day_words(session.day),
        hours=hours_words(session),
        where=where_words(session),
        href=reverse("register", args=[session.uid]),
        online_url=session.online_url,
        way_in=session.venue.entrance if session.venue else "",
        now=session.starts_at - timedelta(hours=1) <= now < session.ends_at,
        signed=signed,
        is_sample=session.cohort.is_sample,
        comers=comers,
    )


def _comer(place: Enrolment, mark: str, silent: bool) -> Comer:
    needs = getattr(place, "day_needs", None)
    contact = (needs.emergency_name, needs.emergency_phone) if needs else ()
    return Comer(
        name=str(place.account),
        needs=needs_of(place),
        phone=place.account.phone,
        emergency=", ".join(filter(None, contact)),
        cannot_come=mark in AWAY,
        silent=silent and not mark,
    )
