"""Reading conflicts of interest: one's own, the register of all, and the people whom somebody can name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import person_id, rows_of
from academy.accounts.roles import Role
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.conflict_facts import Keeper
from learners.registrations.models import QualRegistration
from learners.registrations.states import Nature

ON_A_PAGE = 25
MOST_FOUND = 10
SHOWN = ("open", "decided", "over")


@dataclass(frozen=True, slots=True)
class Touched:
    """A learner whom the person assesses or checks just now, though the conflict is open."""

    learner: str
    href: str


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One line. state: open, decided or over; next_words: what happens next, and who does it."""

    pk: int
    href: str
    person: str
    other: str
    nature: str
    since: date
    state: str
    next_words: str
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody whose name fits. hub: the name of their own hub, or empty."""

    pk: int
    name: str
    hub: str


def people_in_reach(keeper: Keeper, *, on: date) -> QuerySet[Account]:
    """Whom somebody can name: everybody, or those of the hubs where they hold a role and those whom they assess."""
    people = Account.objects.filter(is_active=True, joined_to=None).exclude(pk__in=keeper.rows)
    if keeper.everywhere:
        return people
    roles = RoleAssignment.objects.current(on).filter(hub__in=keeper.hubs)
    registered = QualRegistration.objects.filter(hub__in=keeper.hubs)
    allocated = Allocation.objects.filter(person__in=keeper.rows)
    return people.filter(
        Q(hub__in=keeper.hubs)
        | Q(pk__in=roles.values("account"))
        | Q(pk__in=registered.values("account"))
        | Q(pk__in=allocated.values("learner"))
    )


def find_people(keeper: Keeper, typed: str, *, on: date) -> tuple[FoundPerson, ...]:
    """By every word that was typed, at most MOST_FOUND and one more; nobody for less than two letters."""
    words = typed.split()[:5]
    if len("".join(words)) < 2:
        return ()
    people = people_in_reach(keeper, on=on).select_related("hub")
    for word in words:
        people = people.filter(Q(full_name__icontains=word) | Q(preferred_name__icontains=word))
    found = people.order_by(Lower("full_name"), "pk")[: MOST_FOUND + 1]
    return tuple(FoundPerson(one.pk, str(one), one.hub.name if one.hub else "") for one in found)


def staff_people(on: date) -> QuerySet[Account]:
    """Everybody with a role on this day, by name."""
    roles = RoleAssignment.objects.current(on)
    people = Account.objects.filter(is_active=True, joined_to=None, pk__in=roles.values("account"))
    return people.order_by(Lower("full_name"), "pk")


def scrutineers(conflict: ConflictDeclaration, *, on: date) -> QuerySet[Account]:
    """Assessors and quality assurers who are neither of the two and have no interest there themselves."""
    judging = (Role.ASSESSOR, Role.QUALITY)
    roles = RoleAssignment.objects.current(on).filter(role__in=judging)
    out = set(rows_of(conflict.person)) | set(has_an_interest(conflict, on=on))
    if conflict.other is not None:
        out |= set(rows_of(conflict.other))
    people = Account.objects.filter(is_active=True, joined_to=None, pk__in=roles.values("account"))
    return people.exclude(pk__in=out).order_by(Lower("full_name"), "pk")


def has_an_interest(conflict: ConflictDeclaration, *, on: date) -> frozenset[int]:
    """Ids of rows of everybody with an open conflict with the same learner (either of the two), or with the hub."""
    sides = set(rows_of(conflict.person)) | (set(rows_of(conflict.other)) if conflict.other else set())
    if conflict.hub_id is not None:
        rows = _open(on).filter(hub=conflict.hub_id)
        return frozenset(rows.values_list("person", flat=True))
    pairs = _open(on).filter(Q(other__in=sides) | Q(person__in=sides)).values_list("person", "other")
    return frozenset(pk for pair in pairs for pk in pair if pk is not None)


def my_conflicts(keeper: Keeper, *, on: date) -> tuple[ConflictRow, ...]:
    """What stands there of oneself, the newest first."""
    return tuple(_lines(_whole().filter(person__in=keeper.rows)[:100], on))


def register_page(shown: str, *, on: date, number: Any = 1) -> Page[ConflictRow]:
    """Everybody's, of one of SHOWN. Open ones where somebody assesses or checks all the same come first."""
    rows = {"open": _open(on), "decided": _decided(on), "over": _over(on)}[shown]
    rows = _blocked(rows, on).order_by("-blocks", "-declared_at", "-pk")
    page: Page[Any] = Paginator(
        rows.select_related("person", "other", "hub", "scrutineer"), ON_A_PAGE
    ).get_page(number)
    page.object_list = _lines(page.object_list, on)
    return page


