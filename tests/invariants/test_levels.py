"""Every invariant is attacked at all three levels, by tests that are there."""

import ast
from pathlib import Path

import pytest

from tests.invariants.levels import AGAIN, ELSEWHERE, LEVELS

TESTS = Path(__file__).parents[1]
ALL = LEVELS | AGAIN


@pytest.mark.parametrize("invariant", [*ALL, *ELSEWHERE])
def test_its_tests_are_there(invariant: str) -> None:
    places = ALL.get(invariant) or (ELSEWHERE[invariant],)
    assert [(file, test) for file, test in places if test not in names_in(file)] == []
    number = invariant.removeprefix("INV-").partition(" ")[0]
    assert invariant in ELSEWHERE or all(f"inv_{number}_" in test for _, test in places)


def test_what_is_tried_in_the_database_is_tried_in_both() -> None:
    alone = [file for file, _ in {levels[2] for levels in ALL.values()} if "mark.both" not in read(file)]
    assert alone == []


def names_in(file: str) -> set[str]:
    tree = ast.parse(read(file))
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


def read(file: str) -> str:
    return (TESTS / file).read_text(encoding="utf-8")
