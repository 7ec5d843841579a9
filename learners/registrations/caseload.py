"""Who assesses which learners today: for many registrations at once what standing.standing_of says of one.

Being allocated is not enough: whoever is no assessor today, or has an open conflict of interest with the learner or
the learner's hub, has nothing of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import person_id, rows_of
from academy.accounts.roles import Role
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.models import RegisteredUnit
from learners.registrations.standing import current_allocations, units_of
from learners.registrations.states import AllocatedAs


def assessed_by(by: Account, *, on: date, mine: Collection[int] | None = None) -> dict[int, frozenset[int]]:
    """The units (ids) of each registration (id) that this person assesses today. At most three queries. mine: every row
    of the person, where that is known already."""
    if not by.is_active:
        return {}
    mine = set(rows_of(by)) if mine is None else set(mine)
    given = allocations_that_count(on).filter(person__in=mine)
    allocations: dict[int, list[Allocation]] = defaultdict(list)
    for one in current_allocations(given.values("registration"), on=on):
        allocations[one.registration_id].append(one)
    taken: dict[int, list[int]] = defaultdict(list)
    rows = RegisteredUnit.objects.filter(registration__in=list(allocations))
    for registration, unit in rows.values_list("registration", "unit"):
        taken[registration].append(unit)
    return {pk: units_of(mine, AllocatedAs.ASSESSOR, of, taken[pk]) for pk, of in allocations.items()}


def allocations_to_assessors(on: date) -> QuerySet[Allocation]:
    """What holds today, of people who are assessors today; also where a conflict of interest closes it."""
    role = RoleAssignment.objects.current(on).filter(
        account=OuterRef("who"), account__is_active=True, role=Role.ASSESSOR
    )
    rows = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), task=AllocatedAs.ASSESSOR, starts_on__lte=on
    )
    return rows.annotate(who=person_id("person"), learner_is=person_id("learner")).filter(Exists(role))


def allocations_that_count(on: date) -> QuerySet[Allocation]:
    """Those of them that no open conflict closes: their person may look at the learner's work today."""
    return allocations_to_assessors(on).filter(~Exists(conflicts_between(on)), ~Q(who=F("learner_is")))


def conflicts_between(on: date) -> QuerySet[ConflictDeclaration]:
    """For a subquery of rows that have a registration and are annotated with people: `who` and `learner_is`. Conflicts
    between the two, or with the learner's hub, that nobody has dealt with."""
    with_one = Q(one=OuterRef("who"), two=OuterRef("learner_is"))
    by_learner = Q(one=OuterRef("learner_is"), two=OuterRef("who"))
    with_hub = Q(one=OuterRef("who"), hub=OuterRef("registration__hub"))
    rows = ConflictDeclaration.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), decided_at__isnull=True
    )
    named = rows.annotate(one=person_id("person"), two=person_id("other"))
    return named.filter(with_one | by_learner | with_hub)


def open_conflicts_of(mine: Collection[int], *, on: date) -> tuple[set[int], set[int]]:
    """People (by the rows that stand for them) and hubs with whom these rows of a person have a conflict that nobody
    has dealt with."""
    rows = ConflictDeclaration.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        Q(person__in=mine) | Q(other__in=mine),
        decided_at__isnull=True,
    ).values_list(person_id("person"), person_id("other"), "hub")
    found = list(rows)
    return {pk for pair in found for pk in pair[:2] if pk} - set(mine), {hub for *_, hub in found if hub}


def allocated_units(registrations: Iterable[int], *, on: date) -> dict[int, list[tuple[int | None, int]]]:
    """By registration (id), who assesses what today: unit (id), or None for the rest of the learner, and the person's
    row. A unit whose own assessor may not look stands there with 0: it is nobody's, and not part of the rest. One
    query."""
    counts = allocations_that_count(on).filter(pk=OuterRef("pk"))
    rows = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        registration__in=registrations,
        task=AllocatedAs.ASSESSOR,
        starts_on__lte=on,
    ).annotate(counts=Exists(counts))
    found: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for registration, unit, person, able in rows.order_by("pk").values_list(
        "registration", "unit", "person", "counts"
    ):
        found[registration].append((unit, person if able else 0))
    return found
