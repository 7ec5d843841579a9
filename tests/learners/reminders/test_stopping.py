"""What the answers in a message do, and how a kind of message is stopped and started again."""

from datetime import datetime

import pytest
from allauth.account.models import EmailAddress

from academy.accounts.actions import choose_news
from academy.accounts.models import Account, ConsentRecord
from academy.accounts.queries import news_choices
from academy.shared.rulings import Refused
from learners.reminders.choice_actions import (
    NoSuchAnswer,
    answer_message,
    choose_messages,
    start_again,
    stop_kinds,
)
from learners.reminders.choice_queries import Standing, standing_of
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Answer, Due, Question
from learners.reminders.models import MessageChoice, Sent
from learners.reminders.states import Way
from tests.cast import Cast, make_cast
from tests.learners.reminders.letterbox import Acts, came, only_here, with_question
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def cast(db: None, acts: Acts) -> Cast:
    return make_cast()


def standing(who: Account) -> Standing:
    return standing_of([who.pk])[who.pk]


def wants(who: Account, kind: str, way: Way = Way.EMAIL) -> bool:
    return standing(who).wants(REMINDERS[kind], way)


def say_yes_to_news(who: Account) -> None:
    EmailAddress.objects.create(user=who, email=str(who.email), verified=True, primary=True)
    choose_news(account_id=who.pk, news={"email": True}, now=NOON)


def test_an_answer_acts_once_and_is_written_down(cast: Cast, acts: Acts) -> None:
    sent = came(cast.learner, occasion="thursday")
    for _ in range(2):
        assert answer_message(token=sent.token, key="yes", now=NOON).key == "yes"
    assert acts.done == [("yes", Due(cast.learner.pk, sent.subject, "thursday"))]
    sent.refresh_from_db()
    assert (sent.answer, sent.answered_at) == ("yes", NOON)


def test_a_change_of_mind_acts_and_is_written_down(cast: Cast, acts: Acts) -> None:
    sent = came(cast.learner)
    answer_message(token=sent.token, key="yes", now=NOON)
    answer_message(token=sent.token, key="no", now=later(hours=1))
    assert [key for key, _ in acts.done] == ["yes", "no"]
    sent.refresh_from_db()
    assert (sent.answer, sent.answered_at) == ("no", later(hours=1))


@pytest.mark.parametrize("key", ["", "maybe", "YES"])
def test_what_is_no_answer_does_nothing(cast: Cast, acts: Acts, key: str) -> None:
    sent = came(cast.learner)
    with pytest.raises(NoSuchAnswer):
        answer_message(token=sent.token, key=key, now=NOON)
    sent.refresh_from_db()
    assert (acts.done, sent.answer) == ([], "")


def test_a_week_after_its_use_a_question_is_closed(cast: Cast, acts: Acts) -> None:
    sent = came(cast.learner)
    answer_message(token=sent.token, key="yes", now=later(days=14, seconds=-1))
    with pytest.raises(Refused, match="closed"):
        answer_message(token=sent.token, key="no", now=later(days=14))
    assert [key for key, _ in acts.done] == ["yes"]


def test_nothing_is_answered_for_a_closed_account_or_without_a_question(cast: Cast, acts: Acts) -> None:
    sent, tip, gone = came(cast.learner), came(cast.learner, "tip"), came(cast.learner, "gone")
    for one in (tip, gone):
        with pytest.raises(Refused, match="nothing to answer"):
            answer_message(token=one.token, key="yes", now=NOON)
    Account.objects.filter(pk=cast.learner.pk).update(is_active=False)
    with pytest.raises(Refused, match="account"):
        answer_message(token=sent.token, key="yes", now=NOON)
    assert acts.done == []


def test_an_act_that_is_refused_leaves_no_answer(cast: Cast) -> None:
    def too_late(due: Due, now: datetime) -> None:
        Account.objects.filter(pk=due.account_id).update(phone="1")
        raise Refused("Your place was given away.")

    with_question(Question("Can you come?", (Answer("yes", "Yes", "Good.", too_late),)))
    sent = came(cast.learner)
    with pytest.raises(Refused, match="given away"):
        answer_message(token=sent.token, key="yes", now=NOON)
    sent.refresh_from_db()
    cast.learner.refresh_from_db()
    assert (sent.answer, cast.learner.phone) == ("", "")


