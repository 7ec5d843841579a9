"""Messages and lines to ring for the tests of what staff see: of a made-up kind whose condition a test can end."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared import clock
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Answer, Due, Letter, Question
from learners.reminders.models import Sent
from learners.reminders.states import SentState

KIND = "made_up"
WORDS = "The lift is mended."  # of every message here: nobody of the staff reads them


class MadeUp:
    """A kind in the table. `over`: what it is about and is no longer needed; `asked`: how often it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, key: str = KIND, **more: Any) -> None:
        self.over: set[str] = set()
        self.asked = 0
        facts: dict[str, Any] = {"title": "A made-up thing", "due": lambda now: (), "letters": self.letters}
        facts |= {"question": None, "acted": None, **more}
        monkeypatch.setitem(REMINDERS, key, replace(REMINDERS["course_idle"], key=key, **facts))

    def letters(self, due: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
        self.asked += 1
        return {one: Letter("/", "Go on", {}) for one in due if one.about not in self.over}


def coming() -> Question:
    """Can you still come?"""
    answers = (Answer("yes", "Yes, I come", "Good.", act), Answer("no", "No", "All right.", act))
    return Question("Can you come?", answers)


def act(due: Due, *, now: datetime) -> None:
    """Nothing."""


def message(to: Account, about: str = "thing:1", *, state: SentState = SentState.SENT, **more: Any) -> Sent:
    """A row of the log that keeps the rules of its state."""
    now = clock.now()
    facts: dict[str, Any] = {"kind": KIND, "due_at": now - timedelta(hours=1), "title": "Come on Thursday"}
    facts |= {"useful_until": now + timedelta(days=7), "words": WORDS}
    if state in (SentState.SENT, SentState.HANDING, SentState.UNKNOWN):
        facts |= {"way": "email", "message_id": f"<{about}.{to.pk}@example.org>", "claimed_at": now}
    if state is SentState.SENT:
        facts["sent_at"] = now
    facts |= more
    facts.setdefault("not_before", facts["due_at"])
    return Sent.objects.create(account=to, subject=about, state=state, **facts)


def line(to: Account, hub: Hub | None, about: str = "thing:1", **more: Any) -> Sent:
    """Somebody to ring."""
    return message(to, about, state=SentState.TO_RING, hub=hub, way="phone", **more)


def one_of_each_state(to: Account) -> None:
    """A message in each state in which one can be."""
    now = clock.now()
    message(to, "thing:1", bounced_at=None, followed_at=now, read_at=now, answer="yes", answered_at=now)
    message(to, "thing:2", way="inbox", message_id="", stopped_at=now)
    message(to, "thing:3", bounced_at=now)
    message(to, "thing:4", state=SentState.UNKNOWN)
    message(to, "thing:5", state=SentState.WAITING, not_before=now + timedelta(hours=3))
    message(to, "thing:6", state=SentState.HANDING)
    message(to, "thing:7", state=SentState.SKIPPED, why_not="It was no longer needed when its turn came")
    line(to, to.hub, "thing:8", calls=2, rung_at=now)
    message(to, "thing:9", state=SentState.TOLD, way="phone", rung_by=to, rung_at=now)
