"""Dates for those who run them: the list, and the page of one with its places, what comes next and who is to do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort, Session
from courses.delivery.policies import (
    leads,
    may_cancel_cohort,
    may_cancel_session,
    may_change_cohort,
    may_change_session,
    may_confirm,
    may_make_cohort,
    may_open,
)
from courses.delivery.queries import trains
from courses.delivery.states import HELD, PUBLIC, CohortState
from courses.delivery.words import day_words, getting_in, when_words, where_words
from learners.enrolments.dates_queries import seats_held
from learners.enrolments.states import BOOKED, HOLDING, PlaceState

ON_A_PAGE = 20
TAGS = {
    CohortState.DRAFT: "warn",
    CohortState.OPEN: "info",
    CohortState.CONFIRMED: "done",
    CohortState.IN_PROGRESS: "now",
    CohortState.DELIVERED: "warn",
    CohortState.CLOSED: "",
    CohortState.CANCELLED: "stop",
}
SHOWN: dict[str, tuple[CohortState, ...]] = {
    "upcoming": (CohortState.OPEN, CohortState.CONFIRMED, CohortState.IN_PROGRESS),
    "drafts": (CohortState.DRAFT,),
    "past": (CohortState.DELIVERED, CohortState.CLOSED, CohortState.CANCELLED),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Places of one cohort. taken: seats that nobody else can have, offers and requests among them."""

    capacity: int
    minimum: int
    taken: int
    booked: int
    offered: int
    requested: int
    waiting: int
    held: int = 0  # of those taken: seats held by a code that nobody has used yet

    @property
    def words(self) -> str:
        """8 of 12 places, 3 waiting."""
        waits = f", {self.waiting} waiting" if self.waiting else ""
        return f"{self.taken} of {self.capacity} places{waits}"


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One line of the list. day: of the first session, None where there is none."""

    href: str
    title: str
    day: date | None
    when: str
    more: str
    where: str
    hub: str
    state: str
    kind: str
    counts: Counts
    counted: bool  # whether the numbers still say something
    note: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session, with what may be done about it."""

    uid: str
    when: str
    where: str
    online_url: str
    register: str  # its address, once people can book
    over: bool
    cancelled: bool
    required: bool
    change: Ruling
    cancel: Ruling


@dataclass(frozen=True, slots=True)
class Step:
    """A button: what it does, where it leads, and whether it may be pressed."""

    key: str
    label: str
    href: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class CohortPage:
    """One cohort as those see it who run it. main: the one thing to do next, if there is one for the reader."""

    state: str
    kind: str
    counts: Counts
    next_words: str
    owner: str
    main: Step | None
    steps: tuple[Step, ...]
    change: Ruling
    sessions: tuple[SessionRow, ...]
    trainers: tuple[Account, ...]
    facts: tuple[tuple[str, str], ...]
    may_count: bool  # may the reader say who pays?
    programmes: tuple[str, ...]
    public: bool  # there is a page for everybody
    unknown: tuple[tuple[str, str], ...]  # venues of which something is not known: name, href


def cohort_list(rows: QuerySet[Cohort], *, show: str, now: datetime, number: str = "1") -> Page[CohortRow]:
    """One page of these dates; past ones newest first. Three queries, however many."""
    order = ("-starts_at", "-pk") if show == "past" else ("starts_at", "pk")
    found = counted(rows.filter(state__in=SHOWN[show])).order_by(*order)
    page: Page[Any] = Paginator(found, ON_A_PAGE).get_page(number)
    page.object_list = [_row(cohort, now) for cohort in page.object_list]
    return page


def how_many(rows: QuerySet[Cohort]) -> dict[str, int]:
    """How many stand under each of SHOWN. One query."""
    sums = {show: Count("pk", filter=Q(state__in=states)) for show, states in SHOWN.items()}
    return rows.order_by().aggregate(**sums)


