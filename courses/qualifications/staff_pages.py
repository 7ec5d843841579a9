"""What the pages of the staff file show: everybody who judges, what runs out, and one person's whole part."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, QuerySet

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import person_id, rows_of
from academy.accounts.roles import Role
from courses.qualifications.models import Qualification, Unit
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence, QualificationRole
from courses.qualifications.staff_policies import stands
from courses.qualifications.staff_queries import AssessorFacts, facts_of_all
from courses.qualifications.staff_states import AssessorLevel

WARN = (60, 30, 7)  # days before a trainee's last day
SHOW = ("all", "trainees", "soon", "stopped")


@dataclass(frozen=True, slots=True)
class RunsOut:
    """A trainee's day. days: until it, 0 on the day itself, less than 0 afterwards. steps: of WARN, how many it has
    come past: 1 with 60 days left, 3 with seven."""

    on: date
    days: int
    steps: int

    @property
    def words(self) -> str:
        if self.days < 0:
            return "ran out"
        return "runs out today" if self.days == 0 else f"runs out in {self.days} day{'s' * (self.days != 1)}"


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody in the list. why_not: why they judge nothing today; empty: they may, in `units` units."""

    pk: int
    name: str
    is_sample: bool
    level: AssessorLevel | None
    hubs: tuple[str, ...]
    units: int
    countersigner: str
    runs_out: RunsOut | None
    tasks: tuple[str, ...]
    why_not: str


def staff_file(on: date, *, show: str = "all", words: str = "") -> list[Row]:
    """Everybody who is or was an assessor, or has a task, by name. A constant number of queries."""
    roles = RoleAssignment.objects.current(on).filter(role=Role.ASSESSOR)
    hubs: dict[int, list[str]] = defaultdict(list)
    for pk, name in roles.order_by("hub__name").values_list("account_id", "hub__name"):
        hubs[pk].append(name)
    tasks: dict[int, list[str]] = defaultdict(list)
    for role in _tasks(on).annotate(who=person_id("person")):
        tasks[role.who].append(f"{role.get_task_display()}: {role.qualification.title}")
    recorded = set(AssessorStatus.objects.values_list(person_id("person"), flat=True))
    people = Account.objects.filter(pk__in={*hubs, *tasks, *recorded}).order_by("full_name", "pk")
    if words:
        people = people.filter(full_name__icontains=words)
    named = list(people)
    facts = facts_of_all([one.pk for one in named], on)
    rows = (_row(one, facts[one.pk], hubs[one.pk], tasks[one.pk], on) for one in named)
    return [row for row in rows if _shown(row, show)]


def runs_out(status: AssessorStatus | None, on: date) -> RunsOut | None:
    """When a trainee's time ends, from sixty days before; None: not so soon, or they are no trainee."""
    if status is None or status.level != AssessorLevel.TRAINEE or status.works_towards_until is None:
        return None
    days = (status.works_towards_until - on).days
    steps = sum(days <= limit for limit in WARN)
    return RunsOut(status.works_towards_until, days, steps) if steps else None


@dataclass(frozen=True, slots=True)
class Known:
    """One entry about a unit. last_day: None while it has no end."""

    pk: int
    unit: str
    qualification: str
    basis: str
    starts_on: date
    last_day: date | None
    recorded_by: str
    now: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One person's part of the staff file. history: the newest first; known: those of today first."""

    facts: AssessorFacts
    standing: str  # why they judge nothing today; empty: they do
    runs_out: RunsOut | None
    hubs: tuple[str, ...]
    history: tuple[AssessorStatus, ...]
    known: tuple[Known, ...]
    tasks: tuple[QualificationRole, ...]
    trainees: tuple[Account, ...]  # whose judgements they countersign today


def part_of(person: Account, on: date) -> Part:
    mine = rows_of(person)
    facts = facts_of_all([person.person_id], on)[person.person_id]
    history = AssessorStatus.objects.filter(person__in=mine).select_related("countersigner", "recorded_by")
    known = OccupationalCompetence.objects.filter(person__in=mine).select_related(
        "unit__version__qualification", "recorded_by"
    )
    tasks = QualificationRole.objects.filter(person__in=mine).select_related("qualification", "given_by")
    hubs = RoleAssignment.objects.current(on).filter(role=Role.ASSESSOR, account=person.person_id)
    return Part(
        facts=facts,
        standing=stands(facts, on).reason,
        runs_out=runs_out(facts.status, on),
        hubs=tuple(hubs.order_by("hub__name").values_list("hub__name", flat=True)),
        history=tuple(history.order_by("-starts_on", "-pk")),
        known=tuple(
            sorted(
                (_known(one, on) for one in known), key=lambda one: (not one.now, one.qualification, one.unit)
            )
        ),
        tasks=tuple(tasks.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "pk")),
        trainees=trainees_of(person, on),
    )


