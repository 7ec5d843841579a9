"""What we have sent somebody, as they read it: the list, one message, and the few words on My learning."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from academy.accounts.models import Account
from academy.templating import date_words, time_words
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Answer, Question
from learners.reminders.models import Sent
from learners.reminders.policies import can_be_left, may_answer
from learners.reminders.states import SentState, Way

ON_A_PAGE = 20
# Nobody can have seen it anywhere but here: what else would be new in the eyes of its reader?
ONLY_HERE = Q(way=Way.INBOX) | Q(state=SentState.UNKNOWN) | Q(bounced_at__isnull=False)
NEVER_CAME = (SentState.TO_RING, SentState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Line:
    """One message in the list. came: how, in words. state: new (it may have reached them nowhere else), unopened
    or nothing."""

    href: str
    title: str
    at: datetime
    came: str
    state: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message as its own page shows it. came: two or three sentences. why: its kind, and when that comes."""

    title: str
    paragraphs: tuple[str, ...]
    told: bool
    came: str
    kind: str
    why: str
    action: str
    question: Question | None
    answer: Answer | None
    stop_href: str


def inbox_page(account: Account, *, number: int | str = 1) -> Page[Line]:
    """Everything that reached somebody, newest first. Two queries."""
    rows = _in_order(Sent.objects.filter(account=account).reached()).select_related("rung_by")
    page: Page[Any] = Paginator(rows, ON_A_PAGE).get_page(number)
    page.object_list = [_line(sent) for sent in page.object_list]
    return page


def readable() -> QuerySet[Sent]:
    """Messages that were said in words to somebody, or are on their way."""
    rows = Sent.objects.select_related("account", "rung_by")
    return rows.exclude(title="").exclude(state__in=NEVER_CAME)


def unread_only_here() -> QuerySet[Sent]:
    """What is new to its reader, of anybody."""
    return Sent.objects.reached().filter(ONLY_HERE, read_at=None)


def message_view(sent: Sent, *, now: datetime) -> MessageView:
    """No query; `sent` is one of `readable()`."""
    reminder = REMINDERS.get(sent.kind)
    question = reminder.question if reminder and may_answer(sent, now=now) else None
    by_email = sent.way == Way.EMAIL
    return MessageView(
        title=sent.title,
        paragraphs=tuple(part.strip() for part in sent.words.split("\n\n") if part.strip()),
        told=sent.state == SentState.TOLD,
        came=_came_in_full(sent),
        kind=reminder.title if reminder else "",
        why=reminder.to_you if reminder else "",
        action=sent.action if sent.href else "",
        question=question,
        answer=question.answer(sent.answer) if question else None,
        stop_href=reverse("message-stop", args=[sent.token]) if by_email and can_be_left(sent) else "",
    )


def _in_order(rows: QuerySet[Sent]) -> QuerySet[Sent]:
    return rows.annotate(came_at=_came_at()).order_by("-came_at", "-pk")


def _came_at() -> Coalesce:
    return Coalesce("sent_at", "rung_at", "claimed_at", "due_at")


def _line(sent: Sent) -> Line:
    only_here = sent.way == Way.INBOX or sent.state == SentState.UNKNOWN or sent.bounced_at is not None
    unread = "new" if only_here else "unopened" if sent.state != SentState.TOLD else ""
    return Line(
        href=reverse("message", args=[sent.token]),
        title=sent.title,
        at=sent.came_at,  # type: ignore[attr-defined]
        came=_came(sent),
        state="" if sent.read_at else unread,
    )


def _came(sent: Sent) -> str:
    if sent.state == SentState.TOLD:
        return f"told by telephone by {_caller(sent)}"
    if sent.way == Way.INBOX:
        return "only here"
    if sent.bounced_at is not None:
        return "by e-mail, but it came back to us"
    if sent.state == SentState.UNKNOWN:
        return "by e-mail, but we do not know whether it arrived"
    return "by e-mail"


def _came_in_full(sent: Sent) -> str:
    at = sent.sent_at or sent.rung_at or sent.claimed_at or sent.due_at
    when = f"on {date_words(at)} at {time_words(at)}"
    if sent.state == SentState.TOLD:
        return f"{_caller(sent)} told you this by telephone {when}."
    if sent.way == Way.INBOX:
        return f"It came {when}. You find it only here."
    if sent.bounced_at is not None:
        return f"It went by e-mail {when}, and came back to us {_back_on(sent.bounced_at)}."
    if sent.state == SentState.SENT:
        return f"It came {when}, by e-mail. The mail server accepted it."
    return f"It went by e-mail {when}. We do not know whether it arrived."


def _back_on(moment: datetime) -> str:
    return f"on {date_words(moment)}"


def _caller(sent: Sent) -> str:
    return sent.rung_by.short_name if isinstance(sent.rung_by, Account) else "your hub"
