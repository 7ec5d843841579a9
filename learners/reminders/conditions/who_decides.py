"""Who may decide about a learner today by a task of the qualification: never over a conflict of interest."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, F, Q, QuerySet

from academy.accounts.models import RoleAssignment
from academy.accounts.queries import person_id
from academy.accounts.roles import Role
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.caseload import conflicts_between
from learners.reminders.conditions.qualifications import live_learner

ROLES = "registration__version__qualification__roles"
TASK = QualificationTask


def with_tasks_today(
    rows: QuerySet[Any, Any], tasks: Collection[QualificationTask], on: date
) -> QuerySet[Any, Any]:
    """Rows that have a registration, once for each person (`who`) with one of these tasks. Nobody stands there for
    themselves, nor where a conflict of interest with the learner or their hub is open. It is one query."""
    held = rows.filter(
        Q(**{f"{ROLES}__ends_on__isnull": True}) | Q(**{f"{ROLES}__ends_on__gt": on}),
        live_learner(f"{ROLES}__person"),
        **{f"{ROLES}__task__in": tasks, f"{ROLES}__starts_on__lte": on},
    )
    named = held.annotate(who=person_id(f"{ROLES}__person"), learner_is=person_id("registration__account"))
    able: QuerySet[Any, Any] = named.filter(~Exists(conflicts_between(on)), ~Q(who=F("learner_is")))
    return able


def managers_today(on: date) -> list[int]:
    """Whoever runs the Academy: for what nobody has the task for. One query."""
    roles = RoleAssignment.objects.current(on).filter(role=Role.MANAGER, account__is_active=True)
    return list(roles.order_by("pk").values_list("account", flat=True))
