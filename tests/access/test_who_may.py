"""The table of who_may.py is what the policies say; and no policy of these slices is left out of it."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.access import who_may_judge_steps, who_may_way_steps  # noqa: F401 (their steps are in STEPS)
from tests.access.who_may import PEOPLE, TABLE
from tests.access.who_may_record_steps import OF_RECORDS
from tests.access.who_may_signing_steps import OF_SIGNING
from tests.access.who_may_steps import OF_THINGS, STEPS
from tests.access.who_may_work_steps import OF_WORK
from tests.access.who_may_world import Somebody, make_people
from tests.cast import BACKEND
from tests.learners import qualifying

ROOT = Path(__file__).parents[2]
ABOUT_WORK = ("registrations", "planning", "portfolio", "submissions", "adjustments", "assessment")
SLICES = (
    "courses.qualifications.staff_policies",
    "learners.dashboards.work_policies",
    *(
        f"learners.{package}.{one.stem}"
        for package in ABOUT_WORK
        for one in sorted((ROOT / "learners" / package).glob("*policies.py"))
    ),
)


Address = Callable[[Somebody], str]


def at(name: str) -> Address:
    return lambda one: reverse(name)


def of_registration(name: str) -> Address:
    return lambda one: reverse(name, args=[one.case.registration.token])


def of_allocation(one: Somebody) -> str:
    registration = one.case.registration
    given = registration.allocations.filter(ends_on=None).first()
    if given is None:
        given = qualifying.allocated(registration, one.case.cast.assessor)
    return reverse("allocation-end", args=[registration.token, given.pk])


SCREENS: dict[str, Address] = {
    "see who assesses": of_registration("allocate"),
    "end or hand over": of_allocation,
    "give many at once": at("allocate-many"),
    "declare an interest": at("conflicts"),
    "see this declaration": lambda one: reverse("conflict", args=[one.case.conflict_of(one.account).pk]),
    "see the page of the work": of_registration("learner-work"),
    "see what can be judged without a hand-in": of_registration("to-judge"),
    "read plan and notes": of_registration("plan"),
    "open “My learners”": at("my-learners"),
    "see templates": at("plan-templates"),
    "see what is still to show": of_registration("to-show"),
    "see what was handed in": lambda one: reverse("submission", args=[one.case.submission.token]),
    "see the draft": lambda one: reverse("draft-look", args=[one.case.look.token]),
    "read the staff file": at("assessors"),
    "see one assessor's page": lambda one: reverse("assessor", args=[one.case.cast.assessor.pk]),
}


def rows() -> dict[str, list[str]]:
    """Each step with its marks, a string for each group of people."""
    lines = [line for line in TABLE.strip("\n").splitlines() if "|" in line]
    head, *others = [[cell.strip() for cell in line.rstrip("| ").split("|")] for line in lines]
    assert head[1:] == list(PEOPLE.values()), "the head names other people"
    assert len({name for name, *_ in others}) == len(others), "a step stands there twice"
    return {name: marks for name, *marks in others}


def test_every_step_has_a_row() -> None:
    assert set(rows()) == set(STEPS)


@pytest.mark.django_db
def test_everybody_may_what_the_table_says_and_every_no_says_why() -> None:
    """Both at once: asking each of them everything takes most of a minute."""
    people = make_people()
    assert {group: len(marks) for group, marks in PEOPLE.items()} == {
        group: len(people[group]) for group in PEOPLE
    }
    bare: list[str] = []
    said = {name: [asked(name, people[group], bare) for group in PEOPLE] for name in STEPS}
    wrong = [f"{name}: {' | '.join(marks)}" for name, marks in said.items() if rows().get(name) != marks]
    assert wrong == [] and bare == []


@pytest.mark.django_db
@pytest.mark.parametrize("group", PEOPLE)
def test_the_pages_say_the_same(group: str) -> None:
    """Whoever may, gets the page; whoever may not, is refused or led to their own."""
    wrong = []
    for one in make_people()[group]:
        browser = Client(raise_request_exception=False)
        browser.force_login(one.account, backend=BACKEND)
        for name, address in SCREENS.items():
            path, allowed = address(one), bool(STEPS[name].asked(one.account, one.case))
            status = browser.get(path).status_code
            if (status == 200) != allowed or status >= 500:
                wrong.append(f"{name}, {one.account}: {status} at {path}")
    assert wrong == []


@pytest.mark.parametrize("name", SLICES)
def test_no_policy_is_left_out(name: str) -> None:
    known = {policy for step in STEPS.values() for policy in step.policies} | {
        *OF_THINGS,
        *OF_WORK,
        *OF_RECORDS,
        *OF_SIGNING,
    }
    assert [one.__name__ for one in policies(name) if one not in known] == []


def asked(name: str, people: list[Somebody], bare: list[str]) -> str:
    """A mark for each of them; whoever gets a no without a reason is added to `bare`."""
    marks = ""
    for one in people:
        ruling = STEPS[name].asked(one.account, one.case)
        marks += "y" if ruling else "."
        if not ruling and len(ruling.reason) < 20:
            bare.append(f"{one.account}: {name}")
    return marks


def policies(name: str) -> Iterator[Callable[..., object]]:
    """The functions of this module that rule on something."""
    module = importlib.import_module(name)
    for found, function in inspect.getmembers(module, inspect.isfunction):
        if found.startswith("may_") and function.__module__ == name:
            yield function
