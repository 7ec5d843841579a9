"""Answering a message and stopping its kind, without signing in."""

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from academy.accounts.actions import choose_news
from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.reminders.choice_queries import standing_of
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Answer, Question
from learners.reminders.models import MessageChoice, Sent
from learners.reminders.states import Way
from tests.cast import Cast
from tests.learners.reminders.letterbox import Acts, browser, came, with_question, words
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db

ONE_CLICK: Any = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}


# --- answering -----------------------------------------------------------------------------------------------


def test_an_answer_needs_no_signing_in_and_says_what_happened(readers: Cast, acts: Acts) -> None:
    sent, client = came(readers.learner), browser()
    address = reverse("message-answer", args=[sent.token])
    page = words(client, "message-answer", sent.token, query="?a=no")
    assert page.index('value="no"') < page.index('value="yes"') < page.index('value="later"')
    assert page.count("button--big") == 1
    answer = client.post(f"{address}?a=no", {"answer": "no"})
    assert answer.headers["Location"] == address
    page = words(client, "message-answer", sent.token)
    assert "You told us: No, give my place away. We have noted no." in page
    assert 'value="no"' not in page and 'value="yes"' in page
    client.post(address, {"answer": "yes"})
    assert [key for key, _ in acts.done] == ["no", "yes"]


@pytest.mark.parametrize("query", ["", "?a=", "?a=maybe"])
def test_without_a_known_answer_all_stand_side_by_side(readers: Cast, query: str) -> None:
    page = words(browser(), "message-answer", came(readers.learner).token, query=query)
    assert "button--big" not in page
    assert page.index('value="yes"') < page.index('value="no"')


def test_no_answer_is_asked_for_again(readers: Cast, acts: Acts) -> None:
    sent = came(readers.learner)
    answer = browser().post(reverse("message-answer", args=[sent.token]), {"answer": "maybe"})
    assert (answer.status_code, acts.done) == (422, [])
    assert "Please press one of the answers" in answer.content.decode()


def test_a_question_that_is_over_says_so(readers: Cast, acts: Acts) -> None:
    sent = came(readers.learner, answer="yes", answered_at=NOON)
    address = reverse("message-answer", args=[sent.token])
    with time_machine.travel(later(days=14)):
        page = words(browser(), "message-answer", sent.token)
        assert "This question is closed" in page and "Yes, I can come" in page
        assert "<button" not in page.split("<main")[1].split("</main")[0]
        late = browser().post(address, {"answer": "no"})
    assert (late.status_code, acts.done) == (403, [])
    assert "This question is closed" in late.content.decode()


def test_a_message_without_a_question_says_so(readers: Cast) -> None:
    for kind in ("tip", "gone"):
        assert "nothing to answer" in words(browser(), "message-answer", came(readers.learner, kind).token)


def test_what_the_act_refuses_is_said(readers: Cast) -> None:
    def too_late(due: Any, now: datetime) -> None:
        raise Refused("Your place was given away.")

    with_question(Question("Can you come?", (Answer("yes", "Yes", "Good.", too_late),)))
    answer = browser().post(reverse("message-answer", args=[came(readers.learner).token]), {"answer": "yes"})
    assert answer.status_code == 403
    assert "Your place was given away." in answer.content.decode()


def test_an_answer_from_another_site_does_nothing(readers: Cast, acts: Acts) -> None:
    sent = came(readers.learner)
    careful = browser(enforce_csrf_checks=True)
    assert careful.post(reverse("message-answer", args=[sent.token]), {"answer": "no"}).status_code == 403
    assert acts.done == []


# --- no more of these ----------------------------------------------------------------------------------------


def wants_mail(who: Account, kind: str) -> bool:
    return standing_of([who.pk])[who.pk].wants(REMINDERS[kind], Way.EMAIL)


def test_stopping_asks_stops_and_takes_it_back(readers: Cast) -> None:
    sent, client = came(readers.learner), browser()
    address = reverse("message-stop", args=[sent.token])
    assert "No more e-mails like this?" in words(client, "message-stop", sent.token)
    assert client.post(address, {}).headers["Location"] == address
    assert wants_mail(readers.learner, "ask")
    assert client.post(address, {"stop": "yes"}).headers["Location"] == address
    assert not wants_mail(readers.learner, "ask")
    page = words(client, "message-stop", sent.token)
    assert "<h1>Done</h1>" in page and "You can change your mind here" in page
    client.post(address, {"again": "yes"})
    assert wants_mail(readers.learner, "ask")
    assert "No more e-mails like this?" in words(client, "message-stop", sent.token)


