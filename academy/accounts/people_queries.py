"""The screens of those who look after people: who they may see, and what they may do there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.urls import reverse

from academy.accounts.models import Account, Invitation, RoleAssignment, RoleAssignmentQuerySet
from academy.accounts.policies import may_end_role, may_hand_code
from academy.accounts.queries import current_manager_ids, holds, roles_of
from academy.accounts.roles import ROLES, Role
from academy.hubs.models import Hub
from academy.hubs.states import HubStatus
from academy.shared.rulings import Ruling

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody who looks after people reaches: everybody, or the people of these hubs."""

    everybody: bool
    hubs: tuple[Hub, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that they may give."""
        giver = Role.MANAGER if self.everybody else Role.COORDINATOR
        return tuple(role for role, described in ROLES.items() if giver in described.given_by)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list. roles: in words, with their hub."""

    href: str
    name: str
    email: str
    home_hub: str
    roles: tuple[str, ...]
    is_sample: bool


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role on a person's page; `ruling` says whether the reader may end it."""

    pk: int
    title: str
    may: str
    starts_on: date
    ends_on: date | None
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """A hub for which the reader could hand this person a code."""

    hub: Hub
    ruling: Ruling


def scope_of(viewer: Account, *, on: date) -> Scope:
    """Whom this person looks after. Without such a role: nobody."""
    held = roles_of(viewer, on)
    if holds(held, Role.MANAGER):
        return Scope(True, tuple(Hub.objects.exclude(status=HubStatus.CLOSED)))
    return Scope(False, tuple(one.hub for one in held if one.role == Role.COORDINATOR and one.hub))


def people_page(
    scope: Scope, *, on: date, search: str = "", hub: str = "", role: str = "", number: int = 1
) -> Page[PersonRow]:
    """Those whom the scope reaches, by name. `hub` is a slug. Five queries, however many people."""
    current = RoleAssignment.objects.current(on)
    people = Account.objects.filter(is_active=True)
    if not scope.everybody:
        people = people.filter(_of_hubs(current, [one.pk for one in scope.hubs]))
    if hub:
        people = people.filter(_of_hubs(current, [one.pk for one in scope.hubs if one.slug == hub]))
    if role:
        people = people.filter(Exists(current.filter(account=OuterRef("pk"), role=role)))
    for word in search.split()[:5]:
        people = people.filter(
            Q(full_name__icontains=word) | Q(preferred_name__icontains=word) | Q(email__icontains=word)
        )
    shown = people.select_related("hub").prefetch_related(
        Prefetch("roles", current.select_related("hub").order_by("role", "hub"), to_attr="held")
    )
    page = Paginator(shown.order_by(Lower("full_name"), "pk"), ON_A_PAGE).get_page(number)
    return _filled(page, [_row(account) for account in page.object_list])


def code_page(viewer: Account, *, on: date, search: str = "", number: int = 1) -> Page[PersonRow]:
    """The people to whom the viewer may hand codes, names only; each line leads to making one."""
    held = roles_of(viewer, on)
    hubs = {one.hub_id: one.hub for one in held if one.role in (Role.TRAINER, Role.COORDINATOR) and one.hub}
    current = RoleAssignment.objects.current(on)
    people = Account.objects.filter(is_active=True, hub__in=hubs).exclude(pk=viewer.pk)
    people = people.exclude(Exists(current.filter(account=OuterRef("pk")))).order_by(Lower("full_name"), "pk")
    for word in search.split()[:5]:
        people = people.filter(Q(full_name__icontains=word) | Q(preferred_name__icontains=word))
    page = Paginator(people, ON_A_PAGE).get_page(number)
    rows = [
        PersonRow(
            href=reverse("hand-code", args=[account.pk, hubs[account.hub_id].slug]),
            name=str(account),
            email="",
            home_hub=hubs[account.hub_id].name,
            roles=(),
            is_sample=account.is_sample,
        )
        for account in page.object_list
    ]
    return _filled(page, rows)


def held_roles(person: Account, viewer: Account, *, on: date) -> tuple[HeldRole, ...]:
    """The roles of this person, those of today first, each with what the viewer may do about it."""
    managers = current_manager_ids(on)
    rows = RoleAssignment.objects.filter(account=person).select_related("hub").order_by("-starts_on", "-pk")
    held = [
        HeldRole(
            pk=one.pk,
            title=role_words(one.role, one.hub),
            may=ROLES[Role(one.role)].may,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            ruling=may_end_role(viewer, one, managers=managers, on=on),
        )
        for one in rows
    ]
    return tuple(sorted(held, key=lambda one: one.ends_on is not None))


def code_choices(person: Account, viewer: Account, *, on: date) -> tuple[CodeChoice, ...]:
    """The hubs for which the viewer makes sign-in codes, each with the ruling for this person."""
    hubs = [
        one.hub for one in roles_of(viewer, on) if one.role in (Role.TRAINER, Role.COORDINATOR) and one.hub
    ]
    return tuple(CodeChoice(hub, may_hand_code(viewer, person, hub, on=on)) for hub in dict.fromkeys(hubs))


def invitations(scope: Scope, *, now: datetime) -> tuple[Invitation, ...]:
    """Those that can still be accepted or have run out, newest first; what is done with is left out."""
    found = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    if not scope.everybody:
        found = found.filter(hub__in=scope.hubs, role__in=scope.roles)
    return tuple(found.select_related("hub", "invited_by").order_by("-invited_at", "-pk")[:200])


def role_words(role: str, hub: Hub | None) -> str:
    """Hub trainer, Harbour Road."""
    return f"{Role(role).label}, {hub.name}" if hub else Role(role).label


def _filled(page: Page[Any], rows: list[PersonRow]) -> Page[PersonRow]:
    """The same page, with what a template gets in place of the models."""
    page.object_list = rows
    return page


def _of_hubs(current: RoleAssignmentQuerySet, hub_ids: list[int]) -> Q:
    return Q(hub__in=hub_ids) | Q(Exists(current.filter(account=OuterRef("pk"), hub__in=hub_ids)))


def _row(account: Account) -> PersonRow:
    held: list[RoleAssignment] = account.held  # type: ignore[attr-defined]
    return PersonRow(
        href=reverse("person", args=[account.pk]),
        name=account.full_name or account.email or "Somebody without a name yet",
        email=account.email or "",
        home_hub=account.hub.name if account.hub else "",
        roles=tuple(role_words(one.role, one.hub) for one in held),
        is_sample=account.is_sample,
    )
