"""Two presses at once, on real connections."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

import pytest

from academy.shared.rulings import Refused
from learners.reminders.choice_actions import (
    answer_message,
    choose_messages,
    pause,
    set_goal,
    start_again,
    stop_kinds,
    wake,
)
from learners.reminders.models import MessageChoice, Sent, Snooze, StudyGoal
from learners.reminders.states import SentState
from tests.learners import worlds
from tests.learners.reminders.letterbox import Acts, came
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    yield


def test_a_button_that_is_pressed_eight_times_acts_once(acts: Acts) -> None:
    token = came(worlds.person()).token
    at_once(*[partial(answer_message, token=token, key="yes", now=NOON)] * 8)
    assert [key for key, _ in acts.done] == ["yes"]


def perhaps_again(token: str) -> None:
    """Nothing was stopped yet, when it is the first."""
    with suppress(Refused):
        start_again(token=token, now=NOON)


def test_whatever_is_pressed_at_once_meets_without_a_deadlock(acts: Acts) -> None:
    me = worlds.person()
    sent = [came(me, kind, message_id="<1@x>") for kind in ("ask", "tip", "paper")]
    came(me, "tip", state=SentState.WAITING, sent_at=None, not_before=later(days=1))
    goal = {"lessons": 2, "weekday": 1, "hour": 19}
    both = {("ask", "email"): False, ("tip", "email"): False}
    at_once(
        *[partial(stop_kinds, token=one.token, now=NOON) for one in sent],
        partial(perhaps_again, sent[0].token),
        partial(answer_message, token=sent[0].token, key="no", now=NOON),
        *[partial(choose_messages, account_id=me.pk, wishes=both, now=NOON)] * 2,
        *[partial(pause, account_id=me.pk, length="month", now=NOON)] * 2,
        *[partial(set_goal, account_id=me.pk, now=NOON, **goal)] * 2,
    )
    assert MessageChoice.objects.filter(way="email").count() == 2
    assert Snooze.objects.count() == StudyGoal.objects.count() == 1
    at_once(*[partial(wake, account_id=me.pk, now=NOON)] * 4)
    assert not Snooze.objects.exists()
    assert Sent.objects.get(pk=sent[0].pk).answer == "no"
