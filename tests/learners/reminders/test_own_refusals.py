"""What the engine refuses by itself, whatever the condition of a kind says: one that always holds proves it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.core import mail

from academy.accounts.models import Account
from learners.reminders.channels import Lines
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Due, Letter
from learners.reminders.models import Sent
from learners.reminders.planning import plan
from learners.reminders.sending import send_next
from learners.reminders.states import Purpose, SentState
from tests.learners import worlds
from tests.learners.reminders.moments import sweep
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db
WORDS = {
    "course_title": "Listening",
    "done": 1,
    "total": 2,
    "lesson_title": "Ears",
    "lesson_why": "It is short.",
}


@pytest.fixture
def amara() -> Account:
    return worlds.person()


def always(monkeypatch: pytest.MonkeyPatch, who: Account, **facts: Any) -> None:
    """The kind is due at NOON, and its condition holds for ever."""

    def letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
        return {due: Letter("/my-learning/", "Carry on", WORDS) for due in dues}

    kind = replace(
        REMINDERS["course_idle"],
        due=lambda now: [Due(who.pk, "account:1", at=NOON)] if now >= NOON else [],
        letters=letters,
        **facts,
    )
    monkeypatch.setitem(REMINDERS, "course_idle", kind)


def the_row() -> Sent:
    return Sent.objects.get()


def test_it_is_sent_where_nothing_stands_in_the_way(monkeypatch, amara: Account) -> None:
    always(monkeypatch, amara)
    assert sweep(NOON) == 1


def test_not_to_a_closed_account(monkeypatch, amara: Account) -> None:
    always(monkeypatch, amara)
    Account.objects.update(is_active=False)
    assert sweep(NOON) == 0
    assert (the_row().state, the_row().why_not) == (SentState.SKIPPED, "The account is closed.")


def test_no_news_without_a_yes(monkeypatch, amara: Account) -> None:
    always(monkeypatch, amara, purpose=Purpose.MARKETING)
    assert sweep(NOON) == 0
    assert (the_row().state, the_row().why_not) == (SentState.SKIPPED, "They have not said yes to news.")


def test_not_at_the_very_moment_when_its_use_ends(monkeypatch, amara: Account) -> None:
    always(monkeypatch, amara)
    plan(["course_idle"], now=NOON)
    Sent.objects.update(useful_until=later(hours=1))
    with Lines() as lines:  # nobody has looked after what is past its use
        assert send_next(lines=lines, now=later(hours=1))
    assert (the_row().state, mail.outbox) == (SentState.SKIPPED, [])


def test_nobody_is_rung_about_what_is_not_worth_a_call(monkeypatch, amara: Account) -> None:
    always(monkeypatch, amara, rings=False)
    Account.objects.update(email=None)
    assert sweep(NOON) == 0
    assert (the_row().state, the_row().way, mail.outbox) == (SentState.SENT, "inbox", [])


def test_who_would_rather_be_rung_and_gave_no_number_gets_email(monkeypatch, amara: Account) -> None:
    always(monkeypatch, amara)
    Account.objects.update(contact_by="phone")
    assert sweep(NOON) == 1


def test_who_would_rather_be_rung_is_rung(monkeypatch, amara: Account) -> None:
    always(monkeypatch, amara)
    Account.objects.update(contact_by="phone", phone="07700900123")
    assert sweep(NOON) == 0
    assert the_row().state == SentState.TO_RING