def test_an_old_message_leads_to_the_choices_to_start_again(readers: Cast) -> None:
    sent, client = came(readers.learner), browser()
    address = reverse("message-stop", args=[sent.token])
    client.post(address, {"stop": "yes"})
    with time_machine.travel(later(hours=2), tick=False):
        page = words(client, "message-stop", sent.token)
        assert "<h1>Done</h1>" in page and "Send them again" not in page and "ask you to sign in" in page
        answer = client.post(address, {"again": "yes"})
    assert answer.headers["Location"] == reverse("message-choices")
    assert not wants_mail(readers.learner, "ask")


def test_a_mail_program_stops_in_one_press(readers: Cast) -> None:
    """Without cookies, without a token, and answered on the spot."""
    sent, careful = came(readers.learner), browser(enforce_csrf_checks=True)
    for _ in range(2):
        answer = careful.post(reverse("message-stop", args=[sent.token]), **ONE_CLICK)
        assert answer.status_code == 200
    assert not wants_mail(readers.learner, "ask")
    assert Sent.objects.get().stopped_at == later(hours=1)


def test_one_press_may_come_as_a_form_of_parts(readers: Cast) -> None:
    sent, careful = came(readers.learner), browser(enforce_csrf_checks=True)
    one = {"List-Unsubscribe": "One-Click"}
    assert careful.post(reverse("message-stop", args=[sent.token]), one).status_code == 200
    assert not wants_mail(readers.learner, "ask")


@pytest.mark.parametrize(
    "body",
    ["", "List-Unsubscribe=yes", "List-Unsubscribe=One-Click&again=yes", "stop=yes", "again=yes",
     "List-Unsubscribe=One-Click&List-Unsubscribe=One-Click", "list-unsubscribe=One-Click"],
)  # fmt: skip
def test_nothing_else_is_taken_without_a_form_of_ours(readers: Cast, body: str) -> None:
    sent, careful = came(readers.learner), browser(enforce_csrf_checks=True)
    facts = {**ONE_CLICK, "data": body}
    assert careful.post(reverse("message-stop", args=[sent.token]), **facts).status_code == 403
    assert not MessageChoice.objects.exists()


def test_our_own_form_carries_its_token(readers: Cast) -> None:
    sent, careful = came(readers.learner), browser(enforce_csrf_checks=True)
    address = reverse("message-stop", args=[sent.token])
    page = careful.get(address).content.decode()
    key = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert careful.post(address, {"stop": "yes", "csrfmiddlewaretoken": key}).status_code == 302
    assert not wants_mail(readers.learner, "ask")


def test_what_always_comes_says_so(readers: Cast) -> None:
    sent = came(readers.learner, "paper")
    assert "We always send this one" in words(browser(), "message-stop", sent.token)
    answer = browser(enforce_csrf_checks=True).post(reverse("message-stop", args=[sent.token]), **ONE_CLICK)
    assert answer.status_code == 403
    assert "need them for what you do here" in answer.content.decode()


def test_stopping_news_ends_the_consent_and_leads_to_the_profile(readers: Cast) -> None:
    choose_news(account_id=readers.learner.pk, news={"email": True}, now=NOON)
    readers.learner.emailaddress_set.create(email="amara@example.org", verified=True, primary=True)  # type: ignore[attr-defined]
    sent, client = came(readers.learner, "news"), browser()
    assert "You get no news from us by e-mail any more." in words(client, "message-stop", sent.token)
    client.post(reverse("message-stop", args=[sent.token]), {"stop": "yes"})
    page = words(client, "message-stop", sent.token)
    assert "<h1>Done</h1>" in page and "Send them again" not in page
    assert f"{reverse('profile')}#news" in page


def test_addresses_of_messages_are_kept_out_of_search_engines(readers: Cast) -> None:
    sent = came(readers.learner)
    for name in ("message-answer", "message-stop"):
        assert browser().get(reverse(name, args=[sent.token]))["X-Robots-Tag"] == "noindex"
