"""A break from messages that ends sooner, or later, than it was to: what was put off goes with it."""

from datetime import datetime
from typing import Any

import pytest

from academy.accounts.models import Account
from learners.reminders import answers
from learners.reminders.choice_actions import answer_message, pause, wake
from learners.reminders.models import Sent, Snooze
from learners.reminders.states import SentState
from tests.learners import worlds
from tests.learners.reminders.letterbox import came
from tests.learners.reminders.moments import begun, sweep
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def waiting(who: Account, until: datetime, **facts: Any) -> Sent:
    return came(who, state=SentState.WAITING, sent_at=None, not_before=until, **facts)


def turn_of(sent: Sent) -> datetime:
    sent.refresh_from_db()
    return sent.not_before


def test_what_was_put_off_comes_when_the_break_is_ended() -> None:
    place = begun()
    pause(account_id=place.account_id, length="quarter", now=NOON)
    assert sweep(later(days=7)) == 0
    row = Sent.objects.get()
    assert row.not_before == Snooze.objects.get().until
    wake(account_id=place.account_id, now=later(days=8))
    assert sweep(later(days=8)) == 1
    row.refresh_from_db()
    assert (row.state, row.sent_at) == (SentState.SENT, later(days=8))


def test_a_break_that_ends_leaves_no_reason_behind() -> None:
    who = worlds.person()
    sent = waiting(
        who, pause(account_id=who.pk, length="month", now=NOON), why_not="They asked us not to write."
    )
    wake(account_id=who.pk, now=later(days=1))
    assert (turn_of(sent), sent.why_not) == (later(days=1), "")


@pytest.mark.parametrize(("first", "then"), [("quarter", "week"), ("week", "quarter")])
def test_another_break_moves_what_was_put_off(first: str, then: str) -> None:
    who = worlds.person()
    sent = waiting(who, pause(account_id=who.pk, length=first, now=NOON))
    until = pause(account_id=who.pk, length=then, now=later(hours=1))
    assert turn_of(sent) == until


def test_ask_me_in_a_month_moves_it_too() -> None:
    who = worlds.person()
    sent = waiting(who, pause(account_id=who.pk, length="week", now=NOON))
    question = came(who, answers.IDLE)
    answer_message(token=question.token, key=answers.MONTH, now=later(hours=1))
    assert turn_of(sent) == later(days=30, hours=1)
    wake(account_id=who.pk, now=later(hours=2))
    assert turn_of(sent) == later(hours=2)


def test_nothing_else_is_moved() -> None:
    who, other = worlds.person(), worlds.person("Bo", "bo@example.org")
    until = pause(account_id=who.pk, length="week", now=NOON)
    pause(account_id=other.pk, length="week", now=NOON)
    left = [
        waiting(other, until),
        waiting(who, later(days=2)),
        came(who, not_before=until),
    ]
    wake(account_id=who.pk, now=later(hours=1))
    assert [turn_of(sent) for sent in left] == [until, later(days=2), until]
