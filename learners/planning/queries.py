"""Reading plans: the version that holds, the one that waits, the next thing to do."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from courses.qualifications.models import Criterion
from courses.qualifications.states import Method
from learners.planning.models import AssessmentPlan, ContactNote, PlanTask, TaskCriterion, TaskDone
from learners.planning.rules import Change, PlanFacts, TaskFacts, changes
from learners.planning.states import PlanState
from learners.registrations.models import QualRegistration

METHODS = {str(value): str(label) for value, label in Method.choices}
DAYS_SOON = 7


@dataclass(frozen=True, slots=True)
class CriterionChoice:
    """A criterion that a task can be for. number: as people say it, such as "1.2"."""

    pk: int
    number: str
    text: str
    prescribed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitChoice:
    title: str
    number: int
    criteria: tuple[CriterionChoice, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task in words. shows: (unit number, criteria in words) such as (3, "1.1, 1.2"). state: done, late, soon or
    open."""

    pk: int
    number: int
    title: str
    method: str
    due_on: date | None
    meets_on: date | None
    place: str
    witness: str
    adjustments: str
    shows: tuple[tuple[int, str], ...]
    state: str
    done_at: datetime | None
    done_by: str

    @property
    def next_on(self) -> date | None:
        """The first day that matters: when they meet, else when it is due."""
        return min((day for day in (self.meets_on, self.due_on) if day), default=None)


@dataclass(frozen=True, slots=True)
class PlanView:
    """One version. changed: what is different from the version that holds (empty: nothing, or there is none)."""

    pk: int
    token: str
    number: int
    state: str
    state_words: str
    words: str
    adjustments: str
    review_on: date | None
    made_by: str
    proposed_at: datetime | None
    answered_at: datetime | None
    answer: str
    tasks: tuple[TaskView, ...]
    changed: tuple[Change, ...] = ()

    @property
    def open_tasks(self) -> tuple[TaskView, ...]:
        return tuple(task for task in self.tasks if task.state != "done")

    @property
    def done_count(self) -> int:
        return len(self.tasks) - len(self.open_tasks)


@dataclass(frozen=True, slots=True)
class Plans:
    """Of one registration. earlier: versions that were replaced or not agreed, the newest first."""

    agreed: PlanView | None
    waiting: PlanView | None
    draft: PlanView | None
    earlier: tuple[PlanView, ...]

    @property
    def turned_down(self) -> PlanView | None:
        """The newest version, where the learner said that it does not fit and nothing newer is on its way."""
        if self.waiting or self.draft or not self.earlier:
            return None
        newest = self.earlier[0]
        newer = self.agreed is None or newest.number > self.agreed.number
        return newest if newest.state == PlanState.TURNED_DOWN and newer else None


@dataclass(frozen=True, slots=True)
class Read:
    """A plan as facts; task_ids in the order of its tasks."""

    facts: PlanFacts
    task_ids: tuple[int, ...] = field(default=())


def criteria_taken(registration_id: int) -> list[int]:
    """The criteria of the units that this learner takes. One query."""
    units = QualRegistration.objects.filter(pk=registration_id).values("units__unit")
    return list(Criterion.objects.filter(outcome__unit__in=units).values_list("pk", flat=True))


def unit_choices(units: Iterable[int]) -> tuple[UnitChoice, ...]:
    """What a task can be for, of these units (ids). Two queries."""
    rows = Criterion.objects.filter(outcome__unit__in=list(units)).select_related("outcome__unit")
    rows = rows.prefetch_related("methods").order_by(
        "outcome__unit__number", "outcome__number", "number", "pk"
    )
    found: dict[int, list[Criterion]] = defaultdict(list)
    for row in rows:
        found[row.outcome.unit_id].append(row)
    return tuple(
        UnitChoice(
            title=str(of_unit[0].outcome.unit),
            number=of_unit[0].outcome.unit.number,
            criteria=tuple(
                CriterionChoice(
                    one.pk,
                    f"{one.outcome.number}.{one.number}",
                    one.text,
                    tuple(METHODS[way.method] for way in one.methods.all() if way.prescribed),
                )
                for one in of_unit
            ),
        )
        for of_unit in found.values()
    )


def newest_plan(registration_id: int) -> AssessmentPlan | None:
    """The version with the highest number."""
    return AssessmentPlan.objects.filter(registration=registration_id).order_by("-number").first()


def plan_facts(plan: AssessmentPlan, *, open_only: bool = False) -> Read:
    """What a version says, for the rules. Two queries. open_only: without what is done."""
    rows = PlanTask.objects.filter(plan=plan).order_by("number").prefetch_related("criteria")
    if open_only:
        rows = rows.filter(done__isnull=True)
    found = list(rows)
    facts = PlanFacts(tuple(map(_facts, found)), plan.words, plan.adjustments, plan.review_on)
    return Read(facts, tuple(row.pk for row in found))


def facts_of(plan: AssessmentPlan, *, open_only: bool = False) -> PlanFacts:
    return plan_facts(plan, open_only=open_only).facts