def counted(rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """With how many places are in which state, and with live sessions and their venues."""
    live = Session.objects.live().select_related("venue").order_by("starts_at", "pk")
    sums = {
        "taken": HOLDING,
        "booked": BOOKED,
        "offered": (PlaceState.OFFERED,),
        "requested": (PlaceState.REQUESTED,),
        "waiting": (PlaceState.WAITLISTED,),
    }
    once = Q(places__counts_for__isnull=True)  # who was entered twice is one person
    counts = {
        name: Count("places", filter=once & Q(places__state__in=states)) for name, states in sums.items()
    }
    return rows.annotate(**counts, held=seats_held()).prefetch_related(
        Prefetch("sessions", live, to_attr="live")
    )


def counts_of(cohort: Any) -> Counts:
    """Of a cohort that came through `counted`."""
    return Counts(
        capacity=cohort.capacity,
        minimum=cohort.min_to_run,
        taken=cohort.taken + cohort.held,
        booked=cohort.booked,
        offered=cohort.offered,
        requested=cohort.requested,
        waiting=cohort.waiting,
        held=cohort.held,
    )


def cohort_page(cohort: Any, by: Account, *, now: datetime) -> CohortPage:
    """Of a cohort that came through `counted`."""
    counts, leading = counts_of(cohort), leads(by, cohort.hub, now=now)
    all_steps = _steps(cohort, counts, by, now, leading)
    wanted = {CohortState.DRAFT: "open", CohortState.OPEN: "confirm"}.get(cohort.state)
    main = next((step for step in all_steps if step.key == wanted and step.ruling), None)
    words, owner = next_of(cohort, counts, now)
    return CohortPage(
        state=str(CohortState(cohort.state).label),
        kind=TAGS[cohort.state],
        counts=counts,
        next_words=words,
        owner=owner,
        main=main,
        steps=tuple(step for step in all_steps if step is not main),
        change=may_change_cohort(by, cohort, now=now, leading=leading),
        sessions=_sessions(cohort, by, now, leading),
        trainers=tuple(trains(cohort)),
        facts=_facts(cohort),
        may_count=leading,
        programmes=tuple(cohort.programmes.values_list("name", flat=True)) if leading else (),
        public=cohort.state in (*PUBLIC, CohortState.CANCELLED),
        unknown=_unknown(cohort.live),
    )


def next_of(cohort: Cohort, counts: Counts, now: datetime) -> tuple[str, str]:
    """What happens next, and whose move it is."""
    coordinator = f"The coordinator of {cohort.hub.name}"
    begins = day_words(london_date(cohort.starts_at)) if cohort.starts_at else ""
    late = cohort.starts_at is not None and cohort.starts_at <= now
    missing = counts.minimum - counts.booked
    match cohort.state:
        case CohortState.DRAFT if late:
            return "The day has passed, and nobody could book. Move the session, or cancel.", coordinator
        case CohortState.DRAFT:
            return "Nobody sees these dates yet. Look them over, then open booking.", coordinator
        case CohortState.OPEN if missing > 0:
            few = f"{_more(missing)}, and it can go ahead. Tell people about it."
            return few, f"Whoever books. Then: {coordinator[0].lower()}{coordinator[1:]}"
        case CohortState.OPEN:
            return "Enough people have booked. Say that it goes ahead.", coordinator
        case CohortState.CONFIRMED:
            return f"It begins by itself on {begins}.", "Nobody has to do anything"
        case CohortState.IN_PROGRESS:
            return "Mark who is there, session by session, and sign each register.", "Its trainers"
        case CohortState.DELIVERED:
            return "Sign the registers. Certificates follow by themselves.", "Its trainers"
        case CohortState.CANCELLED:
            return f"Cancelled: {cohort.cancelled_why}", "Nobody has to do anything"
    return "All is signed. Nothing is left to do.", "Nobody has to do anything"


def _steps(cohort: Cohort, counts: Counts, by: Account, now: datetime, leading: bool) -> tuple[Step, ...]:
    """Every button, also those that cannot be pressed just now. What is past its time is left out."""
    asked: dict[str, Any] = {"now": now, "leading": leading}
    confirm = may_confirm(by, cohort, booked=counts.booked, **asked)
    could = may_confirm(by, cohort, booked=counts.booked, why="a reason", **asked)
    copy = may_make_cohort(by, cohort.hub, cohort.course, **asked)
    href = {
        name: reverse(f"cohort-{name}", args=[cohort.pk]) for name in ("open", "confirm", "copy", "cancel")
    }
    steps = [
        Step("open", "Open booking", href["open"], may_open(by, cohort, **asked)),
        Step("confirm", "Say it goes ahead", href["confirm"], confirm),
        Step("early", "Go ahead with fewer", href["confirm"], could),
        Step("copy", "Copy to new dates", href["copy"], copy),
        Step("cancel", "Cancel these dates", href["cancel"], may_cancel_cohort(by, cohort, **asked)),
    ]
    state = CohortState(cohort.state)
    left_out = {
        "open": state != CohortState.DRAFT,
        "confirm": state not in (CohortState.DRAFT, CohortState.OPEN),
        "early": state != CohortState.OPEN or bool(confirm) or not could,
        "cancel": state in (CohortState.CANCELLED, CohortState.CLOSED),
    }
    return tuple(step for step in steps if not left_out.get(step.key, False))


def _sessions(cohort: Any, by: Account, now: datetime, leading: bool) -> tuple[SessionRow, ...]:
    """All of them, those that are not held too. One query."""
    rows = list(cohort.sessions.select_related("venue").order_by("starts_at", "pk"))
    live = sum(one.cancelled_at is None for one in rows)
    registers = cohort.state in (*PUBLIC, *HELD)
    made = []
    for one in rows:
        one.cohort = cohort
        others = live - (one.cancelled_at is None)
        made.append(
            SessionRow(
                uid=one.uid,
                when=when_words(one),
                where=where_words(one),
                online_url=one.online_url,
                register=reverse("register", args=[one.uid]) if registers and not one.cancelled_at else "",
                over=one.ends_at <= now,
                cancelled=one.cancelled_at is not None,
                required=one.required,
                change=may_change_session(by, one, now=now, leading=leading),
                cancel=may_cancel_session(by, one, others=others, now=now, leading=leading),
            )
        )
    return tuple(made)


def _row(cohort: Any, now: datetime) -> CohortRow:
    live: Sequence[Session] = cohort.live
    first = live[0] if live else None
    begins = london_date(cohort.starts_at) if cohort.starts_at else None  # also of cancelled dates
    counts = counts_of(cohort)
    count = len(live)
    return CohortRow(
        href=reverse("cohort-page", args=[cohort.pk]),
        title=str(cohort),
        day=first.day if first else begins,
        when=when_words(first) if first else day_words(begins) if begins else "No day yet",
        more=f"{count} sessions, the last on {day_words(live[-1].day)}" if count > 1 else "",
        where=first.venue.name if first and first.venue else "Online" if first else "",
        hub=cohort.hub.name,
        state=str(CohortState(cohort.state).label),
        kind=TAGS[cohort.state],
        counts=counts,
        counted=cohort.state != CohortState.CANCELLED,
        note=_note(cohort, counts, now),
        is_sample=cohort.is_sample,
    )


def _note(cohort: Cohort, counts: Counts, now: datetime) -> str:
    """What is worth a look in the list."""
    if cohort.state == CohortState.DRAFT and cohort.starts_at is not None and cohort.starts_at <= now:
        return "The day has passed."
    if cohort.state == CohortState.OPEN:
        missing = counts.minimum - counts.booked
        return f"{_more(missing)} to go ahead." if missing > 0 else "Enough to go ahead."
    return cohort.cancelled_why if cohort.state == CohortState.CANCELLED else ""


def _facts(cohort: Cohort) -> tuple[tuple[str, str], ...]:
    opens, closes = cohort.booking_opens_at, cohort.booking_closes_at
    said = (
        ("Code", cohort.code),
        ("Runs with at least", _people(cohort.min_to_run)),
        ("Certificates from", _people(cohort.min_for_certificate) if cohort.min_for_certificate else ""),
        ("Booking opens", day_words(london_date(opens)) if opens else ""),
        ("Booking closes", f"{day_words(london_date(closes))}, at midnight before" if closes else ""),
        ("Goes ahead because", cohort.confirmed_why),
        ("What people should know", cohort.words),
    )
    return tuple((name, value) for name, value in said if value)


def _unknown(live: Sequence[Session]) -> tuple[tuple[str, str], ...]:
    """Places of which we cannot tell people yet how to get in."""
    venues = {one.venue.pk: one.venue for one in live if one.venue}
    return tuple(
        (venue.name, reverse("cohort-venue", args=[venue.pk]))
        for venue in venues.values()
        if not {"Step-free", "The way in"} <= {name for name, _ in getting_in(venue)}
    )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _more(count: int) -> str:
    return "1 more person" if count == 1 else f"{count} more people"
