"""Sending: take the message whose turn it is, ask everything again, hand it over, record what the server said.

Where a worker may be killed, and what then holds:
- Before the first transaction has ended, nothing has happened: the row waits and its lock is gone.
- From then until what the server said is recorded it is the hand-over. The rows are locked for as long as it lasts
  (on PostgreSQL), so `look_after` tells a dead worker from one that waits for a slow server, whatever the clock says.
"""

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from academy.shared import clock, mail
from academy.shared.post import NotAccepted, Post, Unsure
from academy.shared.tokens import new_token
from learners.reminders.choosing import NO_NEED, Chosen, choose, letters_of
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.rules import wait_after
from learners.reminders.states import Purpose, SentState, TroubleKind, Way
from learners.reminders.trouble_actions import record_trouble

log = logging.getLogger(__name__)

# A hand-over older than this, whose rows nobody holds, belongs to a worker that died. Many times as long as a mail
# server may take to answer.
HANDED_OVER_WITHIN = timedelta(minutes=5)
MOST_LINES = 1000  # to ring, that one round looks at
AT_ONCE = 25  # messages of one task: each may wait for the mail server, and a task is ended after 300 seconds


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is handed to the mail server at once: one message about one thing or several."""

    rows: tuple[Sent, ...]
    to: str
    composed: mail.Composed
    stop_href: str

    @property
    def ids(self) -> list[int]:
        """Of its rows."""
        return [row.pk for row in self.rows]


def send_waiting(*, kind: str | None = None, most: int = AT_ONCE) -> int:
    """Send what is ready (of one kind, when one is named), but no more than one task can; gives how many turns it took.

    Every message has its own moment: hours may pass between the first and the last.
    """
    turns = 0
    with Post() as post:
        while turns < most and send_next(post=post, now=clock.now(), kind=kind):
            turns += 1
    return turns


def send_next(*, post: Post, now: datetime, kind: str | None = None) -> bool:
    """Give the next person in turn what is due to them. False when nothing is ready, or others are at it."""
    taken: list[Sent] = []
    try:
        with transaction.atomic():
            taken = _take(now, kind)
            if not taken:
                return False
            parcel = _prepare(taken, post, now)
    except Exception as error:  # whatever is wrong with one person's messages, the next have their turn
        if not taken:
            raise
        log.exception("messages %s could not be made", [row.pk for row in taken])
        _try_later(taken, now, str(error) or type(error).__name__)
        return True
    if parcel is not None:
        _hand_over(parcel, post)
    return True


def look_after(*, now: datetime) -> None:
    """What nobody else does: hand-overs whose worker died, what is past its use, calls that are not needed any more."""
    with transaction.atomic():
        left = Sent.objects.filter(state=SentState.HANDING, claimed_at__lt=now - HANDED_OVER_WITHIN)
        # whoever still hands one over holds its lock
        unsure(list(left.select_for_update(skip_locked=True, no_key=True)), now)
    past = Sent.objects.filter(useful_until__lte=now)
    why = "It could not be sent while it was of use."
    past.filter(state=SentState.WAITING, again=False).update(state=SentState.SKIPPED, why_not=why)
    past.filter(state=SentState.WAITING, again=True).update(state=SentState.UNKNOWN, why_not=why)
    past.filter(state=SentState.TO_RING).update(
        state=SentState.SKIPPED, why_not="Nobody could be reached while it was of use."
    )
    lines = list(Sent.objects.filter(state=SentState.TO_RING).order_by("due_at")[:MOST_LINES])
    held = letters_of(lines, now)
    over = Sent.objects.filter(
        state=SentState.TO_RING, pk__in=[row.pk for row in lines if row.pk not in held]
    )
    over.update(state=SentState.SKIPPED, why_not=NO_NEED)


def unsure(rows: Sequence[Sent], now: datetime) -> None:
    """They may have been accepted. What may come twice goes again, under the same Message-ID; the others are left."""
    for row in rows:
        reminder = REMINDERS.get(row.kind)
        again = reminder is not None and reminder.again
        Sent.objects.filter(pk=row.pk, state=SentState.HANDING).update(
            state=SentState.WAITING if again else SentState.UNKNOWN,
            again=again,
            tries=row.tries + 1,
            not_before=now + (wait_after(row.tries + 1) if row.again else timedelta()),
            why_not="It may have been accepted when we were cut off.",
        )


def _take(now: datetime, kind: str | None) -> list[Sent]:
    """The row whose turn it is, with what else waits for that person and may come with it.

    The person is locked too, so that two workers cannot both find room in the same week.
    """
    ready = Sent.objects.ready(now).filter(kind=kind) if kind else Sent.objects.ready(now)
    locked = ready.select_related("account").select_for_update(
        skip_locked=True, of=("self", "account"), no_key=True
    )
    first = locked.first()
    if first is None:
        return []
    if not _in_company(first):
        return [first]
    others = Sent.objects.ready(now).filter(account=first.account_id, urgent=False).exclude(pk=first.pk)
    together = [first, *(row for row in others.select_for_update(no_key=True) if _in_company(row))]
    for row in together:
        row.account = first.account
    return together


def _in_company(row: Sent) -> bool:
    """May share a message: not what is urgent, what may be sent twice, what went wrong before, or news (INV-42)."""
    reminder = REMINDERS.get(row.kind)
    if reminder is None or reminder.again or reminder.purpose is Purpose.MARKETING:
        return False
    return not row.urgent and row.tries == 0


def _prepare(taken: Sequence[Sent], post: Post, now: datetime) -> Parcel | None:
    """Settle each row that needs no mail server; what is left is marked as being handed over."""
    chosen = choose(taken, now)
    for row in chosen.settled:
        row.save()
    if not chosen.by_email:
        return None
    rows = [row for row, _, _ in chosen.by_email]
    if not post.ready():
        _try_later(rows, now, "The mail server did not answer.")
        return None
    parcel = _parcel(chosen)
    for row in parcel.rows:
        row.state, row.way, row.claimed_at = SentState.HANDING, Way.EMAIL, now
        row.message_id = parcel.rows[0].message_id or mail.message_id(new_token())
        row.save()
    return parcel


def _parcel(chosen: Chosen) -> Parcel:
    account = chosen.by_email[0][0].account
    rows = tuple(row for row, _, _ in chosen.by_email)
    may_stop = [row for row in rows if REMINDERS[row.kind].optional]
    stop_href = settings.BASE_URL + reverse("message-stop", args=[may_stop[0].token]) if may_stop else ""
    frame = mail.Frame(
        name=account.short_name,
        choose_href=settings.BASE_URL + reverse("message-choices"),
        stop_href=stop_href,
        marketing=chosen.marketing,
    )
    return Parcel(
        rows, str(account.email), mail.compose([part for _, part, _ in chosen.by_email], frame), stop_href
    )


def _hand_over(parcel: Parcel, post: Post) -> None:
    """The hand-over: it holds the rows' lock until what the server said is recorded.

    A worker that stood still before it had the lock was taken for dead: then it is no longer its to send.
    """
    with transaction.atomic() if _locks_rows() else nullcontext():
        mine = Sent.objects.filter(pk__in=parcel.ids, claimed_at=parcel.rows[0].claimed_at)
        ours = mine.filter(state=SentState.HANDING).order_by("pk")
        if _locks_rows():
            ours = ours.select_for_update(no_key=True)
        if len(ours.values_list("pk")) == len(parcel.rows):
            _post(parcel, post)


def _locks_rows() -> bool:
    """SQLite has one writer at a time: its lock is the whole database."""
    return connection.features.has_select_for_update_skip_locked


def _post(parcel: Parcel, post: Post) -> None:
    mine = Sent.objects.filter(pk__in=parcel.ids).exclude(state=SentState.SENT)
    try:
        provider_id = post.hand_over(
            to=parcel.to,
            composed=parcel.composed,
            message_id=parcel.rows[0].message_id,
            headers=_stop_headers(parcel.stop_href),
            tags=[row.kind for row in parcel.rows],
        )
    except NotAccepted as error:
        log.warning("message %s was not accepted: %s", parcel.ids, error)
        now = clock.now()
        if error.for_good:
            account_id = parcel.rows[0].account_id
            record_trouble(
                account_id=account_id,
                email=parcel.to,
                kind=TroubleKind.BOUNCED,
                detail=str(error)[:300],
                now=now,
                sent_ids=parcel.ids,
            )
        _try_later(parcel.rows, now, str(error), at_once=error.for_good)  # then by another way
    except Unsure as error:
        log.warning("message %s may have been accepted: %s", parcel.ids, error)
        unsure(parcel.rows, clock.now())
    else:
        mine.update(state=SentState.SENT, sent_at=clock.now(), provider_id=provider_id, why_not="")


def _try_later(rows: Sequence[Sent], now: datetime, why: str, *, at_once: bool = False) -> None:
    """Once more later; `at_once` the first time."""
    for row in rows:
        wait = timedelta() if at_once and row.tries == 0 else wait_after(row.tries + 1)
        Sent.objects.filter(pk=row.pk, state__in=(SentState.WAITING, SentState.HANDING)).update(
            state=SentState.WAITING,
            tries=row.tries + 1,
            not_before=now + wait,
            why_not=why[:200],
        )


def _stop_headers(href: str) -> dict[str, str]:
    """One press in the mail program itself (RFC 8058)."""
    if not href:
        return {}
    return {"List-Unsubscribe": f"<{href}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
