"""What we have sent somebody, as they read it: the list, one message, and the few words on My learning."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.templating import date_words, time_words
from learners.reminders.choosing import NO_NEED
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Answer, Question
from learners.reminders.models import Sent
from learners.reminders.policies import can_be_left, may_answer
from learners.reminders.ringing_actions import NotReached
from learners.reminders.states import SentState, Way

ON_A_PAGE = 20
# Nobody can have seen it anywhere but here: what else would be new in the eyes of its reader?
NOT_TOLD = (SentState.TO_RING, SentState.SKIPPED)
ONLY_HERE = (
    Q(way=Way.INBOX)
    | Q(state=SentState.UNKNOWN)
    | Q(bounced_at__isnull=False)
    | Q(way=Way.PHONE, state__in=NOT_TOLD)
)
NEVER_SAID = Q(state__in=NOT_TOLD) & (~Q(way=Way.PHONE) | Q(words=""))
SPOKEN = {
    SentState.TOLD: "This is what we told you by telephone.",
    SentState.TO_RING: "This is what we will tell you by telephone.",
    SentState.SKIPPED: "This is what we wanted to tell you by telephone.",
}


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
    """One message as its own page shows it. came: two or three sentences. why: its kind, and when that comes.
    spoken: whose words these are, where somebody says them on the telephone."""

    title: str
    paragraphs: tuple[str, ...]
    spoken: str
    came: str
    kind: str
    why: str
    action: str
    question: Question | None
    answer: Answer | None
    stop_href: str


def inbox_page(account: Account, *, number: int | str = 1) -> Page[Line]:
    """Everything that somebody was sent, told or is to be told, newest first. Two queries."""
    rows = _in_order(Sent.objects.filter(account__in=rows_of(account)).on_the_site()).select_related(
        "rung_by"
    )
    page: Page[Any] = Paginator(rows, ON_A_PAGE).get_page(number)
    page.object_list = [_line(sent) for sent in page.object_list]
    return page


def readable() -> QuerySet[Sent]:
    """Messages that were or are to be said in words to somebody, or are on their way."""
    rows = Sent.objects.select_related("account", "rung_by")
    return rows.exclude(title="").exclude(NEVER_SAID)


def unread_only_here() -> QuerySet[Sent]:
    """What is new to its reader, of anybody."""
    return Sent.objects.on_the_site().filter(ONLY_HERE, read_at=None)


def message_view(sent: Sent, *, now: datetime) -> MessageView:
    """No query; `sent` is one of `readable()`."""
    reminder = REMINDERS.get(sent.kind)
    question = reminder.question if reminder and may_answer(sent, now=now) else None
    by_email = sent.way == Way.EMAIL
    return MessageView(
        title=sent.title,
        paragraphs=tuple(part.strip() for part in sent.words.split("\n\n") if part.strip()),
        spoken=SPOKEN.get(SentState(sent.state), "") if sent.way == Way.PHONE else "",
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


def _came_at() -> Case:
    came = Coalesce("sent_at", "rung_at", "claimed_at", "due_at")
    return Case(When(way=Way.PHONE, state__in=NOT_TOLD, then=F("due_at")), default=came)


def _line(sent: Sent) -> Line:
    unsure = sent.state == SentState.UNKNOWN or sent.bounced_at is not None
    only_here = sent.way == Way.INBOX or unsure or _not_told(sent)
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
    if _not_told(sent):
        waits = sent.state == SentState.TO_RING
        return "we will ring you about it" if waits else "we could not tell you by telephone"
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
    if _not_told(sent):
        return _call_in_full(sent)
    if sent.way == Way.INBOX:
        return f"It came {when}. You find it only here."
    if sent.bounced_at is not None:
        return f"It went by e-mail {when}, and came back to us {_back_on(sent.bounced_at)}."
    if sent.state == SentState.SENT:
        return f"It came {when}, by e-mail. It was handed to your e-mail provider."
    return f"It went by e-mail {when}. We do not know whether it arrived."


def _call_in_full(sent: Sent) -> str:
    """What became of a call that has not told them anything."""
    since = f"It has stood here since {date_words(sent.due_at)}."
    if sent.state == SentState.TO_RING:
        tried = "We have tried, and will ring you again." if sent.calls else "We will ring you about this."
        return f"{since} {tried} You do not need to wait for the call."
    if sent.why_not == NO_NEED:
        return f"{since} We wanted to ring you about it, and then there was no need any more."
    if sent.why_not == NotReached.NOT_WANTED:
        return f"{since} You asked us not to ring you."
    if sent.why_not == NotReached.WRONG_NUMBER:
        return f"{since} We could not reach you by telephone: the number we have is wrong."
    if sent.calls or sent.rung_by_id:
        return f"{since} We could not reach you by telephone."
    return f"{since} We wanted to ring you about it, and did not do so in time."


def _not_told(sent: Sent) -> bool:
    return sent.way == Way.PHONE and sent.state in NOT_TOLD


def _back_on(moment: datetime) -> str:
    return f"on {date_words(moment)}"


def _caller(sent: Sent) -> str:
    return sent.rung_by.short_name if isinstance(sent.rung_by, Account) else "your hub"
