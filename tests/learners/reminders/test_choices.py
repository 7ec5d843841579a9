"""What people choose about messages, and that it is kept and obeyed."""

from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from academy.accounts.actions import choose_news
from academy.accounts.models import Account, ConsentRecord
from academy.accounts.queries import news_choices
from academy.shared.rulings import Refused
from learners.progress.actions import mark_read
from learners.reminders.choice_actions import (
    NoSuchAnswer,
    answer_message,
    choose_messages,
    drop_goal,
    pause,
    set_goal,
    start_again,
    stop_kinds,
    wake,
)
from learners.reminders.choice_queries import Standing, choice_rows, standing_of
from learners.reminders.goal_queries import desk_of, hour_words
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Answer, Due, Question
from learners.reminders.models import AddressTrouble, MessageChoice, Sent, Snooze, StudyGoal
from learners.reminders.states import SentState, Way
from tests.cast import Cast, make_cast
from tests.learners import worlds
from tests.learners.reminders.letterbox import Acts, came, only_here, told, unknown, with_question
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


# --- how things stand ----------------------------------------------------------------------------------------


def test_where_nothing_was_said_everything_comes_but_news(cast: Cast) -> None:
    mine = standing(cast.learner)
    assert (mine.snoozed_until, mine.email_works, mine.prefers_phone, mine.news) == (None, True, False, False)
    for way in Way:
        assert all(mine.wants(one, way) for key, one in REMINDERS.items() if key != "news")
        assert not mine.wants(REMINDERS["news"], way)


def test_a_no_holds_for_its_kind_and_its_way(cast: Cast) -> None:
    choose_messages(account_id=cast.learner.pk, wishes={("ask", "email"): False}, now=NOON)
    assert not wants(cast.learner, "ask")
    assert wants(cast.learner, "ask", Way.INBOX)
    assert wants(cast.learner, "tip")
    assert wants(cast.stranger, "ask")


def test_who_says_no_to_the_emails_of_a_kind_is_not_rung_about_it(cast: Cast) -> None:
    choose_messages(account_id=cast.neighbour.pk, wishes={("ask", "email"): False}, now=NOON)
    assert not wants(cast.neighbour, "ask", Way.PHONE)
    choose_messages(account_id=cast.neighbour.pk, wishes={("ask", "phone"): True}, now=NOON)
    assert wants(cast.neighbour, "ask", Way.PHONE), "they asked for it"


def test_what_cannot_be_left_stands_in_the_inbox_in_any_case(cast: Cast) -> None:
    no = {("paper", "email"): False, ("paper", "inbox"): False}
    choose_messages(account_id=cast.learner.pk, wishes=no, now=NOON)
    assert not wants(cast.learner, "paper")
    assert wants(cast.learner, "paper", Way.INBOX)


def test_email_works_with_an_address_that_gives_nothing_back(cast: Cast) -> None:
    assert not standing(cast.neighbour).email_works, "no address"
    facts = {"account": cast.learner, "kind": "bounced", "found_at": NOON}
    AddressTrouble.objects.create(email="old@example.org", **facts)
    assert standing(cast.learner).email_works, "that was another address"
    trouble = AddressTrouble.objects.create(email="amara@example.org", **facts)
    assert not standing(cast.learner).email_works
    assert standing(cast.stranger).email_works
    AddressTrouble.objects.filter(pk=trouble.pk).update(ended_at=NOON)
    assert standing(cast.learner).email_works


def test_news_goes_to_adults_who_said_yes_at_an_address_of_theirs(cast: Cast) -> None:
    choose_news(account_id=cast.learner.pk, news={"email": True}, now=NOON)
    assert not standing(cast.learner).news, "anybody can type anybody's address"
    EmailAddress.objects.create(user=cast.learner, email="amara@example.org", verified=True, primary=True)
    assert standing(cast.learner).news
    assert not standing(cast.stranger).news
    choose_news(account_id=cast.learner.pk, news={"email": False}, now=later(hours=1))
    assert not standing(cast.learner).news