def plans_of(registration: QualRegistration, *, today: date) -> Plans:
    """Every version of one registration in words. Four queries, however many there are."""
    rows = list(_whole().filter(registration=registration).order_by("-number"))
    agreed = next((row for row in rows if row.state == PlanState.ACCEPTED), None)
    views = {row.pk: _view(row, agreed, today) for row in rows}

    def of(*states: PlanState) -> tuple[PlanView, ...]:
        return tuple(views[row.pk] for row in rows if row.state in states)

    return Plans(
        agreed=next(iter(of(PlanState.ACCEPTED)), None),
        waiting=next(iter(of(PlanState.PROPOSED)), None),
        draft=next(iter(of(PlanState.DRAFT)), None),
        earlier=of(PlanState.REPLACED, PlanState.TURNED_DOWN),
    )


def next_task(registration: QualRegistration, *, today: date) -> TaskView | None:
    """What the learner does next by the plan that holds. At most three queries."""
    return next_tasks([registration.pk], today=today).get(registration.pk)


def next_tasks(registration_ids: Collection[int], *, today: date) -> Mapping[int, TaskView]:
    """The same for many: registration → its open task whose day comes first. At most three queries."""
    rows = _tasks().filter(
        plan__registration__in=registration_ids, plan__state=PlanState.ACCEPTED, done__isnull=True
    )
    found: dict[int, list[TaskView]] = defaultdict(list)
    for row in rows.select_related("plan"):
        found[row.plan.registration_id].append(_task(row, today))
    return {pk: min(tasks, key=_when) for pk, tasks in found.items()}


def notes_of(registration: QualRegistration) -> QuerySet[ContactNote]:
    """What was said, the newest first."""
    rows = ContactNote.objects.filter(registration=registration).select_related("written_by")
    return rows.order_by("-happened_on", "-pk")


def _when(task: TaskView) -> tuple[date, int]:
    return (task.next_on or date.max, task.number)


def _tasks() -> QuerySet[PlanTask]:
    criteria = TaskCriterion.objects.select_related("criterion__outcome__unit")
    rows = PlanTask.objects.select_related("done__done_by").order_by("number")
    return rows.prefetch_related(Prefetch("criteria", criteria))


def _whole() -> QuerySet[AssessmentPlan]:
    return AssessmentPlan.objects.select_related("made_by").prefetch_related(Prefetch("tasks", _tasks()))


def _view(row: AssessmentPlan, agreed: AssessmentPlan | None, today: date) -> PlanView:
    tasks: Sequence[PlanTask] = list(row.tasks.all())
    changed: tuple[Change, ...] = ()
    if agreed is not None and row.state in (PlanState.PROPOSED, PlanState.DRAFT):
        changed = _changed(agreed, row)
    return PlanView(
        pk=row.pk,
        token=row.token,
        number=row.number,
        state=row.state,
        state_words=PlanState(row.state).label,
        words=row.words,
        adjustments=row.adjustments,
        review_on=row.review_on,
        made_by=row.made_by.full_name,
        proposed_at=row.proposed_at,
        answered_at=row.answered_at,
        answer=row.answer,
        tasks=tuple(_task(task, today) for task in tasks),
        changed=changed,
    )


def _changed(agreed: AssessmentPlan, newer: AssessmentPlan) -> tuple[Change, ...]:
    """What is done already is not missed in the newer version."""
    before = [task for task in agreed.tasks.all() if _done(task) is None]
    after = list(newer.tasks.all())
    numbers = {
        link.criterion_id: _number(link.criterion)
        for task in (*before, *after)
        for link in task.criteria.all()
    }
    return changes(
        PlanFacts(tuple(map(_facts, before)), "", agreed.adjustments, agreed.review_on),
        PlanFacts(tuple(map(_facts, after)), "", newer.adjustments, newer.review_on),
        numbers=numbers,
        methods=METHODS,
    )


def _number(criterion: Criterion) -> str:
    outcome = criterion.outcome
    return f"{outcome.number}.{criterion.number} of unit {outcome.unit.number}"


def _facts(row: PlanTask) -> TaskFacts:
    criteria = frozenset(link.criterion_id for link in row.criteria.all())
    return TaskFacts(
        row.title, row.method, criteria, row.due_on, row.meets_on, row.place, row.witness, row.adjustments
    )


def _done(row: PlanTask) -> TaskDone | None:
    return getattr(row, "done", None)


def _task(row: PlanTask, today: date) -> TaskView:
    done = _done(row)
    by_unit: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for link in row.criteria.all():
        outcome = link.criterion.outcome
        by_unit[outcome.unit.number].append((outcome.number, link.criterion.number))
    return TaskView(
        pk=row.pk,
        number=row.number,
        title=row.title,
        method=METHODS[row.method],
        due_on=row.due_on,
        meets_on=row.meets_on,
        place=row.place,
        witness=row.witness,
        adjustments=row.adjustments,
        shows=tuple(
            (unit, ", ".join(f"{first}.{second}" for first, second in sorted(found)))
            for unit, found in sorted(by_unit.items())
        ),
        state="done" if done else _standing(row, today),
        done_at=done.done_at if done else None,
        done_by=done.done_by.full_name if done else "",
    )


def _standing(row: PlanTask, today: date) -> str:
    if row.due_on is not None and row.due_on < today:
        return "late"
    near = min((day for day in (row.due_on, row.meets_on) if day and day >= today), default=None)
    return "soon" if near is not None and (near - today).days <= DAYS_SOON else "open"
