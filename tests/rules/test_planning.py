"""Plans: what is missing in one, what its next version changes, what a template becomes; and whose turn it is."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from learners.dashboards.my_learners_rules import LearnerFacts, UnitFacts, is_still, turn_of, unit_words
from learners.planning.rules import (
    MOST_TASKS,
    Change,
    PlanFacts,
    TaskFacts,
    changes,
    faults_of,
    from_template,
    pairs,
    without_days,
)

TODAY = date(2026, 11, 20)
SOON = date(2026, 12, 1)
TASK = TaskFacts("Three talks", "observation", frozenset({1, 2}), due_on=SOON)
TAKEN = frozenset({1, 2, 3})
METHODS = {"observation": "Observation", "product": "Product of work"}
NUMBERS = {1: "1.1 of unit 1", 2: "1.2 of unit 1", 3: "1.1 of unit 2"}


def faults(*tasks: TaskFacts) -> list[str]:
    return faults_of(PlanFacts(tasks), taken=TAKEN, today=TODAY)


def test_a_whole_plan_has_no_fault() -> None:
    assert faults(TASK, replace(TASK, title="Notes", due_on=None, meets_on=TODAY)) == []


@pytest.mark.parametrize(
    ("task", "says"),
    [
        (replace(TASK, title="  "), "Task 1: say what there is to do."),
        (replace(TASK, criteria=frozenset()), "Task 1: tick at least one criterion that it shows."),
        (
            replace(TASK, criteria=frozenset({1, 9})),
            "Task 1: a criterion is not of a unit that this learner takes. Tick others.",
        ),
        (replace(TASK, due_on=None), "Task 1: give the day until when it is done, or the day you meet."),
        (
            replace(TASK, meets_on=date(2026, 12, 2)),
            "Task 1: you meet for it after the day it is due. Change one of the two.",
        ),
        (
            replace(TASK, due_on=date(2026, 11, 19)),
            "Task 1: its day is over. Give a day from today on.",
        ),
        (
            replace(TASK, meets_on=date(2026, 11, 19)),
            "Task 1: its day is over. Give a day from today on.",
        ),
    ],
)
def test_each_fault_says_what_to_do(task: TaskFacts, says: str) -> None:
    assert faults(task) == [says]


def test_no_task_and_too_many() -> None:
    assert faults() == ["The plan has no task yet. Write at least one thing to do."]
    assert len(faults(*[TASK] * MOST_TASKS)) == 0
    assert len(faults(*[TASK] * (MOST_TASKS + 1))) == 1


def found(before: PlanFacts, after: PlanFacts) -> tuple[Change, ...]:
    return changes(before, after, numbers=NUMBERS, methods=METHODS)


def test_the_same_plan_changes_nothing() -> None:
    plan = PlanFacts((TASK,), "Words", "Large print", SOON)
    assert found(plan, replace(plan, words="Other words")) == ()


def test_what_is_new_gone_and_other() -> None:
    gone, new = replace(TASK, title="A quiz", criteria=frozenset({3})), TaskFacts("A map", "product")
    moved = replace(TASK, due_on=date(2026, 12, 8), place="Library", criteria=frozenset({1, 3}))
    assert found(PlanFacts((TASK, gone)), PlanFacts((moved, new))) == (
        Change(
            "other",
            "Three talks",
            (
                "Done by: 8 December 2026. It was 1 December 2026.",
                "Where: Library.",
                "It now also shows 1.1 of unit 2.",
                "It no longer shows 1.2 of unit 1.",
            ),
        ),
        Change("new", "A map"),
        Change("gone", "A quiz"),
    )


def test_a_task_with_another_name_is_known_by_what_it_shows() -> None:
    named = replace(TASK, title="Three long talks")
    assert pairs((TASK,), (TaskFacts("A map", "product"), named)) == {1: 0}
    (one,) = found(PlanFacts((TASK,)), PlanFacts((named,)))
    assert one == Change("other", "Three long talks", ("Its name was “Three talks”.",))


def test_two_tasks_of_one_name_are_two() -> None:
    assert pairs((TASK, TASK), (TASK, TASK)) == {0: 0, 1: 1}
    assert pairs((TASK,), (TASK, TASK)) == {0: 0}


def test_what_helps_and_the_day_of_looking_are_changes_too() -> None:
    one, two = found(PlanFacts(), PlanFacts(adjustments="More time", review_on=SOON))
    assert one.words == ("Now: More time",)
    assert two.words == ("The day: 1 December 2026.",)


def test_a_template_gives_days_and_only_what_the_learner_takes() -> None:
    tasks: list[dict[str, object]] = [
        {
            "title": "A",
            "method": "product",
            "criteria": [1, 9],
            "due_after": 14,
            "place": "Hub",
            "witness": "",
        },
        {"title": "B", "method": "product", "criteria": [9], "due_after": None},
        {"title": "C", "method": "product", "criteria": [], "due_after": None},
    ]
    first, second = from_template(tasks, taken=TAKEN, starts_on=TODAY)
    assert first == TaskFacts("A", "product", frozenset({1}), due_on=date(2026, 12, 4), place="Hub")
    assert (second.title, second.due_on) == ("C", None)


def test_days_that_are_over_are_chosen_anew() -> None:
    plan = PlanFacts((replace(TASK, meets_on=date(2026, 11, 1)),), review_on=date(2026, 11, 1))
    begun = without_days(plan, before=TODAY)
    assert (begun.tasks[0].due_on, begun.tasks[0].meets_on, begun.review_on) == (SOON, None, None)


# --- whose turn it is ---------------------------------------------------------------------------------------

AMARA = LearnerFacts("Amara", "in_progress", plan="accepted", task="Three talks", task_on=SOON)


@pytest.mark.parametrize(
    ("facts", "mine", "says"),
    [
        (
            {"conflict": True, "waiting_since": TODAY},
            False,
            "A conflict of interest is declared. It is closed",
        ),
        ({"state": "applied"}, False, "Accept the learner."),
        ({"state": "on_break", "break_until": SOON}, False, "On a break until 1 December."),
        ({"state": "assessed"}, False, "Every unit is signed off."),
        ({"waiting_since": TODAY, "look_since": TODAY}, True, "Work has waited since 20 November."),
        ({"look_since": TODAY, "returned": 2}, True, "A draft to look at since 20 November."),
        ({"plan": "turned_down"}, True, "Your plan does not fit."),
        ({"plan": "draft"}, True, "A plan is begun."),
        ({"plan": ""}, True, "No plan yet."),
        ({"plan": "proposed"}, False, "Read the plan and answer it."),
        ({"returned": 1}, False, "Put right what was given back"),
        ({}, False, "Three talks."),
        ({"task_on": date(2026, 11, 19)}, False, "Three talks. It is late."),
        ({"task": ""}, True, "All tasks are done."),
    ],
)
def test_whose_turn(facts: dict[str, Any], mine: bool, says: str) -> None:
    turn = turn_of(replace(AMARA, **facts), today=TODAY)
    assert turn.mine is mine and turn.words.startswith(says)
    assert (turn.who == "You") is mine


def test_the_words_of_a_unit() -> None:
    said = [
        unit_words(UnitFacts(9, waiting=2, returned=1))[0],
        unit_words(UnitFacts(9, returned=1, met=3))[0],
        unit_words(UnitFacts(9, met=3, shown=5))[0],
        unit_words(UnitFacts(9, met=3, not_yet=2, shown=5))[0],
        unit_words(UnitFacts(9, met=3, not_yet=2, held=True))[0],
        unit_words(UnitFacts(9, met=9, signed=True))[0],
        unit_words(UnitFacts(9, met=9, signed=True, held=True))[0],
        unit_words(UnitFacts(9, shown=5))[0],
        unit_words(UnitFacts(9))[0],
    ]
    assert said == [
        "2 of 9 to look at",
        "1 of 9 given back",
        "3 of 9 met",
        "3 of 9 met, 2 not yet",
        "On hold, 3 of 9 met",
        "Signed off",
        "On hold, 9 of 9 met",
        "5 of 9 with evidence",
        "Nothing yet",
    ]


def test_still_is_two_weeks() -> None:
    assert [is_still(days) for days in (0, 13, 14)] == [False, False, True]
