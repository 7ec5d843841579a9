"""What several tests of learners use."""

import pytest

Nudges = list[tuple[str, dict[str, int | str]]]


@pytest.fixture
def nudges(monkeypatch: pytest.MonkeyPatch) -> Nudges:
    """What would have been handed to a worker: names of tasks with their ids."""
    handed_over: Nudges = []
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: handed_over.append((name, ids)))
    return handed_over
