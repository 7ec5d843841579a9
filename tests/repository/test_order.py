"""What takes minutes begins first where tests run side by side."""

from dataclasses import dataclass
from typing import Any, cast

from tests.fixtures.order import MINUTES, dearest_first, scope_of
from tests.servers.template import ROOT

AXE, STEPS, _ = MINUTES


@dataclass
class Item:
    """As far as the order is concerned."""

    nodeid: str
    fixturenames: tuple[str, ...] = ()


def in_order(*tests: Item) -> list[str]:
    return [one.nodeid for one in dearest_first(cast(list[Any], tests))]


def test_the_files_are_there() -> None:
    assert [name for name in MINUTES if not (ROOT / name).is_file()] == []


def test_what_takes_minutes_comes_first_then_browsers_then_the_rest() -> None:
    tests = [
        Item("tests/a.py::one"),
        Item("tests/b.py::alone"),
        Item("tests/b.py::in_a_browser", ("browser",)),
        Item(f"{STEPS}::steps[a]"),
        Item("tests/c.py::one"),
        Item(f"{AXE}::part[a]", ("browser",)),
        Item(f"{AXE}::part[b]", ("browser",)),
    ]
    names = [one.nodeid for one in tests]
    assert in_order(*tests) == [names[place] for place in (5, 6, 3, 1, 2, 0, 4)]


def test_a_module_stays_in_one_process_and_the_longest_tests_go_apart() -> None:
    assert scope_of("tests/a.py::one[x]") == scope_of("tests/a.py::two") == "tests/a.py"
    assert scope_of("tests/a.py::Sort::one") == "tests/a.py::Sort"
    assert scope_of(f"{AXE}::part[a]") != scope_of(f"{AXE}::part[b]")
