"""Where people choose what we send them, take a break and set a weekly goal."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from academy.accounts.actions import choose_news
from academy.accounts.models import Account
from learners.progress.actions import mark_read
from learners.reminders.choice_actions import pause, set_goal
from learners.reminders.kinds import REMINDERS, To
from learners.reminders.models import AddressTrouble, MessageChoice, Snooze, StudyGoal
from learners.reminders.states import SentState
from tests.cast import Cast
from tests.learners import worlds
from tests.learners.reminders.letterbox import browser, came, words
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db

# --- what to send --------------------------------------------------------------------------------------------


def ticked(page: str) -> set[str]:
    boxes = [box for box in page.split("<input")[1:] if 'name="want"' in box]
    return {box.split('value="')[1].split('"')[0] for box in boxes if "checked" in box.split(">")[0]}


def test_choices_are_shown_kept_and_shown_again(readers: Cast, amara: Client) -> None:
    page = words(amara, "message-choices")
    assert ticked(page) == {"ask email", "ask inbox", "tip email", "tip inbox", "paper email"}
    assert "These always come" in page and "list" not in ticked(page)
    shown = ["ask email", "ask inbox", "tip email", "tip inbox", "paper email"]
    amara.post(
        reverse("message-choices"), {"shown": shown, "want": ["ask inbox", "tip email", "paper email"]}
    )
    page = words(amara, "message-choices")
    assert ticked(page) == {"ask inbox", "tip email", "paper email"}
    assert "Your choices are saved." in page
    assert MessageChoice.objects.count() == 2


def test_what_was_not_on_the_page_is_left_as_it_is(readers: Cast, amara: Client) -> None:
    nonsense = ["gone email", "ask pigeon", "ask", "", "ask email extra"]
    amara.post(reverse("message-choices"), {"shown": ["ask email", *nonsense], "want": nonsense})
    assert list(MessageChoice.objects.values_list("kind", "way", "wanted")) == [("ask", "email", False)]


def test_staff_choose_about_their_own_kinds_too(readers: Cast) -> None:
    assert "list email" in ticked(words(browser(readers.trainer), "message-choices"))


def test_news_stands_apart_and_only_for_adults(readers: Cast, amara: Client) -> None:
    page = words(amara, "message-choices")
    assert "“E-mail me news about courses and campaigns”: <b>no</b>" in page
    choose_news(account_id=readers.learner.pk, news={"email": True}, now=NOON)
    assert "“E-mail me news about courses and campaigns”: <b>you said yes</b>" in words(
        amara, "message-choices"
    )
    assert "news" not in {choice.split()[0] for choice in ticked(page)}
    assert "campaigns" not in words(browser(readers.minor), "message-choices")


def test_an_address_that_does_not_work_is_told(readers: Cast, amara: Client) -> None:
    trouble = AddressTrouble.objects.create(
        account=readers.learner, email="amara@example.org", kind="bounced", found_at=NOON
    )
    page = words(amara, "message-choices")
    assert "Our e-mail does not reach you" in page and "comes back" in page
    assert reverse("account_email") in page
    AddressTrouble.objects.update(kind="complained")
    assert "marked as spam" in words(amara, "message-choices")
    AddressTrouble.objects.filter(pk=trouble.pk).update(ended_at=NOON)
    assert "does not reach you" not in words(amara, "message-choices")


def test_somebody_without_an_address_chooses_about_calls(readers: Cast) -> None:
    page = words(browser(readers.neighbour), "message-choices")
    assert "We have no e-mail address of yours" in page
    assert {"ask phone", "ask inbox"} <= ticked(page) and "ask email" not in ticked(page)


def test_whoever_would_rather_be_rung_reads_that_it_is_instead_of_email(readers: Cast, amara: Client) -> None:
    instead = "Ring me instead of e-mail</span>"
    assert instead not in words(amara, "message-choices")
    Account.objects.filter(pk=readers.learner.pk).update(contact_by="phone", phone="07700900123")
    page = words(amara, "message-choices")
    assert page.count(instead) == 3 and "your hub rings you and no e-mail comes" in page
    assert {"ask phone", "ask email"} <= ticked(page)


def test_where_email_comes_back_a_call_stands_for_it(readers: Cast, amara: Client) -> None:
    AddressTrouble.objects.create(
        account=readers.learner, email="amara@example.org", kind="bounced", found_at=NOON
    )
    page = words(amara, "message-choices")
    assert page.count("By telephone, from your hub</span>") == 3
    assert page.count("By e-mail, once it reaches you again</span>") == 3
    assert "instead of e-mail" not in page and "ask phone" in ticked(page)


def test_a_break_is_taken_shown_and_ended(readers: Cast, amara: Client) -> None:
    address = reverse("message-pause")
    assert amara.get(address).status_code == 405
    amara.post(address, {"for": "ever"})
    assert not Snooze.objects.exists()
    amara.post(address, {"for": "month"})
    assert "Until <b>20 December 2026</b>" in words(amara, "message-choices")
    amara.post(address, {"wake": "yes"})
    assert not Snooze.objects.exists()
    Snooze.objects.create(account=readers.learner, until=NOON, set_at=NOON)
    assert "You are taking a break" not in words(amara, "message-choices"), "it is over"


# --- the weekly goal -----------------------------------------------------------------------------------------


def test_a_goal_is_offered_set_shown_and_ended(readers: Cast, amara: Client) -> None:
    assert "Set a weekly goal" not in words(amara, "my-learning"), "there is nothing to learn yet"
    worlds.joined(readers.learner, worlds.course(2))
    assert "Set a weekly goal" in words(amara, "my-learning")
    assert "Set my goal" in words(amara, "study-goal")
    amara.post(reverse("study-goal"), {"lessons": "3", "weekday": "1", "hour": "19"})
    page = words(amara, "my-learning")
    assert "On Tuesdays at 7pm we remind you, unless you have already done your 3 lessons that week." in page
    assert "This week: 0 of 3 lessons" in page and "Set a weekly goal" not in page
    assert "Save my goal" in words(amara, "study-goal")
    amara.post(reverse("study-goal"), {"stop": "yes"})
    assert not StudyGoal.objects.exists()


def test_no_goal_is_offered_to_somebody_who_is_through(readers: Cast, amara: Client) -> None:
    mark_read(lesson=worlds.lessons(worlds.course(1))[0], by=worlds.signed_in(readers.learner), now=NOON)
    assert "Set a weekly goal" not in words(amara, "my-learning")


@pytest.mark.parametrize("facts", [{"lessons": "4"}, {"weekday": "7"}, {"hour": "10"}, {"lessons": ""}])
def test_a_goal_of_nonsense_is_asked_again(readers: Cast, amara: Client, facts: dict[str, str]) -> None:
    sound = {"lessons": "3", "weekday": "1", "hour": "19"}
    answer = amara.post(reverse("study-goal"), {**sound, **facts})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not StudyGoal.objects.exists()


def test_the_goal_page_says_why_no_reminder_would_come(readers: Cast, amara: Client) -> None:
    REMINDERS["study_day"] = REMINDERS.pop("tip")
    worlds.joined(readers.learner, worlds.course(2))
    set_goal(account_id=readers.learner.pk, lessons=1, weekday=0, hour=8, now=NOON)
    page = words(amara, "study-goal")
    assert "On Mondays at 8am" in page and "taking a break" not in page and "said no" not in page
    pause(account_id=readers.learner.pk, length="week", now=NOON)
    page = words(amara, "study-goal")
    assert "taking a break from messages until 27 November 2026" in page
    assert "we remind you, unless" not in page
    assert "Your goal is 1 lesson a week. Your day is Monday, at 8am." in page
    MessageChoice.objects.bulk_create(
        MessageChoice(account=readers.learner, kind="tip", way=way, wanted=False, chosen_at=NOON)
        for way in ("email", "inbox")
    )
    assert "You have said no to these reminders" in words(amara, "study-goal")


def test_the_goal_page_says_when_the_reminders_have_stopped(readers: Cast, amara: Client) -> None:
    learner = readers.learner
    place = worlds.joined(learner, worlds.course(2))
    set_goal(account_id=learner.pk, lessons=2, weekday=4, hour=18, now=NOON)
    for week in (1, 2):
        study_day(learner, later(days=7 * week))
    with time_machine.travel(later(days=15), tick=False):
        assert "On Fridays at 6pm we remind you" in words(amara, "study-goal")
        study_day(learner, later(days=14, hours=1), state=SentState.SKIPPED, sent_at=None)
        assert "On Fridays at 6pm we remind you" in words(amara, "study-goal")
    study_day(learner, later(days=21))
    with time_machine.travel(later(days=22), tick=False):
        page = words(amara, "study-goal")
        assert "Three of your study days went by" in page and "we remind you, unless" not in page
        set_goal(account_id=learner.pk, lessons=2, weekday=4, hour=18, now=later(days=22))
        assert "On Fridays at 6pm we remind you" in words(amara, "study-goal")
    type(place).objects.update(completed_at=NOON)
    page = words(amara, "study-goal")
    assert "You have no online course open" in page and "we remind you, unless" not in page


def study_day(to: Account, at: datetime, **facts: Any) -> None:
    came(to, "study_day", at=at, **facts)


def test_a_new_goal_without_a_course_promises_nothing(readers: Cast, amara: Client) -> None:
    answer = amara.post(reverse("study-goal"), {"lessons": "3", "weekday": "1", "hour": "19"})
    assert answer.headers["Location"] == reverse("study-goal")
    page = words(amara, "study-goal")
    assert "Your goal is set." in page and "You have no online course open" in page
    assert "we remind you, unless" not in page


def test_the_goal_page_says_what_leaves_a_reminder_out_and_who_sees_what(
    readers: Cast, amara: Client
) -> None:
    page = words(amara, "study-goal")
    assert "when you have already had 3 e-mails from us in seven days" in page
    assert "Nobody else sees it" not in page and "can see that we sent you a reminder, its title" in page


def test_the_real_table_can_be_chosen_from() -> None:
    who = worlds.person()
    page = words(browser(who), "message-choices")
    for reminder in REMINDERS.values():
        mine = reminder.to == To.LEARNER and reminder.purpose == "service"
        assert (f'value="{reminder.key} email"' in page) == mine
        assert reminder.to_you and (reminder.to_you in page) == mine
