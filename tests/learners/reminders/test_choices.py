"""What people choose about messages, and that it is kept and obeyed."""

from datetime import UTC, date, datetime

import pytest
from allauth.account.models import EmailAddress

from academy.accounts.actions import choose_news
from academy.accounts.models import Account, ConsentRecord
from learners.reminders.choice_actions import choose_messages, pause, wake
from learners.reminders.choice_queries import Standing, choice_rows, standing_of
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import AddressTrouble, MessageChoice, Snooze
from learners.reminders.states import Way
from tests.cast import Cast, make_cast
from tests.learners.reminders.letterbox import Acts
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
