"""The log of messages as staff read it: when, about what, by which way and what became of it. Never what they say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse

from academy.accounts.models import Account
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.staff_queries import title_of
from learners.reminders.states import SentState, Way

ON_A_PAGE = 25
CAME_BACK = "came_back"
STATES: dict[str, tuple[str, str]] = {  # value → words on the filter, kind of the label
    SentState.WAITING: ("Waiting", "info"),
    SentState.HANDING: ("Being sent", "info"),
    SentState.SENT: ("Accepted", "done"),
    SentState.UNKNOWN: ("Unknown", "warn"),
    SentState.SKIPPED: ("Not sent", ""),
    SentState.TO_RING: ("To ring", "info"),
    SentState.TOLD: ("Told", "done"),
    CAME_BACK: ("Came back", "stop"),
}
WAYS = {**dict(Way.choices), Way.INBOX: "On this site"}


@dataclass(frozen=True, slots=True)
class Step:
    """What happened, and when."""

    words: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One line of the log. title: what it said above; kind: which sort of message; tag: its state in a word or two.

    way: empty where it was never decided.
    """

    due_at: datetime
    title: str
    kind: str
    way: str
    tag: str
    tag_kind: str
    steps: tuple[Step, ...]
    name: str
    href: str
    is_sample: bool


def messages_to(account: Account, *, now: datetime, number: int = 1) -> Page[MessageRow]:
    """What we have sent one person or mean to send, newest first. Two queries."""
    return _paged(Q(account=account), ("-due_at", "-pk"), now, number)


def messages_about(subject: str, kind: str, *, now: datetime, number: int = 1) -> Page[MessageRow]:
    """Everybody's of one kind about one thing, by name. Two queries."""
    return _paged(Q(subject=subject, kind=kind), ("account__full_name", "pk"), now, number)


def messages_where(chosen: Q, *, now: datetime, number: int = 1) -> Page[MessageRow]:
    """Those of them, newest first. Two queries."""
    return _paged(chosen, ("-due_at", "-pk"), now, number)


def all_messages(
    *, now: datetime, kind: str = "", state: str = "", way: str = "", number: int = 1
) -> Page[MessageRow]:
    """Everybody's, newest first, narrowed down. Two queries."""
    chosen = Q()
    if kind:
        chosen &= Q(kind=kind)
    if state == CAME_BACK:
        chosen &= Q(bounced_at__isnull=False)
    elif state:
        chosen &= Q(state=state)
    if way:
        chosen &= Q(way=way)
    return _paged(chosen, ("-pk",), now, number)


def steps_of(sent: Sent, now: datetime) -> tuple[Step, ...]:
    """What became of a message, in words, in the order in which it happened."""
    return (*_way_there(sent, now), *_afterwards(sent))


def _paged(chosen: Q, order: Iterable[str], now: datetime, number: int) -> Page[MessageRow]:
    rows = Sent.objects.filter(chosen).select_related("account", "hub", "rung_by").defer("words")
    page: Page[Any] = Paginator(rows.order_by(*order), ON_A_PAGE).get_page(number)
    page.object_list = [_row(sent, now) for sent in page.object_list]
    return page


def _row(sent: Sent, now: datetime) -> MessageRow:
    tag, tag_kind = STATES[CAME_BACK if sent.bounced_at else sent.state]
    reminder = REMINDERS.get(sent.kind)
    return MessageRow(
        due_at=sent.due_at,
        title=title_of(sent),
        kind=reminder.title if reminder else sent.kind.replace("_", " "),
        way=WAYS.get(sent.way, ""),
        tag=tag,
        tag_kind=tag_kind,
        steps=steps_of(sent, now),
        name=str(sent.account),
        href=reverse("person-messages", args=[sent.account_id]),
        is_sample=sent.account.is_sample,
    )


def _way_there(sent: Sent, now: datetime) -> Iterable[Step]:
    match sent.state:
        case SentState.WAITING:
            yield Step("Waiting since", sent.due_at)
            if sent.why_not:
                yield Step(_sentence(sent.why_not))
            if sent.not_before > now:
                yield Step("Its turn comes on", sent.not_before)
        case SentState.HANDING:
            yield Step("Being handed to the mail server since", sent.claimed_at)
        case SentState.SENT if sent.way == Way.INBOX:
            yield Step("Put into their messages on this site on", sent.sent_at)
        case SentState.SENT:
            yield Step("Accepted by the mail server on", sent.sent_at)
            if sent.again:
                yield Step("It may have come twice: we were cut off while sending it the first time.")
        case SentState.UNKNOWN:
            yield Step("It may or may not have arrived. We were cut off while sending it on", sent.claimed_at)
        case SentState.SKIPPED:
            yield Step(f"Not sent. {_sentence(sent.why_not)}".strip())
            if sent.rung_by:
                yield Step(f"{sent.rung_by} took it off the list of people to ring on", sent.rung_at)
        case SentState.TO_RING:
            at = f" of {sent.hub.name}" if sent.hub else ""
            yield Step(f"On the list{at} of people to ring, since", sent.due_at)
            if sent.calls:
                times = "once" if sent.calls == 1 else f"{sent.calls} times"
                yield Step(f"Rung {times} without an answer, the last time on", sent.rung_at)
        case SentState.TOLD:
            yield Step(f"Told by telephone by {sent.rung_by} on", sent.rung_at)


def _afterwards(sent: Sent) -> Iterable[Step]:
    if sent.bounced_at:
        yield Step("It came back on", sent.bounced_at)
    if sent.read_at:
        yield Step("They opened it on this site on", sent.read_at)
    if sent.followed_at and sent.followed_at != sent.read_at:
        yield Step("They followed its link on", sent.followed_at)
    if sent.answer:
        yield Step(f"They answered “{answer_words(sent.kind, sent.answer)}” on", sent.answered_at)
    if sent.stopped_at:
        yield Step("They asked for no more messages like this on", sent.stopped_at)


def answer_words(kind: str, answer: str) -> str:
    """What the button said."""
    reminder = REMINDERS.get(kind)
    found = reminder.question.answer(answer) if reminder and reminder.question else None
    return found.says if found else answer.replace("_", " ")


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?")) else f"{words}."
