"""Registrations for those who look after them: which, how many in each state, and whose move it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of, rows_of
from academy.accounts.roles import Role
from academy.shared.clock import london_date
from courses.qualifications.staff_models import QualificationRole
from learners.registrations.models import LearnerDetails, QualRegistration
from learners.registrations.states import LIVE, OWNERS, RegistrationState

S = RegistrationState
ON_A_PAGE = 25
LATER = (S.ASSESSED, S.CLEARED, S.CLAIMED)
SHOWS: dict[str, tuple[str, tuple[RegistrationState, ...]]] = {
    "": ("Under way, all", LIVE),
    "asked": ("Asked for", (S.APPLIED,)),
    "number": ("Number missing", (S.ACCEPTED,)),
    "registered": ("Registered", (S.REGISTERED,)),
    "working": ("At work", (S.IN_PROGRESS,)),
    "later": ("Signed off", LATER),
    "break": ("On a break", (S.ON_BREAK,)),
    "ended": ("Over", tuple(state for state in S if state not in LIVE)),
}
FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class Row:
    """days: since anything moved; flags: what the centre has to look at."""

    token: str
    name: str
    qualification: str
    hub: str
    state: str
    label: str
    next: str
    days: int
    flags: tuple[str, ...]
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Filter:
    key: str
    title: str
    current: bool


def registrations_seen(by: Account, *, now: datetime) -> QuerySet[QualRegistration]:
    """All for the manager, those of their hubs for a coordinator, of their qualifications for who has a task there."""
    on = london_date(now)
    held = roles_of(by, on)
    rows = QualRegistration.objects.all()
    if holds(held, Role.MANAGER):
        return rows
    tasks = QualificationRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), person__in=rows_of(by), starts_on__lte=on
    )
    hubs = [one.hub_id for one in held if one.role == Role.COORDINATOR]
    return rows.filter(Q(hub__in=hubs) | Q(version__qualification__in=tasks.values("qualification")))


def filters_of(rows: QuerySet[QualRegistration], show: str) -> tuple[Filter, ...]:
    """Each with how many there are. One query."""
    counts = {
        str(one["state"]): one["many"] for one in rows.order_by().values("state").annotate(many=Count("pk"))
    }
    found = [
        Filter(key, f"{title}: {sum(counts.get(state, 0) for state in states)}", key == show)
        for key, (title, states) in SHOWS.items()
    ]
    return (*found, Filter(FLAGGED, "To look at", show == FLAGGED))


def page_of(
    rows: QuerySet[QualRegistration], show: str, search: str, number: str, *, now: datetime
) -> Page[Row]:
    """Those that have waited longest first. Two queries."""
    waiting = LearnerDetails.objects.filter(
        registration=OuterRef("pk"), confirmed_at__isnull=False, told_at__isnull=True
    )
    rows = rows.annotate(to_tell=Exists(waiting) & ~Q(ao_number=""))
    overdue = Q(state=S.ACCEPTED, accepted_at__lt=_number_due(now))
    if show == FLAGGED:
        rows = rows.filter(Q(to_tell=True) | ~Q(late_why="") | overdue, state__in=LIVE)
    else:
        rows = rows.filter(state__in=SHOWS.get(show, SHOWS[""])[1])
    for word in search.split()[:5]:
        rows = rows.filter(
            Q(account__full_name__icontains=word)
            | Q(account__preferred_name__icontains=word)
            | Q(ao_number__icontains=word)
        )
    rows = rows.select_related("account", "hub", "version__qualification").order_by("moved_at", "pk")
    if show == "ended":
        rows = rows.order_by(F("ended_at").desc(nulls_last=True), "-pk")
    page = Paginator(rows, ON_A_PAGE).get_page(number)
    page.object_list = [_row(one, now) for one in page.object_list]  # type: ignore[misc]
    return page  # type: ignore[return-value]


def _row(one: QualRegistration, now: datetime) -> Row:
    state = S(one.state)
    flags = ("Registered late",) * bool(one.late_why)
    if state == S.ACCEPTED and one.accepted_at and one.accepted_at < _number_due(now):
        flags += (f"No number for {(now - one.accepted_at).days} days",)
    flags += ("Details changed: pass them on",) * bool(one.to_tell)  # type: ignore[attr-defined]
    waits = state == S.APPLIED and one.agreed_at is None
    return Row(
        token=one.token,
        name=str(one.account),
        qualification=one.version.qualification.title,
        hub=one.hub.name,
        state=state,
        label=state.label,
        next="the learner, who has to say yes" if waits else OWNERS[state],
        days=(now - one.moved_at).days,
        flags=flags,
        is_sample=one.account.is_sample,
    )


def _number_due(now: datetime) -> datetime:
    """Who was accepted before this should have a number."""
    return now - timedelta(days=settings.REGISTER_WITHIN_DAYS)
