"""Messages and troubles with addresses are forgotten when their time is over, and only then."""

from datetime import timedelta
from typing import Any

import pytest

from academy.keeping.actions import forget
from academy.shared import clock
from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.states import SentState, TroubleKind
from tests.cast import Cast
from tests.learners.reminders.lines import line, message

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_what_is_over_for_a_year_is_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.keeping.actions.AT_ONCE", 3)
    now = clock.now()
    old: dict[str, Any] = {"due_at": now - timedelta(days=366), "useful_until": now - timedelta(days=300)}
    for number in range(7):
        message(cast.learner, f"old:{number}", **old)
    for state in (SentState.SKIPPED, SentState.UNKNOWN):
        message(cast.learner, f"old:{state}", state=state, **old)
    message(cast.learner, "told:1", state=SentState.TOLD, rung_by=cast.trainer, rung_at=now, **old)
    kept = [
        message(cast.learner, "new:1"),
        message(cast.learner, "useful:1", due_at=old["due_at"]),
        message(cast.learner, "waiting:1", state=SentState.WAITING, **old),
        message(cast.learner, "handing:1", state=SentState.HANDING, **old),
        line(cast.learner, cast.harbour, "ring:1", **old),
    ]
    assert forget(key="messages", now=now).gone == 10
    assert set(Sent.objects.all()) == set(kept)
    assert forget(key="messages", now=now).gone == 0


def test_no_more_than_a_portion_a_night(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.keeping.actions.AT_ONCE", 2)
    ago = clock.now() - timedelta(days=400)
    for number in range(6):
        message(cast.learner, f"old:{number}", due_at=ago, useful_until=ago)
    assert forget(key="messages", now=clock.now(), most=4).gone == 4
    assert Sent.objects.count() == 2


def test_troubles_that_ended_long_ago_are_forgotten(cast: Cast) -> None:
    now, email = clock.now(), str(cast.learner.email)
    facts: dict[str, Any] = {"account": cast.learner, "kind": TroubleKind.BOUNCED}
    ago = now - timedelta(days=400)
    AddressTrouble.objects.create(email=email, found_at=ago, ended_at=ago, **facts)
    left = AddressTrouble.objects.create(email=email, found_at=ago, **facts)
    assert forget(key="address-troubles", now=now).gone == 1
    assert list(AddressTrouble.objects.all()) == [left], "an address that does not work is not news that ages"
