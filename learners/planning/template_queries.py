"""Which templates there are, for one learner, for a group, and for those who look after them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import holds, roles_of, rows_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from courses.qualifications.models import QualificationVersion
from learners.planning.models import AssessmentPlan, PlanTemplate
from learners.planning.policies import may_keep_template, may_use_template
from learners.planning.queries import criteria_taken
from learners.planning.rules import PlanFacts, from_template
from learners.planning.states import PlanState
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.states import WORKING, AllocatedAs


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template in a list. why_not: why this person cannot change it; empty: they can."""

    pk: int
    title: str
    qualification: str
    hub: str
    tasks: tuple[str, ...]
    why_not: str


def usable(version_id: int, hub_ids: Iterable[int]) -> QuerySet[PlanTemplate]:
    """Templates of this version that learners of these hubs can begin with."""
    rows = PlanTemplate.objects.filter(Q(hub__isnull=True) | Q(hub__in=list(hub_ids)), retired_at=None)
    return rows.filter(version=version_id).order_by("title", "pk")


def template_choices(registration: QualRegistration) -> list[PlanTemplate]:
    """What the plan of this learner can begin with. One query."""
    return list(usable(registration.version_id, [registration.hub_id]))


def template_start(
    chosen: str, registration: QualRegistration, *, by: Account, now: datetime, starts_on: date
) -> PlanFacts:
    """The tasks of a template for this learner; nothing where it is not for them."""
    template = PlanTemplate.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    if template is None or not may_use_template(by, template, registration, now=now):
        return PlanFacts()
    taken = frozenset(criteria_taken(registration.pk))
    return PlanFacts(from_template(template.tasks, taken=taken, starts_on=starts_on))


def template_rows(by: Account, *, now: datetime) -> list[TemplateRow]:
    """Every template that is in use, and whether this person looks after it."""
    rows = PlanTemplate.objects.filter(retired_at=None).select_related("version__qualification", "hub")
    found = list(rows.order_by("version", "title", "pk"))
    asked: dict[tuple[int, int | None], str] = {}
    for row in found:
        key = (row.version_id, row.hub_id)
        if key not in asked:
            asked[key] = may_keep_template(by, row.version, row.hub, now=now).reason
    return [
        TemplateRow(
            row.pk,
            row.title,
            str(row.version),
            row.hub.name if row.hub else "",
            tuple(str(task.get("title", "")) for task in row.tasks),
            asked[row.version_id, row.hub_id],
        )
        for row in found
    ]


def hub_choices(by: Account, version: QualificationVersion, *, now: datetime) -> list[tuple[str, str]]:
    """For which hubs this person may make templates: (id or "" for every hub, name)."""
    held = roles_of(by, london_date(now))
    everywhere = bool(may_keep_template(by, version, None, now=now))
    hubs = Hub.objects.order_by("name") if holds(held, Role.MANAGER) or everywhere else None
    mine = list(hubs) if hubs is not None else _assesses_at(held)
    return [("", "Every hub")] * everywhere + [(str(hub.pk), hub.name) for hub in mine]


def _assesses_at(held: Iterable[RoleAssignment]) -> list[Hub]:
    found = {one.hub.pk: one.hub for one in held if one.role == Role.ASSESSOR and one.hub is not None}
    return sorted(found.values(), key=lambda hub: hub.name)


def group_choices(by: Account, *, today: date) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Templates and learners (id, words) for proposals to several at once: learners without a plan. Two queries."""
    current = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        person__in=rows_of(by),
        task=AllocatedAs.ASSESSOR,
        starts_on__lte=today,
    )
    has_one = AssessmentPlan.objects.filter(
        registration=OuterRef("pk"), state__in=(PlanState.DRAFT, PlanState.PROPOSED, PlanState.ACCEPTED)
    )
    rows = QualRegistration.objects.filter(
        ~Exists(has_one), state__in=WORKING, pk__in=current.values("registration")
    )
    found = list(rows.select_related("account", "hub").order_by("account__full_name", "pk"))
    versions, hubs = {one.version_id for one in found}, {one.hub_id for one in found}
    templates = PlanTemplate.objects.filter(
        Q(hub__isnull=True) | Q(hub__in=hubs), version__in=versions, retired_at=None
    )
    return (
        [(one.pk, one.title) for one in templates.order_by("title", "pk")],
        [(one.pk, f"{one.account.full_name}, {one.hub.name}") for one in found],
    )