def trainees_of(person: Account, on: date) -> tuple[Account, ...]:
    """Whose judgements this person countersigns on that day, by name."""
    rows = AssessorStatus.objects.filter(countersigner__in=rows_of(person), level=AssessorLevel.TRAINEE)
    asked = set(rows.filter(starts_on__lte=on).values_list(person_id("person"), flat=True))
    facts = facts_of_all(asked, on).values() if asked else ()
    mine = {one.person for one in facts if one.countersigner and one.countersigner.person == person.person_id}
    return tuple(Account.objects.filter(pk__in=mine).order_by("full_name", "pk")) if mine else ()


@dataclass(frozen=True, slots=True)
class UnitsOf:
    """The units of one version that somebody is not yet known to know: (id, words)."""

    version: str
    units: tuple[tuple[int, str], ...]


def units_to_add(person: Account, on: date) -> tuple[UnitsOf, ...]:
    """By version, the newest of each qualification first."""
    rows = OccupationalCompetence.objects.filter(person__in=rows_of(person), ends_on__isnull=True)
    units = Unit.objects.exclude(pk__in=rows.values("unit")).select_related("version__qualification")
    grouped: dict[str, list[tuple[int, str]]] = {}
    for unit in units.order_by("version__qualification__title", "-version__number", "number"):
        grouped.setdefault(f"{unit.version.qualification.title}, version {unit.version.number}", []).append(
            (unit.pk, str(unit))
        )
    return tuple(UnitsOf(version, tuple(found)) for version, found in grouped.items())


def countersigners(person: Account, on: date) -> list[tuple[int, str]]:
    """Everybody who is qualified on that day, but this person: (id, name)."""
    people = set(AssessorStatus.objects.values_list(person_id("person"), flat=True)) - {person.person_id}
    facts = facts_of_all(people, on).values()
    found = [one for one in facts if one.level == AssessorLevel.QUALIFIED and one.active]
    return sorted(((one.person, one.name) for one in found), key=lambda pair: pair[1])


def task_choices() -> list[tuple[str, str]]:
    """The qualifications for which somebody can have a task: (id, title)."""
    return [
        (str(pk), title)
        for pk, title in Qualification.objects.order_by("title", "pk").values_list("pk", "title")
    ]


def _tasks(on: date) -> QuerySet[QualificationRole]:
    rows = QualificationRole.objects.filter(starts_on__lte=on).exclude(ends_on__lte=on)
    return rows.select_related("qualification")


def _row(person: Account, facts: AssessorFacts, hubs: Sequence[str], tasks: Sequence[str], on: date) -> Row:
    ruling = stands(facts, on)
    return Row(
        pk=person.pk,
        name=str(person),
        is_sample=person.is_sample,
        level=facts.level,
        hubs=tuple(hubs),
        units=len(facts.units),
        countersigner=facts.countersigner.name if facts.countersigner else "",
        runs_out=runs_out(facts.status, on),
        tasks=tuple(tasks),
        why_not=ruling.reason if hubs or facts.status else "",
    )


def _shown(row: Row, show: str) -> bool:
    return {
        "trainees": row.level == AssessorLevel.TRAINEE,
        "soon": row.runs_out is not None,
        "stopped": bool(row.why_not),
    }.get(show, True)


def _known(one: OccupationalCompetence, on: date) -> Known:
    version = one.unit.version
    return Known(
        pk=one.pk,
        unit=str(one.unit),
        qualification=f"{version.qualification.title}, version {version.number}",
        basis=one.basis.rstrip("."),
        starts_on=one.starts_on,
        last_day=one.ends_on - timedelta(days=1) if one.ends_on else None,
        recorded_by=str(one.recorded_by),
        now=one.starts_on <= on and (one.ends_on is None or one.ends_on > on),
    )