def test_no_news_for_the_young_nor_for_closed_accounts(cast: Cast) -> None:
    say_yes_to_news(cast.learner)
    facts = {"channel": "email", "given": True, "wording_version": "1", "recorded_at": NOON}
    ConsentRecord.objects.create(account=cast.minor, **facts)
    EmailAddress.objects.create(user=cast.minor, email="kit@example.org", verified=True, primary=True)
    assert not standing(cast.minor).news
    assert standing_of([cast.minor.pk], on=date(2029, 5, 1))[cast.minor.pk].news, "their birthday"
    Account.objects.filter(pk=cast.learner.pk).update(is_active=False)
    assert not standing(cast.learner).news


def test_consent_to_text_messages_is_none_to_email(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.learner, email="amara@example.org", verified=True, primary=True)
    choose_news(account_id=cast.learner.pk, news={"sms": True}, phone="07700900123", now=NOON)
    assert not standing(cast.learner).news


def test_two_queries_for_any_number_of_people(cast: Cast, django_assert_num_queries) -> None:
    choose_messages(account_id=cast.learner.pk, wishes={("ask", "email"): False}, now=NOON)
    everybody = list(Account.objects.values_list("pk", flat=True))
    with django_assert_num_queries(2):
        assert len(standing_of([*everybody, 0])) == len(everybody) > 10


# --- choosing ------------------------------------------------------------------------------------------------


def test_only_what_differs_is_written_down(cast: Cast) -> None:
    yes = {("ask", "email"): True, ("ask", "inbox"): True, ("tip", "email"): False}
    choose_messages(account_id=cast.learner.pk, wishes=yes, now=NOON)
    assert MessageChoice.objects.get().kind == "tip"
    choose_messages(account_id=cast.learner.pk, wishes={("tip", "email"): True}, now=later(hours=1))
    choice = MessageChoice.objects.get()
    assert (choice.wanted, choice.chosen_at) == (True, later(hours=1))


def test_to_be_rung_is_written_down_when_it_stood_there(cast: Cast) -> None:
    both = {("ask", "phone"): True, ("ask", "email"): False}
    choose_messages(account_id=cast.learner.pk, wishes=both, now=NOON)
    assert wants(cast.learner, "ask", Way.PHONE)


def rows_of(who: Account) -> dict[str, list[str]]:
    rows = choice_rows(who, standing(who), on=NOON.date())
    return {row.key: [way for way, _ in row.ways] for row in rows}


def test_people_choose_about_what_concerns_them(cast: Cast) -> None:
    assert rows_of(cast.learner) == {"ask": ["email", "inbox"], "tip": ["email", "inbox"], "paper": ["email"]}
    assert "list" in rows_of(cast.trainer)
    assert rows_of(cast.neighbour)["ask"] == ["phone", "inbox"], "no address"
    cast.learner.contact_by = "phone"
    cast.learner.save()
    assert rows_of(cast.learner)["ask"] == ["email", "inbox"], "there is no number, so they get e-mail"
    cast.learner.phone = "07700900123"
    cast.learner.save()
    assert rows_of(cast.learner)["ask"] == ["phone", "email", "inbox"]
    assert rows_of(cast.stranger)["ask"] == ["email", "inbox"]
    AddressTrouble.objects.create(
        account=cast.stranger, email=str(cast.stranger.email), kind="bounced", found_at=NOON
    )
    assert rows_of(cast.stranger)["ask"] == ["phone", "email", "inbox"], "e-mail comes back, so they are rung"


def test_a_break_lasts_as_long_as_it_was_asked_for(cast: Cast) -> None:
    me = cast.learner.pk
    assert pause(account_id=me, length="week", now=NOON) == later(days=7)
    january = datetime(2027, 1, 31, 19, 30, tzinfo=UTC)
    assert pause(account_id=me, length="month", now=january) == datetime(2027, 2, 28, 19, 30, tzinfo=UTC)
    april = datetime(2027, 4, 30, 18, 30, tzinfo=UTC)
    assert pause(account_id=me, length="quarter", now=january) == april, "half past seven in London"
    november = datetime(2026, 11, 30, 12, tzinfo=UTC)
    assert pause(account_id=me, length="quarter", now=november) == datetime(2027, 2, 28, 12, tzinfo=UTC)
    spring = datetime(2027, 3, 10, 12, tzinfo=UTC)
    assert pause(account_id=me, length="month", now=spring) == datetime(2027, 4, 10, 11, tzinfo=UTC), "London"
    assert standing(cast.learner).snoozed_until == Snooze.objects.get().until


