"""What several tests of messages use."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from learners.reminders.kinds import REMINDERS, To
from learners.reminders.states import Purpose
from tests.cast import Cast, make_cast
from tests.learners.reminders.letterbox import Acts, browser, reminder
from tests.learners.reminders.lines import MadeUp, coming
from tests.learners.worlds import later


@pytest.fixture
def acts() -> Iterator[Acts]:
    """The table: ask (a question, can be left), tip (can be left), paper (cannot), list (staff), news."""
    acted = Acts()
    table = (
        reminder("ask", question=acted.question()),
        reminder("tip"),
        reminder("paper", optional=False),
        reminder("list", to=To.STAFF, rings=False),
        reminder("news", purpose=Purpose.MARKETING, rings=False),
    )
    before = dict(REMINDERS)
    REMINDERS.clear()  # in place: whoever has imported the table sees it
    REMINDERS.update({one.key: one for one in table})
    yield acted
    REMINDERS.clear()
    REMINDERS.update(before)


@pytest.fixture
def readers(db: None, acts: Acts) -> Iterator[Cast]:
    """The cast, with the table of `acts`, an hour after their messages came."""
    with time_machine.travel(later(hours=1), tick=False):
        yield make_cast()


@pytest.fixture
def amara(readers: Cast) -> Client:
    """The learner's browser."""
    return browser(readers.learner)


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> MadeUp:
    """In the table, and it asks nothing."""
    return MadeUp(monkeypatch)


@pytest.fixture
def question(monkeypatch: pytest.MonkeyPatch) -> MadeUp:
    """The same, but it asks whether they come."""
    return MadeUp(monkeypatch, question=coming())
