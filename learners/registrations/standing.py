"""How a person stands to a registration: the one place that every policy about a qualification asks.

A role alone opens nothing: somebody assesses because they were allocated to this learner (and this unit) for today.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import rows_of
from academy.accounts.roles import Role
from courses.qualifications.models import Unit
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs


@dataclass(frozen=True, slots=True)
class Standing:
    """On one day. assesses, checks: ids of the units that they were given for this learner, as assessor and as quality
    assurer. conflict: an open conflict of interest with the learner or the learner's hub, that nobody has dealt with.
    """

    own: bool
    assesses: frozenset[int]
    checks: frozenset[int]
    conflict: bool
    coordinates: bool  # the hub of the registration
    manages: bool  # the Academy
    leads_quality: bool  # of this qualification
    administers: bool  # the centre's dealings with the awarding organisation, for this qualification
    given: tuple[Allocation, ...] = ()  # to whom the learner was ever given, whoever asks
    checked: frozenset[int | None] = frozenset()  # units that they check or once checked; None: all

    @property
    def looks_after(self) -> bool:
        """The registration itself, though not the work in it."""
        return not self.own and (self.coordinates or self.manages or self.administers)

    @property
    def sees_work(self) -> bool:
        """What was handed in, and the pieces linked to it."""
        return self.own or (not self.conflict and bool(self.assesses or self.checks or self.leads_quality))

    @property
    def opens(self) -> frozenset[str]:
        """Which pages about this learner open for them, by their names in `learner_tabs`."""
        if self.own:
            return frozenset()
        found = set()
        if self.looks_after or self.assesses or self.checks or self.leads_quality:
            found |= {"registration", "assessors"}
        if self.sees_work:
            found |= {"work", "plan", "signoffs", "records"}
        if self.sees_work or (self.looks_after and not self.conflict):
            found.add("helps")
        return frozenset(found)

    def assesses_unit(self, unit: int | Unit) -> bool:
        pk = unit if isinstance(unit, int) else unit.pk
        return pk in self.assesses and not self.own and not self.conflict


def standing_of(by: Account, registration: QualRegistration, *, on: date) -> Standing:
    """Three queries, whatever the numbers. Joined rows of one person count as that person."""
    asked = _asked(registration, on, by, rows_of(by))
    return next(_standings([by], asked, registration, _given(registration), on))


def standings_of(
    people: Iterable[Account],
    registration: QualRegistration,
    *,
    on: date,
    given: tuple[Allocation, ...] | None = None,
) -> dict[int, Standing]:
    """The same of several, by their ids: three queries, however many they are, and one less with `given`: to whom the
    learner was ever given."""
    whose = OuterRef(OuterRef("whose"))
    rows = Account.objects.filter(Q(pk=whose) | Q(joined_to=whose)).values("pk")
    asked = _asked(registration, on, OuterRef("pk"), rows)
    known = {one.pk: one for one in people}
    given = given if given is not None else _given(registration)
    found = _standings(known.values(), asked, registration, given, on)
    return dict(zip(known, found, strict=True))


def _given(registration: QualRegistration) -> tuple[Allocation, ...]:
    return tuple(registration.allocations.select_related("person").order_by("pk"))


def _standings(
    people: Collection[Account],
    asked: Mapping[str, "QuerySet[Any, Any]"],
    registration: QualRegistration,
    given: tuple[Allocation, ...],
    on: date,
) -> Iterator[Standing]:
    """In the order of `people`."""
    answers = {name: Exists(rows) for name, rows in asked.items()}
    rows = Account.objects.filter(pk__in=[one.pk for one in people])
    rows = rows.annotate(whose=Coalesce("joined_to", "pk"))
    known: dict[int, Any] = {one["pk"]: one for one in rows.values("pk", **answers)}
    taken = [one.unit_id for one in registration.units.all()]
    for one in people:
        yield _standing(one, known[one.pk], registration, given, holding(given, on=on), taken)


def _standing(
    by: Account,
    known: Mapping[str, bool],
    registration: QualRegistration,
    given: tuple[Allocation, ...],
    allocations: list[Allocation],
    taken: list[int],
) -> Standing:
    mine = {one.person_id for one in allocations if one.person.person_id == by.person_id}
    leads = known["leads"]
    return Standing(
        own=registration.account.person_id == by.person_id,
        # a role that ended closes what was given
        assesses=units_of(mine, AllocatedAs.ASSESSOR, allocations, taken)
        if known["judges"] and by.is_active
        else frozenset(),
        checks=units_of(mine, AllocatedAs.QUALITY, allocations, taken)
        if leads or (known["checks"] and by.is_active)
        else frozenset(),
        conflict=known["conflict"],
        coordinates=known["coordinates"] and by.is_active,
        manages=known["manages"] and by.is_active,
        leads_quality=leads,
        administers=known["administers"],
        given=given,
        checked=checked_by(by, given),
    )


def _asked(
    registration: QualRegistration,
    on: date,
    account: Account | OuterRef,
    rows: "QuerySet[Account, Any]",
) -> dict[str, "QuerySet[Any, Any]"]:
    """Yes or no, by one query: roles, tasks and conflicts. rows: the ids of every row of that person."""
    roles = RoleAssignment.objects.current(on).filter(account=account)
    tasks = QualificationRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        person__in=rows,
        qualification__versions=registration.version_id,
        starts_on__lte=on,
    )
    return {
        "judges": roles.filter(role=Role.ASSESSOR),
        "checks": roles.filter(role=Role.QUALITY),
        "manages": roles.filter(role=Role.MANAGER),
        "coordinates": roles.filter(role=Role.COORDINATOR, hub=registration.hub_id),
        "leads": tasks.filter(task=QualificationTask.LEAD_QUALITY),
        "administers": tasks.filter(task=QualificationTask.CENTRE_ADMIN),
        "conflict": open_conflicts(rows, registration, on=on),
    }


def current_allocations(registrations: Iterable[int] | QuerySet[Any, Any], *, on: date) -> list[Allocation]:
    """Those that hold on this day, of these registrations (ids, or rows of one column of them)."""
    rows = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), registration__in=registrations, starts_on__lte=on
    )
    return list(rows.select_related("person").order_by("pk"))


def holding(given: Iterable[Allocation], *, on: date) -> list[Allocation]:
    """Those of them that hold on this day."""
    begun = (one for one in given if one.starts_on <= on)
    return [one for one in begun if one.ends_on is None or one.ends_on > on]


def checked_by(person: Account, given: Iterable[Allocation]) -> frozenset[int | None]:
    """The units (ids; None: all) that they check or once checked; one day is enough (INV-06)."""
    theirs = (one for one in given if one.person.person_id == person.person_id)
    checks = (one for one in theirs if one.task == AllocatedAs.QUALITY)
    return frozenset(one.unit_id for one in checks if one.ends_on is None or one.ends_on > one.starts_on)


def units_of(
    people: Collection[int], task: AllocatedAs, allocations: Iterable[Allocation], taken: Iterable[int]
) -> frozenset[int]:
    """The units (ids, of `taken`) that one of these rows of a person was given in one registration.

    Whoever has a whole learner has those units that nobody was given by name.
    """
    of_task = [one for one in allocations if one.task == task]
    named = {one.unit_id: one.person_id for one in of_task if one.unit_id is not None}
    rest = {one.person_id for one in of_task if one.unit_id is None}
    return frozenset(
        unit for unit in taken if (named[unit] in people if unit in named else bool(rest & set(people)))
    )


def open_conflicts(
    people: Collection[int] | QuerySet[Account, Any], registration: QualRegistration, *, on: date
) -> QuerySet[ConflictDeclaration]:
    """Conflicts that nobody has dealt with, between one of these rows of a person and the learner or their hub."""
    learner = rows_of(registration.account)
    return ConflictDeclaration.objects.filter(
        Q(person__in=people, other__in=learner)
        | Q(person__in=learner, other__in=people)
        | Q(person__in=people, hub=registration.hub_id),
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        decided_at__isnull=True,
    )
