"""What has to be known of people before one of them is given a learner; read for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import person_id, rows_of
from academy.accounts.roles import Role
from courses.qualifications.models import Unit
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_queries import AssessorFacts, facts_of_all
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.standing import open_conflicts
from learners.registrations.states import AllocatedAs

Had = frozenset[tuple[AllocatedAs, int | None]]  # tasks with their units; None: the rest of the learner


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might assess or check one learner, on one day.

    had: every task that they were ever given for this learner and that counted for a day or more.
    countersigns: ids of the units in which they confirm what a trainee judges about this learner.
    """

    pk: int
    name: str
    assessor: AssessorFacts
    is_learner: bool
    joined: bool
    active: bool
    checks_quality: bool
    conflict: bool
    second_is_learner: bool
    second_conflict: bool
    had: Had
    second_had: Had
    countersigns: frozenset[int]


@dataclass(frozen=True, slots=True)
class Taken:
    """A unit of one registration on one day: who has it by name. holders: the id of a person for each task."""

    unit: Unit
    holders: dict[AllocatedAs, int]


def staff_for(task: AllocatedAs, registration: QualRegistration, on: date) -> QuerySet[Account]:
    """Everybody with the role that this task asks for, on this day, by name."""
    roles = RoleAssignment.objects.current(on)
    if task == AllocatedAs.ASSESSOR:
        people = Q(pk__in=roles.filter(role=Role.ASSESSOR).values("account"))
    else:
        leads = leads_of(registration, on).values("person")
        people = Q(pk__in=roles.filter(role=Role.QUALITY).values("account")) | Q(pk__in=leads)
    return Account.objects.filter(people, is_active=True, joined_to=None).order_by("full_name", "pk")


def leads_of(registration: QualRegistration, on: date) -> QuerySet[QualificationRole]:
    """Who leads the quality assurance of this qualification on this day."""
    return QualificationRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        qualification__versions=registration.version_id,
        task=QualificationTask.LEAD_QUALITY,
        starts_on__lte=on,
    )


def candidates(people: Iterable[Account], registration: QualRegistration, on: date) -> tuple[Candidate, ...]:
    """In the order given. A constant number of queries, however many people."""
    asked = list(people)
    facts = facts_of_all([one.pk for one in asked], on)
    seconds = {one.countersigner.person for one in facts.values() if one.countersigner}
    everybody = {one.pk for one in asked} | seconds
    learner, against = set(rows_of(registration.account)), conflicting(registration, everybody, on)
    had = _had(registration)
    checkers = _checkers(registration, everybody, on)
    confirming = _confirming(registration, on)
    return tuple(_candidate(one, facts[one.pk], learner, against, had, checkers, confirming) for one in asked)


def conflicting(registration: QualRegistration, people: Collection[int], on: date) -> frozenset[int]:
    """Those of these people (ids of rows that stand for them) with an open conflict with the learner or the hub."""
    rows = Account.objects.filter(Q(pk__in=people) | Q(joined_to__in=people))
    stands_for = dict(rows.values_list("pk", "joined_to"))
    found = open_conflicts(list(stands_for), registration, on=on).values_list("person", "other")
    sides = {side for pair in found for side in pair if side in stands_for}
    return frozenset(stands_for[side] or side for side in sides) & frozenset(people)


def taken_units(registration: QualRegistration, on: date) -> tuple[Taken, ...]:
    """The units of this learner in their order, each with who has it by name on that day."""
    held: dict[int, dict[AllocatedAs, int]] = defaultdict(dict)
    rows = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        registration=registration,
        unit__isnull=False,
        starts_on__lte=on,
    ).select_related("person")
    for one in rows:
        if one.unit_id is not None:
            held[one.unit_id][AllocatedAs(one.task)] = one.person.person_id
    units = registration.units.select_related("unit").order_by("unit__number")
    return tuple(Taken(one.unit, held[one.unit_id]) for one in units)


def units_meant(taken: Iterable[Taken], unit_id: int | None, task: AllocatedAs) -> tuple[Unit, ...]:
    """The unit of this id; without an id, all that nobody has by name."""
    if unit_id is not None:
        return tuple(one.unit for one in taken if one.unit.pk == unit_id)
    return tuple(one.unit for one in taken if task not in one.holders)


def _had(registration: QualRegistration) -> dict[int, Had]:
    """By the id of the row that stands for the person."""
    found: dict[int, set[tuple[AllocatedAs, int | None]]] = defaultdict(set)
    rows = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), registration=registration
    )
    for one in rows.select_related("person"):
        found[one.person.person_id].add((AllocatedAs(one.task), one.unit_id))
    return {pk: frozenset(tasks) for pk, tasks in found.items()}


def _checkers(registration: QualRegistration, people: Collection[int], on: date) -> set[int]:
    roles = RoleAssignment.objects.current(on).filter(role=Role.QUALITY, account__in=people)
    return set(roles.values_list("account_id", flat=True)) | set(
        leads_of(registration, on).values_list(person_id("person"), flat=True)
    )


def _confirming(registration: QualRegistration, on: date) -> dict[int, frozenset[int]]:
    """Who countersigns which units of this learner: of assessors who are trainees on that day."""
    taken = taken_units(registration, on)
    rest = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        registration=registration,
        unit__isnull=True,
        task=AllocatedAs.ASSESSOR,
    ).select_related("person")
    of_rest = [one.person.person_id for one in rest]
    judges = {pk for one in taken for pk in one.holders.values()} | set(of_rest)
    facts = facts_of_all(judges, on) if judges else {}
    found: dict[int, set[int]] = defaultdict(set)
    for one in taken:
        named = one.holders.get(AllocatedAs.ASSESSOR)
        for judge in of_rest if named is None else [named]:
            second = facts[judge].countersigner if judge in facts else None
            if second is not None:
                found[second.person].add(one.unit.pk)
    return {pk: frozenset(units) for pk, units in found.items()}


def _candidate(
    one: Account,
    facts: AssessorFacts,
    learner: set[int],
    against: frozenset[int],
    had: dict[int, Had],
    checkers: set[int],
    confirming: dict[int, frozenset[int]],
) -> Candidate:
    second = facts.countersigner.person if facts.countersigner else 0
    return Candidate(
        pk=one.pk,
        name=str(one),
        assessor=facts,
        is_learner=one.pk in learner,
        joined=one.joined_to_id is not None,
        active=one.is_active,
        checks_quality=one.pk in checkers,
        conflict=one.pk in against,
        second_is_learner=second in learner,
        second_conflict=second in against,
        had=had.get(one.pk, frozenset()),
        second_had=had.get(second, frozenset()),
        countersigns=confirming.get(one.pk, frozenset()),
    )
