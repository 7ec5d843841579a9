"""What a plan asks for, and what is different in its next version. Pure: days come in as arguments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

MOST_TASKS = 30
MOST_CRITERIA = 60  # of one task


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One task of a plan. criteria: their ids."""

    title: str
    method: str
    criteria: frozenset[int] = frozenset()
    due_on: date | None = None
    meets_on: date | None = None
    place: str = ""
    witness: str = ""
    adjustments: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A whole plan: the tasks in their order, and what is said about all of it."""

    tasks: tuple[TaskFacts, ...] = ()
    words: str = ""
    adjustments: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions. kind: new, gone or other; words: what about it, a sentence each."""

    kind: str
    title: str
    words: tuple[str, ...] = ()


def faults_of(plan: PlanFacts, *, taken: frozenset[int], today: date) -> list[str]:
    """Why this plan cannot be proposed yet, each with what to do. taken: the criteria of the learner's own units."""
    faults = []
    if not plan.tasks:
        faults.append("The plan has no task yet. Write at least one thing to do.")
    if len(plan.tasks) > MOST_TASKS:
        faults.append(
            f"The plan has more than {MOST_TASKS} tasks. Leave some out; the next version can have them."
        )
    for number, task in enumerate(plan.tasks, start=1):
        faults += [f"Task {number}: {fault}" for fault in _faults_of_task(task, taken, today)]
    return faults


def _faults_of_task(task: TaskFacts, taken: frozenset[int], today: date) -> list[str]:
    faults = []
    if not task.title.strip():
        faults.append("say what there is to do.")
    if not task.criteria:
        faults.append("tick at least one criterion that it shows.")
    if task.criteria - taken:
        faults.append("a criterion is not of a unit that this learner takes. Tick others.")
    if task.due_on is None and task.meets_on is None:
        faults.append("give the day until when it is done, or the day you meet.")
    if task.due_on and task.meets_on and task.meets_on > task.due_on:
        faults.append("you meet for it after the day it is due. Change one of the two.")
    if any(day < today for day in (task.due_on, task.meets_on) if day):
        faults.append("its day is over. Give a day from today on.")
    return faults


def pairs(before: Sequence[TaskFacts], after: Sequence[TaskFacts]) -> dict[int, int]:
    """Which task of the next version is which of the one before: index after → index before. By title; then, of those
    left over, by method and criteria."""
    found: dict[int, int] = {}
    for key in (_by_title, _by_what):
        free = [index for index in range(len(before)) if index not in found.values()]
        for index, task in enumerate(after):
            same = next((one for one in free if key(before[one]) == key(task)), None)
            if index not in found and same is not None:
                found[index] = same
                free.remove(same)
    return found


def _by_title(task: TaskFacts) -> object:
    return task.title.strip().casefold()


def _by_what(task: TaskFacts) -> object:
    return (task.method, task.criteria)


def changes(
    before: PlanFacts, after: PlanFacts, *, numbers: Mapping[int, str], methods: Mapping[str, str]
) -> tuple[Change, ...]:
    """What the next version changes. numbers: what people call each criterion; methods: what they call each way."""
    same = pairs(before.tasks, after.tasks)
    found = []
    for index, task in enumerate(after.tasks):
        if index not in same:
            found.append(Change("new", task.title))
        elif words := tuple(_of_task(before.tasks[same[index]], task, numbers, methods)):
            found.append(Change("other", task.title, words))
    gone = [task for index, task in enumerate(before.tasks) if index not in same.values()]
    found += [Change("gone", task.title) for task in gone]
    return (*found, *_of_plan(before, after))


def _of_plan(before: PlanFacts, after: PlanFacts) -> Iterable[Change]:
    if before.adjustments != after.adjustments:
        words = after.adjustments or "there are none any more"
        yield Change("other", "What helps you in all tasks", (f"Now: {words}",))
    if before.review_on != after.review_on:
        yield Change(
            "other",
            "When you look at the plan together",
            (_moved("The day", before.review_on, after.review_on),),
        )


def _of_task(
    before: TaskFacts, after: TaskFacts, numbers: Mapping[int, str], methods: Mapping[str, str]
) -> Iterable[str]:
    if before.title != after.title:
        yield f"Its name was “{before.title}”."
    if before.method != after.method:
        yield f"How: {methods[after.method]}. It was: {methods[before.method]}."
    if before.due_on != after.due_on:
        yield _moved("Done by", before.due_on, after.due_on)
    if before.meets_on != after.meets_on:
        yield _moved("You meet on", before.meets_on, after.meets_on)
    for label, was, now in (
        ("Where", before.place, after.place),
        ("Who sees it", before.witness, after.witness),
        ("What helps you", before.adjustments, after.adjustments),
    ):
        if was != now:
            yield f"{label}: {now or 'not said any more'}." + (f" It was: {was}." if was else "")
    for label, ids in (
        ("It now also shows", after.criteria - before.criteria),
        ("It no longer shows", before.criteria - after.criteria),
    ):
        if ids:
            yield f"{label} {', '.join(sorted(numbers.get(pk, '?') for pk in ids))}."


def _moved(label: str, was: date | None, now: date | None) -> str:
    said = f"{label}: {_day(now)}." if now else f"{label}: no day any more."
    return said + (f" It was {_day(was)}." if was else "")


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def from_template(
    tasks: Iterable[Mapping[str, object]], *, taken: frozenset[int], starts_on: date
) -> tuple[TaskFacts, ...]:
    """The tasks of a template for one learner: with real days, and only criteria of units that they take. A task that
    shows nothing of theirs is left out."""
    made = []
    for task in tasks:
        criteria = frozenset(_ids(task.get("criteria"))) & taken
        after = task.get("due_after")
        due = starts_on + timedelta(days=after) if isinstance(after, int) else None
        if criteria or not task.get("criteria"):
            made.append(
                TaskFacts(
                    title=str(task.get("title", "")),
                    method=str(task.get("method", "")),
                    criteria=criteria,
                    due_on=due,
                    place=str(task.get("place", "")),
                    witness=str(task.get("witness", "")),
                )
            )
    return tuple(made)


def as_template(tasks: Iterable[TaskFacts], days: Sequence[int | None]) -> list[dict[str, object]]:
    """What a template keeps: days from the start instead of dates."""
    return [
        {
            "title": task.title,
            "method": task.method,
            "criteria": sorted(task.criteria),
            "due_after": after,
            "place": task.place,
            "witness": task.witness,
        }
        for task, after in zip(tasks, days, strict=True)
    ]


def without_days(plan: PlanFacts, *, before: date) -> PlanFacts:
    """To begin the next version with: days that are over are to be chosen again."""

    def kept(day: date | None) -> date | None:
        return day if day and day >= before else None

    tasks = tuple(
        replace(task, due_on=kept(task.due_on), meets_on=kept(task.meets_on)) for task in plan.tasks
    )
    return replace(plan, tasks=tasks, review_on=kept(plan.review_on))


def _ids(found: object) -> Iterable[int]:
    return (one for one in found if isinstance(one, int)) if isinstance(found, list) else ()
