"""What has to be known of somebody before they declare or decide a conflict of interest."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of, rows_of
from academy.accounts.roles import Role
from courses.qualifications.models import Qualification
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody on one day. rows: ids of their rows; leads: ids of qualifications whose quality they lead; hubs: ids of
    those where they hold a role; everywhere: a role of theirs reaches the people of every hub.
    """

    rows: frozenset[int]
    has_a_task: bool
    manages: bool
    leads: frozenset[int]
    hubs: frozenset[int]
    everywhere: bool


def keeper_of(by: Account, *, on: date) -> Keeper:
    """Three queries."""
    mine = frozenset(rows_of(by))
    held = roles_of(by, on)
    tasks = QualificationRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), person__in=mine, starts_on__lte=on
    )
    tasks_held = tuple(tasks.values_list("task", "qualification_id")) if by.is_active else ()
    return Keeper(
        rows=mine,
        has_a_task=bool(held or tasks_held),
        manages=holds(held, Role.MANAGER),
        leads=frozenset(pk for task, pk in tasks_held if task == QualificationTask.LEAD_QUALITY),
        hubs=frozenset(one.hub_id for one in held if one.hub_id is not None),
        everywhere=bool(tasks_held) or holds(held, Role.MANAGER, Role.QUALITY),
    )


def registrations_touched(conflict: ConflictDeclaration) -> Q:
    """The live registrations in which it closes the door."""
    if conflict.hub_id is not None:
        return Q(hub=conflict.hub_id)
    assert conflict.other is not None
    return Q(account__in=rows_of(conflict.other)) | Q(account__in=rows_of(conflict.person))


def qualifications_touched(conflict: ConflictDeclaration) -> dict[int, str]:
    """Of the live registrations: id to title."""
    rows = QualRegistration.objects.live().filter(registrations_touched(conflict))
    found = Qualification.objects.filter(versions__in=rows.values("version")).distinct().order_by("title")
    return dict(found.values_list("pk", "title"))
