"""What several tests of learners use."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.learners.qualifying import NOON

Nudges = list[tuple[str, dict[str, int | str]]]


@pytest.fixture
def nudges(monkeypatch: pytest.MonkeyPatch) -> Nudges:
    """What would have been handed to a worker: names of tasks with their ids."""
    handed_over: Nudges = []
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: handed_over.append((name, ids)))
    return handed_over


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon of the day on which the sample learners are under way."""
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


@pytest.fixture
def at_noon() -> Iterator[None]:
    """The same for the whole process: also sessions and cookies are as old as they say then."""
    with time_machine.travel(NOON, tick=False):
        yield
