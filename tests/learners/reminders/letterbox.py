"""Messages that came, as the engine leaves them, kinds of messages for tests, and the browser of who reads them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from learners.reminders.kinds import REMINDERS, Reminder, To
from learners.reminders.letters import Answer, Question
from learners.reminders.models import Sent
from learners.reminders.states import SentState, Way
from tests.cast import BACKEND
from tests.learners.worlds import NOON, later

WORDS = "Hello Amara,\n\nYour next lesson takes six minutes.\n\nSee you there."


def reminder(key: str, **facts: Any) -> Reminder:
    """A kind of message that is never due by itself."""
    plain: dict[str, Any] = {
        "title": key.replace("_", " ").capitalize(),
        "when": "Once a year.",
        "to_you": "Once in a while.",
        "to": To.LEARNER,
        "due": lambda now: [],
        "letters": lambda dues, now: {},
        "useful_for": timedelta(days=7),
        "again": False,
    }
    return Reminder(key=key, **{**plain, **facts})


class Acts:
    """What the answers of the question did."""

    def __init__(self) -> None:
        self.done: list[tuple[str, Any]] = []

    def question(self) -> Question:
        def act(key: str) -> Any:
            return lambda due, now: self.done.append((key, due))

        answers = [("yes", "Yes, I can come"), ("no", "No, give my place away"), ("later", "Ask me again")]
        return Question(
            asks="Can you still come on Thursday?",
            answers=tuple(Answer(key, says, f"We have noted {key}.", act(key)) for key, says in answers),
        )


def with_question(question: Question) -> None:
    """The kind `ask` asks this instead."""
    REMINDERS["ask"] = replace(REMINDERS["ask"], question=question)


def came(to: Account, kind: str = "ask", **facts: Any) -> Sent:
    """A message that was accepted by the mail server at NOON."""
    at = facts.pop("at", NOON)
    number = Sent.objects.count()
    plain = {
        "kind": kind, "subject": f"enrolment:{number}", "state": SentState.SENT, "way": Way.EMAIL, "due_at": at,
        "useful_until": later(days=7), "not_before": at, "claimed_at": at, "sent_at": at,
        "message_id": f"<{number}@example.org>", "title": f"Message {number}", "words": WORDS,
        "href": "/my-learning/", "action": "Carry on",
    }  # fmt: skip
    return Sent.objects.create(account=to, **{**plain, **facts})


def only_here(to: Account, **facts: Any) -> Sent:
    return came(to, way=Way.INBOX, message_id="", claimed_at=None, **facts)


def told(to: Account, by: Account, **facts: Any) -> Sent:
    no_mail: dict[str, Any] = {"message_id": "", "claimed_at": None, "sent_at": None, "way": Way.PHONE}
    return came(to, state=SentState.TOLD, rung_by=by, rung_at=NOON, **no_mail, **facts)


def to_ring(to: Account, **facts: Any) -> Sent:
    """Somebody rings them about it; or, with another state, somebody was to."""
    no_mail: dict[str, Any] = {"message_id": "", "claimed_at": None, "sent_at": None, "way": Way.PHONE}
    return came(to, **{"state": SentState.TO_RING, **no_mail, **facts})


def unknown(to: Account, **facts: Any) -> Sent:
    return came(to, state=SentState.UNKNOWN, sent_at=None, **facts)


def browser(who: Account | None = None, **more: Any) -> Client:
    client = Client(**more)
    if who is not None:
        client.force_login(who, backend=BACKEND)
    return client


def words(client: Client, name: str, *args: Any, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=str)
        for model in apps.get_models()
    }
