"""Learners of many hubs with who assesses them: the list from which many are given at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from learners.registrations.allocation_models import Allocation
from learners.registrations.allocation_policies import TAKES
from learners.registrations.conflict_facts import Keeper
from learners.registrations.models import QualRegistration, RegisteredUnit
from learners.registrations.standing import current_allocations
from learners.registrations.states import AllocatedAs, RegistrationState

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One learner. assessors, checkers: names of those who have them today."""

    pk: int
    href: str
    name: str
    qualification: str
    hub: str
    state: str
    assessors: tuple[str, ...]
    checkers: tuple[str, ...]


def learners_to_give(keeper: Keeper) -> QuerySet[QualRegistration]:
    """Those whom this person may give to somebody, in a state in which it makes sense."""
    rows = QualRegistration.objects.filter(state__in=TAKES).exclude(account__in=keeper.rows)
    return rows if keeper.manages else rows.filter(version__qualification__in=keeper.leads)


def waiting_page(
    keeper: Keeper,
    *,
    on: date,
    everybody: bool = False,
    task: AllocatedAs = AllocatedAs.ASSESSOR,
    number: Any = 1,
) -> Page[WaitingRow]:
    """Those of whom a unit has nobody for this task; or everybody. Five queries, however many there are."""
    rows = learners_to_give(keeper)
    if not everybody:
        rows = rows.filter(without(task, on))
    rows = rows.select_related("account", "hub", "version__qualification")
    page: Page[Any] = Paginator(rows.order_by(Lower("account__full_name"), "pk"), ON_A_PAGE).get_page(number)
    found = list(page.object_list)
    names: dict[tuple[int, str], dict[str, None]] = {}
    for one in current_allocations([row.pk for row in found], on=on):
        names.setdefault((one.registration_id, one.task), {})[str(one.person)] = None
    page.object_list = [_row(row, names) for row in found]
    return page


def without(task: AllocatedAs, on: date) -> Q:
    """Registrations with a unit that nobody has for this task on this day."""
    held = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on, task=task
    )
    named = held.filter(registration=OuterRef("registration"), unit=OuterRef("unit"))
    bare = RegisteredUnit.objects.filter(~Exists(named), registration=OuterRef("pk"))
    return ~Exists(held.filter(registration=OuterRef("pk"), unit=None)) & Exists(bare)


def people_to_choose(on: date) -> QuerySet[Account]:
    """Assessors and quality assurers of today, by name."""
    roles = RoleAssignment.objects.current(on).filter(role__in=(Role.ASSESSOR, Role.QUALITY))
    people = Account.objects.filter(is_active=True, joined_to=None, pk__in=roles.values("account"))
    return people.order_by(Lower("full_name"), "pk")


def _row(one: QualRegistration, names: dict[tuple[int, str], dict[str, None]]) -> WaitingRow:
    return WaitingRow(
        pk=one.pk,
        href=reverse("allocate", args=[one.token]),
        name=str(one.account),
        qualification=one.version.qualification.title,
        hub=one.hub.name,
        state=RegistrationState(one.state).label,
        assessors=tuple(names.get((one.pk, AllocatedAs.ASSESSOR), ())),
        checkers=tuple(names.get((one.pk, AllocatedAs.QUALITY), ())),
    )
