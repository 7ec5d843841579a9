"""A change of mind takes back what the earlier answer to the same message did, and nothing else."""

from datetime import datetime

import pytest

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.reminders import answers
from learners.reminders.answers import BACK, IDLE, IDLE_AGAIN, MONTH, NO_MORE
from learners.reminders.choice_actions import answer_message, choose_messages, pause
from learners.reminders.choice_queries import standing_of
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Answer, Due, Question
from learners.reminders.models import MessageChoice, Sent, Snooze
from learners.reminders.states import SentState, Way
from tests.learners import worlds
from tests.learners.reminders.letterbox import Acts, came, with_question
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def sent() -> Sent:
    return came(worlds.person(), IDLE)


def says(sent: Sent, key: str, hours: int = 0) -> None:
    answer_message(token=sent.token, key=key, now=later(hours=hours))


def wants(sent: Sent, kind: str = IDLE) -> bool:
    return standing_of([sent.account_id])[sent.account_id].wants(REMINDERS[kind], Way.EMAIL)


@pytest.mark.parametrize("then", [BACK, NO_MORE])
def test_not_now_is_taken_back_with_what_it_put_off(sent: Sent, then: str) -> None:
    says(sent, MONTH)
    until = Snooze.objects.get().until
    put_off = came(sent.account, "tip", state=SentState.WAITING, sent_at=None, not_before=until)
    says(sent, then, hours=1)
    assert not Snooze.objects.exists()
    put_off.refresh_from_db()
    assert put_off.not_before == later(hours=1)


def test_a_break_that_was_chosen_since_or_before_stays(sent: Sent) -> None:
    says(sent, MONTH)
    until = pause(account_id=sent.account_id, length="week", now=later(hours=1))
    says(sent, BACK, hours=2)
    assert Snooze.objects.get().until == until
    long = pause(account_id=sent.account_id, length="quarter", now=later(hours=3))
    says(sent, MONTH, hours=4)
    says(sent, BACK, hours=5)
    assert Snooze.objects.get().until == long


@pytest.mark.parametrize("then", [BACK, MONTH])
def test_no_more_is_taken_back(sent: Sent, then: str) -> None:
    says(sent, NO_MORE)
    assert not wants(sent) and not wants(sent, IDLE_AGAIN)
    says(sent, then, hours=1)
    assert wants(sent) and wants(sent, IDLE_AGAIN)
    says(sent, NO_MORE, hours=2)
    assert not wants(sent)
    assert not Snooze.objects.exists()


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_no_that_was_said_elsewhere_stays(sent: Sent, hours: int) -> None:
    def no() -> None:
        wishes = {(IDLE, "email"): False, ("study_day", "email"): False}
        choose_messages(account_id=sent.account_id, wishes=wishes, now=later(hours=hours))

    if hours < 0:
        no()
    says(sent, NO_MORE)
    if hours > 0:
        choose_messages(account_id=sent.account_id, wishes={(IDLE, "email"): True}, now=later(minutes=1))
        no()
    says(sent, BACK, hours=2)
    assert not wants(sent) and wants(sent, IDLE_AGAIN) and not wants(sent, "study_day")


def test_the_same_answer_to_another_message_stays(sent: Sent) -> None:
    other = came(sent.account, IDLE, at=later(days=-9))
    says(other, NO_MORE)
    says(sent, NO_MORE, hours=1)
    says(sent, BACK, hours=2)
    assert not wants(sent), "they said so once more, elsewhere"


def test_it_is_taken_back_before_the_new_answer_acts_and_with_its_moment(acts: Acts) -> None:
    done: list[tuple[str, datetime | None]] = []

    def one(key: str) -> Answer:
        return Answer(
            key, key, key,
            act=lambda due, now: done.append((key, now)),
            undo=lambda due, at, now: done.append((f"not {key}", at)),
        )  # fmt: skip

    with_question(Question("Well?", (one("yes"), one("no"))))
    sent = came(worlds.person())
    says(sent, "yes")
    says(sent, "yes", hours=1)
    says(sent, "no", hours=2)
    assert done == [("yes", NOON), ("not yes", NOON), ("no", later(hours=2))]


def test_what_the_new_answer_refuses_takes_nothing_back(acts: Acts) -> None:
    def too_late(due: Due, now: datetime) -> None:
        raise Refused("Your place was given away.")

    month = Answer(MONTH, "", "", act=answers.ask_in_a_month, undo=answers.ask_as_before)
    with_question(Question("Well?", (month, Answer("yes", "", "", act=too_late))))
    sent = came(worlds.person())
    says(sent, MONTH)
    with pytest.raises(Refused):
        says(sent, "yes", hours=1)
    assert Snooze.objects.get().set_at == NOON
    assert Sent.objects.get().answer == MONTH
    assert Account.objects.count() == 1 and not MessageChoice.objects.exists()
