"""Waiting for what another process does."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def eventually(question: Callable[[], Answer], *, within: float = 15.0, every: float = 0.1) -> Answer:
    """Ask until the answer is true, and give it; after `within` seconds fail, naming the last answer."""
    latest = time.monotonic() + within
    while not (answer := question()):
        if time.monotonic() > latest:
            raise AssertionError(f"not within {within:g} seconds; the last answer was {answer!r}")
        time.sleep(every)
    return answer