def waiting_to_be_decided(*, on: date) -> int:
    """How many open conflicts keep a learner from somebody who was given to them."""
    return _blocked(_open(on), on).filter(blocks=True).count()


def line_of(conflict: ConflictDeclaration, *, on: date) -> ConflictRow:
    """One of them alone."""
    return _lines([conflict], on)[0]


def _whole() -> QuerySet[ConflictDeclaration]:
    rows = ConflictDeclaration.objects.select_related("person", "other", "hub", "scrutineer")
    return rows.order_by("-declared_at", "-pk")


def _open(on: date) -> QuerySet[ConflictDeclaration]:
    return _whole().filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), decided_at__isnull=True)


def _decided(on: date) -> QuerySet[ConflictDeclaration]:
    return _whole().filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), decided_at__isnull=False)


def _over(on: date) -> QuerySet[ConflictDeclaration]:
    return _whole().filter(ends_on__lte=on)


def _current(on: date) -> QuerySet[Allocation]:
    """Also those that begin later; those that never counted are left out."""
    return Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on"))
    )


def _blocked(rows: QuerySet[ConflictDeclaration], on: date) -> QuerySet[Any]:
    """With `blocks`: whether one of the two was given to the other, by whichever of their rows."""
    same = _current(on).alias(who=person_id("person"), whose=person_id("learner"))
    between = same.filter(
        Q(who=OuterRef("one"), whose=OuterRef("two"))
        | Q(who=OuterRef("two"), whose=OuterRef("one"))
        | Q(who=OuterRef("one"), registration__hub=OuterRef("hub"))
    )
    return rows.alias(one=person_id("person"), two=person_id("other")).annotate(blocks=Exists(between))


def _lines(rows: Iterable[ConflictDeclaration], on: date) -> list[ConflictRow]:
    """Four queries, however many rows."""
    found = list(rows)
    given = _given(found, on)
    return [_line(one, given, on) for one in found]


def _given(rows: list[ConflictDeclaration], on: date) -> dict[int, list[Allocation]]:
    """Allocations of those people, by the id of the row that stands for the person."""
    people = {one.person.person_id for one in rows} | {one.other.person_id for one in rows if one.other}
    held: dict[int, list[Allocation]] = defaultdict(list)
    current = _current(on).filter(Q(person__in=people) | Q(person__joined_to__in=people))
    for one in current.select_related("person", "learner", "registration"):
        held[one.person.person_id].append(one)
    return held


def _line(one: ConflictDeclaration, given: dict[int, list[Allocation]], on: date) -> ConflictRow:
    over = one.ends_on is not None and one.ends_on <= on
    state = "over" if over else "decided" if one.decided_at is not None else "open"
    touched = _touched(one, given) if state == "open" else ()
    return ConflictRow(
        pk=one.pk,
        href=reverse("conflict", args=[one.pk]),
        person=str(one.person),
        other=str(one.other or one.hub),
        nature=Nature(one.nature).label,
        since=one.starts_on,
        state=state,
        next_words=_next(one, state, touched),
        touched=touched,
    )


def _touched(one: ConflictDeclaration, given: dict[int, list[Allocation]]) -> tuple[Touched, ...]:
    person, other = one.person.person_id, one.other.person_id if one.other else None
    pairs = [(person, other)] + ([(other, person)] if other is not None else [])
    found: dict[str, Touched] = {}
    for who, whose in pairs:
        for allocation in given.get(who or 0, ()):
            registration = allocation.registration
            if allocation.learner.person_id == whose or (whose is None and registration.hub_id == one.hub_id):
                href = reverse("allocate", args=[registration.token])
                found[href] = Touched(str(allocation.learner), href)
    return tuple(found.values())


def _next(one: ConflictDeclaration, state: str, touched: tuple[Touched, ...]) -> str:
    if state == "over":
        return "Nothing more to do."
    if state == "decided":
        return f"Dealt with: {one.scrutineer} looks instead. {one.mitigation}"
    if touched:
        return (
            "The work is closed to them. Next: the lead quality assurer hands it over to somebody else, or decides "
            "how it is dealt with."
        )
    return "It keeps them from being chosen. Nothing more to do now."