def test_a_break_holds_for_what_can_be_left_and_ends(cast: Cast) -> None:
    pause(account_id=cast.learner.pk, length="week", now=NOON)
    mine = standing(cast.learner)
    assert mine.rests(REMINDERS["ask"], later(days=6))
    assert not mine.rests(REMINDERS["ask"], later(days=7))
    assert not mine.rests(REMINDERS["paper"], NOON)
    wake(account_id=cast.learner.pk, now=later(days=1))
    assert standing(cast.learner).snoozed_until is None
    wake(account_id=cast.learner.pk, now=later(days=1))


# --- answering -----------------------------------------------------------------------------------------------


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


def test_one_goal_each_that_can_change_and_go(cast: Cast) -> None:
    me = cast.learner.pk
    set_goal(account_id=me, lessons=2, weekday=1, hour=19, now=NOON)
    set_goal(account_id=me, lessons=3, weekday=6, hour=12, now=later(hours=1))
    goal = StudyGoal.objects.get()
    assert (goal.lessons, goal.weekday, goal.hour, goal.set_at) == (3, 6, 12, later(hours=1))
    mine = desk_of(me, now=NOON).goal
    assert mine is not None
    assert mine.promise.startswith(
        "On Sundays at noon we remind you, unless you have already done your 3 lessons"
    )
    drop_goal(account_id=me)
    assert desk_of(me, now=NOON).goal is None
    drop_goal(account_id=me)


@pytest.mark.parametrize(
    "facts", [{"lessons": 0}, {"lessons": 21}, {"weekday": 7}, {"hour": 7}, {"hour": 21}]
)
def test_a_goal_that_makes_no_sense_is_not_kept(cast: Cast, facts: dict[str, int]) -> None:
    sound = {"lessons": 2, "weekday": 1, "hour": 19}
    with pytest.raises(IntegrityError), transaction.atomic():
        set_goal(account_id=cast.learner.pk, now=NOON, **{**sound, **facts})


def test_the_week_begins_on_monday_in_london(cast: Cast) -> None:
    course = worlds.course(4)
    set_goal(account_id=cast.learner.pk, lessons=3, weekday=1, hour=19, now=NOON)
    monday = datetime(2026, 6, 28, 23, 0, tzinfo=UTC)  # midnight in London
    before = datetime(2026, 6, 28, 22, 59, tzinfo=UTC)
    for lesson, at in zip(worlds.lessons(course), (before, monday, monday, monday), strict=True):
        mark_read(lesson=lesson, by=worlds.signed_in(cast.learner), now=at)
    other = worlds.signed_in(cast.stranger)
    mark_read(lesson=worlds.lessons(course)[0], by=other, now=monday)
    goal = desk_of(cast.learner.pk, now=monday).goal
    assert goal is not None
    assert (goal.done, goal.reached) == (3, True)
    goal = desk_of(cast.learner.pk, now=before).goal
    assert goal is not None and goal.done == 4, "the week before"


def test_hours_as_people_say_them() -> None:
    assert [hour_words(hour) for hour in (8, 12, 17)] == ["8am", "noon", "5pm"]


def test_new_is_what_can_have_been_seen_nowhere_else(cast: Cast, django_assert_num_queries) -> None:
    me = cast.learner
    came(me)
    told(me, cast.trainer)
    only_here(me, read_at=NOON)
    only_here(cast.stranger)
    came(me, state=SentState.WAITING, sent_at=None, way="inbox")
    with django_assert_num_queries(1):
        assert desk_of(me.pk, now=NOON).new_messages == 0
    only_here(me)
    unknown(me)
    came(me, bounced_at=NOON)
    assert desk_of(me.pk, now=NOON).new_messages == 3
