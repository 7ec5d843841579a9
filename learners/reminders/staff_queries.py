"""The list of people to ring, what was ticked off today, and the addresses that give our mail back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.hubs.states import HubStatus
from academy.shared.clock import LONDON, london_date
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.staff_policies import AT_A_HUB
from learners.reminders.states import SentState, TroubleKind
from learners.reminders.tending import no_longer_to_ring

ON_A_PAGE = 20
SHOWN_FIRST = 5  # of what stands under the list; the rest has pages of its own
EVERYWHERE, NOWHERE = "all", "none"


@dataclass(frozen=True, slots=True)
class RingScope:
    """Whose lists somebody sees on a day. everywhere: a manager's, who sees every hub's, and whose own list is that of
    people without a hub or at a hub where nobody could ring them.

    hubs: that they may choose; own: those they work at; coordinates: ids of the hubs whose coordinator they are.
    chosen: the slug of a hub, "none", "all", or empty for what is theirs.
    """

    me: int
    everywhere: bool
    hubs: tuple[Hub, ...]
    own: tuple[Hub, ...]
    coordinates: frozenset[int]
    on: date
    chosen: str = ""

    def of(self, field: str = "hub") -> Q:
        """The rows with a hub that the person reaches and has chosen."""
        named = [hub.pk for hub in self.hubs if hub.slug == self.chosen]
        if named:
            return Q(**{f"{field}__in": named})
        if self.everywhere and self.chosen == EVERYWHERE:
            return Q()
        if self.everywhere and self.chosen == NOWHERE:
            return Q(**{f"{field}__isnull": True})
        mine = Q(**{f"{field}__in": [hub.pk for hub in self.own]})
        if not self.everywhere:
            return mine
        rings = RoleAssignment.objects.current(self.on).filter(role__in=AT_A_HUB, account__is_active=True)
        nobodys = ~Q(**{f"{field}__in": rings.values("hub")})
        return mine | Q(**{f"{field}__isnull": True}) | nobodys

    def may_take_back(self, line: Sent) -> bool:
        """As the policy says, without asking again."""
        return self.everywhere or line.rung_by_id == self.me or line.hub_id in self.coordinates


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell: what it is about, the words to say, since and until when it is of use."""

    pk: int
    title: str
    words: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class PersonToRing:
    """One call. phone: as it is dialled, empty when there is none; calls: how often nobody answered."""

    account_id: int
    name: str
    href: str
    phone: str
    hub: str
    calls: int
    tried_at: datetime | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Ticked off today."""

    pk: int
    name: str
    title: str
    by: str
    at: datetime
    may_undo: bool


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """An address of somebody at the hub to which we write no more."""

    pk: int
    name: str
    href: str
    phone: str
    email: str
    what: str
    is_complaint: bool
    detail: str
    since: datetime


def ring_scope(viewer: Account, *, on: date, chosen: str = "") -> RingScope:
    """Two queries for a manager, one for everybody else. What the person may not choose is left out of account."""
    held = roles_of(viewer, on)
    own = tuple(dict.fromkeys(one.hub for one in held if one.role in AT_A_HUB and one.hub))
    everywhere = holds(held, Role.MANAGER)
    hubs = tuple(Hub.objects.exclude(status=HubStatus.CLOSED)) if everywhere else own
    known = {hub.slug for hub in hubs} | ({EVERYWHERE, NOWHERE} if everywhere else set())
    coordinates = frozenset(one.hub_id for one in held if one.role == Role.COORDINATOR and one.hub_id)
    return RingScope(viewer.pk, everywhere, hubs, own, coordinates, on, chosen if chosen in known else "")


def people_to_ring(scope: RingScope, *, now: datetime, number: int = 1) -> tuple[Page[PersonToRing], int]:
    """Those whose lines still hold, who waits longest first and whoever was rung in vain last; and how many lines of
    this page have sorted themselves out.

    Two queries, and those by which each kind on the page asks its condition again.
    """
    lines = Sent.objects.filter(scope.of(), state=SentState.TO_RING, useful_until__gt=now)
    lines = lines.filter(account__is_active=True).select_related("account", "hub")
    ordered = lines.order_by(F("rung_at").asc(nulls_first=True), "due_at", "pk")
    page: Page[Any] = Paginator(ordered, ON_A_PAGE).get_page(number)
    found = list(page.object_list)
    over = set(no_longer_to_ring(found, now))
    shown = [line for line in found if line.pk not in over]
    page.object_list = _calls(shown)
    return page, len(found) - len(shown)


def told_today(scope: RingScope, *, now: datetime) -> QuerySet[Sent]:
    """What was ticked off since midnight in London, the latest first."""
    midnight = datetime.combine(london_date(now), time(), LONDON)
    told = Sent.objects.filter(scope.of(), state=SentState.TOLD, rung_at__gte=midnight)
    return told.select_related("account", "rung_by").defer("words").order_by("-rung_at", "-pk")


def told_rows(told: Iterable[Sent], scope: RingScope) -> list[Told]:
    """As the page shows them."""
    return [
        Told(
            pk=line.pk,
            name=str(line.account),
            title=title_of(line),
            by="you" if line.rung_by_id == scope.me else str(line.rung_by),
            at=line.rung_at,
            may_undo=scope.may_take_back(line),
        )
        for line in told
        if line.rung_at is not None
    ]


def open_troubles(scope: RingScope, *, on: date) -> QuerySet[AddressTrouble]:
    """Of the people at home at these hubs or with a role there, while the address is still theirs; newest first."""
    rows = AddressTrouble.objects.filter(ended_at=None, email=F("account__email"), account__is_active=True)
    rows = rows.select_related("account").order_by("-found_at", "-pk")
    if scope.everywhere and scope.chosen == EVERYWHERE:
        return rows
    held = RoleAssignment.objects.current(on).filter(
        scope.of(), account=OuterRef("account"), hub__isnull=False
    )
    return rows.filter(scope.of("account__hub") | Q(Exists(held)))


def trouble_rows(troubles: Iterable[AddressTrouble]) -> list[TroubleRow]:
    """As the page shows them."""
    return [
        TroubleRow(
            pk=one.pk,
            name=str(one.account),
            href=reverse("person-messages", args=[one.account_id]),
            phone=one.account.phone,
            email=one.email,
            what=one.get_kind_display(),
            is_complaint=one.kind == TroubleKind.COMPLAINED,
            detail=one.detail,
            since=one.found_at,
        )
        for one in troubles
    ]


def title_of(line: Sent) -> str:
    """What was said above it; before anything was said, what its kind is called."""
    return line.title or (
        REMINDERS[line.kind].title if line.kind in REMINDERS else line.kind.replace("_", " ")
    )


def _calls(lines: Sequence[Sent]) -> list[PersonToRing]:
    """One call for each person and list, in the order in which their first line stands."""
    by_call: dict[tuple[int, int | None], list[Sent]] = {}
    for line in lines:
        by_call.setdefault((line.account_id, line.hub_id), []).append(line)
    return [_call(found) for found in by_call.values()]


def _call(lines: Sequence[Sent]) -> PersonToRing:
    first = lines[0]
    tried = [line.rung_at for line in lines if line.rung_at is not None]
    return PersonToRing(
        account_id=first.account_id,
        name=str(first.account),
        href=reverse("person-messages", args=[first.account_id]),
        phone=first.account.phone,
        hub=first.hub.name if first.hub else "",
        calls=max(line.calls for line in lines),
        tried_at=max(tried) if tried else None,
        lines=tuple(
            Line(line.pk, title_of(line), line.words, line.due_at, line.useful_until) for line in lines
        ),
    )