# --- no more of these ----------------------------------------------------------------------------------------


def test_stopping_stops_every_kind_of_that_email_that_can_be_left(cast: Cast) -> None:
    ask, tip, paper = (came(cast.learner, kind, message_id="<1@x>") for kind in ("ask", "tip", "paper"))
    other = came(cast.stranger, "list", message_id="<1@x>")
    for now in (NOON, later(hours=1)):
        stop_kinds(token=tip.token, now=now)
    assert not wants(cast.learner, "ask") and not wants(cast.learner, "tip")
    assert wants(cast.learner, "paper") and wants(cast.learner, "ask", Way.INBOX)
    stopped = dict(Sent.objects.values_list("pk", "stopped_at"))
    assert stopped == {ask.pk: NOON, tip.pk: NOON, paper.pk: None, other.pk: None}
    assert wants(cast.stranger, "list")


def test_messages_without_an_email_of_their_own_are_not_taken_together(cast: Cast) -> None:
    ask, tip = only_here(cast.learner, kind="ask"), only_here(cast.learner, kind="tip")
    stop_kinds(token=ask.token, now=NOON)
    assert not wants(cast.learner, "ask")
    assert wants(cast.learner, tip.kind)


def test_what_always_comes_cannot_be_stopped(cast: Cast) -> None:
    paper = came(cast.learner, "paper")
    with pytest.raises(Refused, match="always send"):
        stop_kinds(token=paper.token, now=NOON)
    assert not MessageChoice.objects.exists()


def test_to_stop_news_is_to_take_the_consent_back(cast: Cast) -> None:
    say_yes_to_news(cast.learner)
    sent = came(cast.learner, "news")
    assert standing(cast.learner).news
    for _ in range(2):
        stop_kinds(token=sent.token, now=later(hours=1))
    assert not standing(cast.learner).news
    assert list(ConsentRecord.objects.order_by("pk").values_list("given", flat=True)) == [True, False]
    with pytest.raises(Refused):
        start_again(token=sent.token, now=later(hours=1, minutes=1))
    assert news_choices(cast.learner) == {"email": False}, "a yes is given where its words stand"
    assert not MessageChoice.objects.exists()


def test_stopped_by_mistake_comes_again(cast: Cast) -> None:
    sent = came(cast.learner)
    stop_kinds(token=sent.token, now=NOON)
    start_again(token=sent.token, now=later(minutes=1))
    assert wants(cast.learner, "ask")
    sent.refresh_from_db()
    assert sent.stopped_at is None


def test_only_within_the_hour_does_the_message_itself_start_them_again(cast: Cast) -> None:
    """And only what was stopped from it: an old e-mail may be in anybody's hands."""
    sent, other = came(cast.learner), came(cast.learner)
    tip = came(cast.learner, "tip", message_id=sent.message_id, stopped_at=later(days=-1))
    choose_messages(account_id=cast.learner.pk, wishes={("tip", "email"): False}, now=NOON)
    stop_kinds(token=sent.token, now=NOON)
    for token, now in ((sent.token, later(hours=1)), (other.token, later(minutes=1))):
        with pytest.raises(Refused, match="Sign in"):
            start_again(token=token, now=now)
    assert not wants(cast.learner, "ask")
    start_again(token=sent.token, now=later(minutes=59))
    assert wants(cast.learner, "ask") and not wants(cast.learner, tip.kind)


def test_a_kind_that_is_no_longer_sent_can_be_stopped_all_the_same(cast: Cast) -> None:
    sent = came(cast.learner, "gone")
    stop_kinds(token=sent.token, now=NOON)
    assert MessageChoice.objects.get().kind == "gone"


# --- the weekly goal -----------------------------------------------------------------------------------------
