"""No worker is asked for anything here."""

import pytest


@pytest.fixture(autouse=True)
def nudges(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, int | str]]]:
    """What would have been handed to a worker."""
    handed_over: list[tuple[str, dict[str, int | str]]] = []
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: handed_over.append((name, ids)))
    return handed_over
