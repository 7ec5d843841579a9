"""What we have sent you: the list, one message, the links in it, and what the pages cost."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learners.reminders.choice_actions import set_goal
from learners.reminders.choosing import NO_NEED
from learners.reminders.models import Sent
from learners.reminders.ringing_actions import NotReached
from learners.reminders.states import SentState
from tests.cast import Cast
from tests.learners.reminders.letterbox import (
    Acts,
    browser,
    came,
    everything,
    only_here,
    to_ring,
    told,
    unknown,
    words,
)
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db

LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren"


# --- the list ------------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_will_be_there(amara: Client) -> None:
    assert "We have not sent you anything yet" in words(amara, "messages")


def test_the_list_says_what_came_when_and_how(readers: Cast, amara: Client) -> None:
    came(readers.learner, title="By mail", at=later(days=-3))
    told(readers.learner, readers.trainer, title="By telephone")
    only_here(readers.learner, title="On the site", at=later(days=-1))
    unknown(readers.learner, title="Perhaps", at=later(days=-2))
    came(readers.learner, title="Back", at=later(days=-4), bounced_at=NOON)
    came(readers.stranger, title="Not mine")
    came(readers.learner, title="Not sent", state=SentState.WAITING, sent_at=None)
    came(readers.learner, title="", at=later(days=-6))
    to_ring(readers.learner, title="To ring", at=later(days=-5))
    to_ring(readers.learner, title="Not rung", at=later(days=-6), state=SentState.SKIPPED)
    to_ring(readers.learner, title="Nothing said", words="", state=SentState.SKIPPED)
    came(readers.learner, title="Dropped", state=SentState.SKIPPED, sent_at=None)
    page = words(amara, "messages")
    titles = ("By telephone", "On the site", "Perhaps", "By mail", "Back", "To ring", "Not rung")
    order = [page.index(f">{title}</a>") for title in titles]
    assert order == sorted(order) and page.count("inbox__line") == len(titles)
    for said in (
        "20 November 2026, told by telephone by Jo",
        "19 November 2026, only here",
        "18 November 2026, by e-mail, but we do not know whether it arrived",
        "17 November 2026, by e-mail</span>",
        "16 November 2026, by e-mail, but it came back to us",
        "15 November 2026, we will ring you about it",
        "14 November 2026, we could not tell you by telephone",
    ):
        assert said in page
    for title in ("Not mine", "Not sent", "Nothing said", "Dropped"):
        assert title not in page


def test_what_is_unread_is_said_in_words(readers: Cast, amara: Client) -> None:
    mail, here = came(readers.learner), only_here(readers.learner)
    page = words(amara, "messages")
    assert page.count(">New<") == page.count("Not opened here yet") == 1
    assert "1 new message<" in words(amara, "my-learning")
    for sent in (mail, here):
        words(amara, "message", sent.token)
    page = words(amara, "messages")
    assert ">New<" not in page and "Not opened" not in page
    assert "new message" not in words(amara, "my-learning")


def test_the_list_is_paged(readers: Cast, amara: Client) -> None:
    for number in range(21):
        came(readers.learner, title=f"Number {number} {LONG}", at=later(minutes=number))
    first, second = words(amara, "messages"), words(amara, "messages", query="?page=2")
    assert first.count("inbox__line") == 20 and "Number 20 " in first
    assert second.count("inbox__line") == 1 and "Number 0 " in second
    assert "Number 0 " in words(amara, "messages", query="?page=99")
    words(amara, "messages", query="?page=x")


def not_rung(readers: Cast, **facts: Any) -> Sent:
    return to_ring(readers.learner, state=SentState.SKIPPED, **facts)


@pytest.mark.parametrize("state", [SentState.TO_RING, SentState.SKIPPED])
def test_what_was_to_be_told_by_telephone_is_new_until_it_is_read(
    readers: Cast, amara: Client, acts: Acts, state: SentState
) -> None:
    sent = to_ring(readers.learner, state=state)
    assert words(amara, "messages").count(">New<") == 1
    assert "1 new message<" in words(amara, "my-learning")
    assert "Can you still come on Thursday?" in words(amara, "message", sent.token)
    assert ">New<" not in words(amara, "messages")
    assert amara.get(reverse("message-go", args=[sent.token])).headers["Location"] == "/my-learning/"
    amara.post(reverse("message-answer", args=[sent.token]), {"answer": "yes"})
    assert [key for key, _ in acts.done] == ["yes"]


# --- one message ---------------------------------------------------------------------------------------------


def test_a_message_says_its_words_and_why_it_came(readers: Cast, amara: Client) -> None:
    sent = came(
        readers.learner, "tip", words="Hello Amara,\n\nOne <b>more</b> step.\nSee https://example.org/x now."
    )
    page = words(amara, "message", sent.token)
    assert "Hello Amara,</p>" in page and "&lt;b&gt;more&lt;/b&gt;" in page
    assert '<a href="https://example.org/x"' in page
    assert "It came on 20 November 2026 at noon, by e-mail. It was handed to your e-mail provider." in page
    assert "<dd>Tip</dd>" in page and "<dd>Once in a while.</dd>" in page
    for name in ("message-go", "message-stop"):
        assert f'href="{reverse(name, args=[sent.token])}"' in page


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda readers: told(readers.learner, readers.trainer),
            "Jo told you this by telephone on 20 November 2026",
        ),
        (lambda readers: to_ring(readers.learner), "We will ring you about this."),
        (lambda readers: to_ring(readers.learner), "This is what we will tell you by telephone."),
        (lambda readers: to_ring(readers.learner, calls=1), "We have tried, and will ring you again."),
        (lambda readers: not_rung(readers), "did not do so in time."),
        (lambda readers: not_rung(readers, calls=2), "We could not reach you by telephone."),
        (lambda readers: not_rung(readers, why_not=NO_NEED), "there was no need any more."),
        (lambda readers: not_rung(readers, why_not=NotReached.NOT_WANTED), "You asked us not to ring you."),
        (lambda readers: not_rung(readers, why_not=NotReached.WRONG_NUMBER), "the number we have is wrong."),
        (lambda readers: only_here(readers.learner), "You find it only here."),
        (lambda readers: unknown(readers.learner), "We do not know whether it arrived."),
        (
            lambda readers: came(readers.learner, bounced_at=later(days=1)),
            "came back to us on 21 November 2026",
        ),
        (lambda readers: came(readers.learner, "gone"), "A message of a kind that we do not send any more."),
    ],
)
def test_a_message_says_how_it_came(readers: Cast, amara: Client, make: Any, said: str) -> None:
    assert said in words(amara, "message", make(readers).token)


def test_what_always_comes_and_what_came_here_alone_offer_no_stopping_of_emails(
    readers: Cast, amara: Client
) -> None:
    for sent in (came(readers.learner, "paper"), only_here(readers.learner)):
        page = words(amara, "message", sent.token)
        assert reverse("message-stop", args=[sent.token]) not in page
        assert reverse("message-choices") in page


def test_an_open_question_can_be_answered_there(readers: Cast, amara: Client, acts: Acts) -> None:
    sent = came(readers.learner)
    assert "Can you still come on Thursday?" in words(amara, "message", sent.token)
    amara.post(reverse("message-answer", args=[sent.token]), {"answer": "no"})
    page = words(amara, "message", sent.token)
    assert "You told us: <b>No, give my place away</b>" in page
    assert 'value="no"' not in page and 'value="yes"' in page
    with time_machine.travel(later(days=20)):
        assert "Can you still come" not in words(amara, "message", sent.token)


@pytest.mark.parametrize("state", [SentState.SKIPPED, SentState.TO_RING])
def test_what_did_not_come_has_no_page(readers: Cast, amara: Client, state: SentState) -> None:
    words(amara, "message", came(readers.learner, state=state, sent_at=None).token, status=404)
    words(amara, "message", "nobody-knows-this", status=404)


def test_reading_is_written_down_once(readers: Cast, amara: Client) -> None:
    sent = came(readers.learner)
    amara.head(reverse("message", args=[sent.token]))
    sent.refresh_from_db()
    assert sent.read_at is None, "nobody has read that"
    words(amara, "message", sent.token)
    with time_machine.travel(later(days=1)):
        words(amara, "message", sent.token)
    sent.refresh_from_db()
    assert sent.read_at == later(hours=1)
    assert sent.followed_at is None


@pytest.mark.parametrize("name", ["message", "message-go"])
def test_a_message_is_for_the_person_it_was_sent_to(readers: Cast, name: str) -> None:
    sent = came(readers.learner, title="A secret")
    before = everything()["learners.Sent"]
    page = words(browser(readers.manager), name, sent.token, status=403)
    assert "you are signed in as Mo Manager" in page
    assert f'name="next" value="{reverse(name, args=[sent.token])}"' in page
    assert "Amara" not in page and "A secret" not in page
    assert everything()["learners.Sent"] == before


# --- the link in every message -------------------------------------------------------------------------------


def test_the_link_leads_on_and_is_written_down_once(readers: Cast, amara: Client) -> None:
    sent = came(readers.learner, href="/profile/goal/")
    address = reverse("message-go", args=[sent.token])
    amara.head(address)
    assert Sent.objects.get().followed_at is None, "nobody has come"
    assert amara.get(address).headers["Location"] == "/profile/goal/"
    with time_machine.travel(later(days=1)):
        amara.get(address)
    sent.refresh_from_db()
    assert (sent.followed_at, sent.read_at) == (later(hours=1), later(hours=1))


def test_the_link_survives_signing_in(readers: Cast) -> None:
    sent = came(readers.learner)
    address, client = reverse("message-go", args=[sent.token]), browser()
    led = client.get(address).headers["Location"]
    assert led == f"{reverse('account_login')}?next={address}"
    assert f'value="{address}"' in client.get(led).content.decode()


def test_signing_out_as_somebody_else_leads_back_to_the_link(readers: Cast) -> None:
    sent, client = came(readers.learner), browser(readers.manager)
    address = reverse("message-go", args=[sent.token])
    answer = client.post(reverse("account_logout"), {"next": address})
    assert answer.headers["Location"] == address
    assert client.get(address).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "href", ["", "https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "profile/"]
)
def test_the_link_leads_nowhere_else(readers: Cast, amara: Client, href: str) -> None:
    sent = came(readers.learner, href=href)
    assert amara.get(reverse("message-go", args=[sent.token])).headers["Location"] == reverse("messages")


LINKS = ("message", "message-go", "message-answer", "message-stop")


@pytest.mark.both
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_robot_that_follows_every_link_changes_nothing(readers: Cast, acts: Acts, method: str) -> None:
    messages = [came(readers.learner, kind, message_id="<1@x>") for kind in ("ask", "tip", "paper", "news")]
    messages.append(only_here(readers.learner))
    addresses = [reverse(name, args=[sent.token]) for sent in messages for name in LINKS]
    addresses += [f"{reverse('message-answer', args=[messages[0].token])}?a=no", reverse("messages")]
    addresses += [reverse(name) for name in ("message-choices", "message-pause", "study-goal")]
    before = everything()
    for address in addresses:
        answer = getattr(browser(), method)(address)
        assert answer.status_code in (200, 302, 405)
    assert (acts.done, everything()) == ([], before)


@pytest.mark.both
@pytest.mark.parametrize("who", ["learner", "manager"])
def test_asking_about_answers_and_stopping_changes_nothing_for_anybody(
    readers: Cast, acts: Acts, who: str
) -> None:
    sent = came(readers.learner)
    client = browser(getattr(readers, who))
    client.get(reverse("messages"))  # whoever signs in leaves a trace of it
    before = everything()
    for method in (client.get, client.head):
        for query in ("", "?a=no", "?answer=no&stop=yes"):
            for name in ("message-answer", "message-stop"):
                assert method(reverse(name, args=[sent.token]) + query).status_code == 200
    assert (acts.done, everything()) == ([], before)


# --- what they cost ------------------------------------------------------------------------------------------

BUDGETS = {  # queries, the account and the session among them
    "messages": 3,
    "message": 3,
    "message-answer": 1,
    "message-stop": 4,
    "message-choices": 5,
    "study-goal": 6,  # lessons of the week are counted where there is a goal
}


@pytest.mark.parametrize("many", [1, 25])
@pytest.mark.parametrize("name", BUDGETS)
def test_each_page_keeps_to_its_number(readers: Cast, amara: Client, name: str, many: int) -> None:
    """The same for one message and for many."""
    sent = [came(readers.learner, message_id="<1@x>") for _ in range(many)][0]
    set_goal(account_id=readers.learner.pk, lessons=1, weekday=0, hour=8, now=NOON)
    client = browser() if name in ("message-answer", "message-stop") else amara
    args = [sent.token] if name in ("message", "message-answer", "message-stop") else []
    address = reverse(name, args=args)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    said = [one["sql"] for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(said) == BUDGETS[name], "\n".join(said)
