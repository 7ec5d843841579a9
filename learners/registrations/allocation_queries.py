"""Reading who assesses and checks whom: one learner with those who could, and the learners who wait for somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from courses.qualifications.models import Unit
from courses.qualifications.staff_states import AssessorLevel
from learners.registrations.allocation_facts import (
    Candidate,
    Taken,
    candidates,
    staff_for,
    taken_units,
    units_meant,
)
from learners.registrations.allocation_models import Allocation
from learners.registrations.allocation_policies import may_be_given
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs

A, Q = AllocatedAs.ASSESSOR, AllocatedAs.QUALITY


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a unit today. note: such as who countersigns; trouble: why they may not do it just now, or empty."""

    name: str
    note: str
    trouble: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the learner, with who assesses and who checks it; None: nobody yet."""

    title: str
    assessor: Holder | None
    quality: Holder | None


@dataclass(frozen=True, slots=True)
class GivenRow:
    """One allocation. unit: in words, such as "Unit 2: Practice" or "The whole learner"."""

    pk: int
    name: str
    task: str
    unit: str
    starts_on: date
    ends_on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Unable:
    """Who holds the role and still cannot have any unit of this learner, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom one can choose for a task: (id, words) pairs; and who cannot be chosen."""

    task: AllocatedAs
    options: tuple[tuple[int, str], ...]
    unable: tuple[Unable, ...]


@dataclass(frozen=True, slots=True)
class AllocationPage:
    """Everything that the page of one learner shows. next_words: what happens next, and who does it."""

    units: tuple[UnitRow, ...]
    now: tuple[GivenRow, ...]
    later: tuple[GivenRow, ...]
    past: tuple[GivenRow, ...]
    choices: tuple[Choice, ...]
    unit_options: tuple[tuple[int, str], ...]
    next_words: str
    troubles: tuple[str, ...]


def allocation_page(registration: QualRegistration, *, on: date) -> AllocationPage:
    """A constant number of queries, however many assessors there are."""
    rows = _all_rows(registration)
    current = [one for one in rows if one.starts_on <= on and (one.ends_on is None or one.ends_on > on)]
    taken = taken_units(registration, on)
    staff = {task: list(staff_for(task, registration, on)) for task in AllocatedAs}
    everybody = {one.pk: one for task in staff for one in staff[task]}
    holding = {one.person.person_id: one.person for one in current if one.person.joined_to_id is None}
    known = {one.pk: one for one in candidates((everybody | holding).values(), registration, on)}
    units = tuple(_unit_row(one, taken, current, known, on) for one in taken)
    return AllocationPage(
        units=units,
        now=tuple(_given_row(one) for one in current),
        later=tuple(_given_row(one) for one in rows if one.starts_on > on and one.ends_on != one.starts_on),
        past=tuple(_given_row(one) for one in rows if one.ends_on is not None and one.ends_on <= on),
        choices=tuple(
            _choice(task, [known[one.pk] for one in staff[task]], taken, on) for task in AllocatedAs
        ),
        unit_options=tuple((one.unit.pk, str(one.unit)) for one in taken),
        next_words=_next_words(units),
        troubles=tuple(dict.fromkeys(_troubles(units))),
    )


def who_takes_over(allocation: Allocation, *, on: date) -> Choice:
    """Whom an allocation could be handed to."""
    registration, task = allocation.registration, AllocatedAs(allocation.task)
    taken = taken_units(registration, on)
    known = candidates(staff_for(task, registration, on), registration, on)
    whole, meant = allocation.unit_id is None, units_meant(taken, allocation.unit_id, task)
    rulings = [
        (one, may_be_given(one, meant, task, on, whole=whole))
        for one in known
        if one.pk != allocation.person_id
    ]
    return Choice(
        task,
        tuple((one.pk, one.name) for one, ruling in rulings if ruling),
        tuple(Unable(one.name, ruling.reason) for one, ruling in rulings if not ruling),
    )


def _all_rows(registration: QualRegistration) -> list[Allocation]:
    rows = Allocation.objects.filter(registration=registration).select_related("person", "unit")
    return list(rows.order_by("-starts_on", "task", "unit__number", "-pk"))


def _holder_of(unit: Unit, task: AllocatedAs, current: Iterable[Allocation]) -> Allocation | None:
    """By name, or with the rest of the learner."""
    rows = [one for one in current if one.task == task and one.unit_id in (unit.pk, None)]
    return min(rows, key=lambda one: one.unit_id is None, default=None)


def _unit_row(
    one: Taken, taken: Sequence[Taken], current: Sequence[Allocation], known: dict[int, Candidate], on: date
) -> UnitRow:
    def holder(task: AllocatedAs) -> Holder | None:
        row = _holder_of(one.unit, task, current)
        return _holder(row, one.unit, known.get(row.person.person_id), on) if row else None

    return UnitRow(str(one.unit), holder(A), holder(Q))


def _holder(row: Allocation, unit: Unit, known: Candidate | None, on: date) -> Holder:
    name, task = str(row.person), AllocatedAs(row.task)
    if known is None:
        return Holder(name, "", f"The account of {name} is closed. Give it to somebody else.")
    ruling = may_be_given(known, [unit], task, on, whole=False)
    trainee = task == A and known.assessor.level == AssessorLevel.TRAINEE
    second = known.assessor.countersigner
    note = f"trainee, {second.name} countersigns" if trainee and second else "trainee" if trainee else ""
    return Holder(name, note, ruling.reason)


def _given_row(one: Allocation) -> GivenRow:
    return GivenRow(
        pk=one.pk,
        name=str(one.person),
        task=AllocatedAs(one.task).label,
        unit=str(one.unit) if one.unit else "The whole learner, but for units given by name",
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        why=one.ended_why,
    )


def _choice(task: AllocatedAs, people: Sequence[Candidate], taken: Sequence[Taken], on: date) -> Choice:
    options, unable = [], []
    for one in people:
        fits = [each.unit for each in taken if may_be_given(one, [each.unit], task, on, whole=False)]
        whole = may_be_given(one, units_meant(taken, None, task), task, on, whole=True)
        if fits:
            numbers = ", ".join(str(unit.number) for unit in fits)
            options.append(
                (one.pk, one.name if len(fits) == len(taken) else f"{one.name} (only unit {numbers})")
            )
        else:
            unable.append(Unable(one.name, whole.reason))
    return Choice(task, tuple(options), tuple(unable))


def _troubles(units: Iterable[UnitRow]) -> list[str]:
    return [
        holder.trouble
        for row in units
        for holder in (row.assessor, row.quality)
        if holder is not None and holder.trouble
    ]


def _next_words(units: Sequence[UnitRow]) -> str:
    if not units:
        return "Next: the hub's coordinator writes down which units the learner takes."
    if any(row.assessor is not None and row.assessor.trouble for row in units):
        return (
            "Somebody has units that they cannot assess just now. Next: the lead quality assurer or the Academy "
            "manager hands them over, or puts right what stands above."
        )
    without = [row.title for row in units if row.assessor is None]
    chooser = "Next: the lead quality assurer or the Academy manager chooses"
    if len(without) == len(units):
        return f"Nobody assesses this learner yet. {chooser} an assessor."
    if without:
        return f"Nobody assesses {' and '.join(without)} yet. {chooser} an assessor for that too."
    if any(row.quality is None for row in units):
        return f"Every unit has an assessor. {chooser} who checks their work, before the first check is due."
    return (
        "Every unit has an assessor and somebody who checks. Next: the assessor and the learner agree a plan."
    )
