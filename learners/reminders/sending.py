"""Sending: take the message whose turn it is, ask everything again, hand it over, record what the server said.

Where a worker may be killed, and what then holds:
- Before the first transaction has ended, nothing has happened: the row waits and its lock is gone.
- From then until what the server said is recorded it is the hand-over. The rows are locked for as long as it lasts
  (on PostgreSQL), so `look_after` tells a dead worker from one that waits for a slow server, whatever the clock says.
"""

import logging
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from academy.shared import clock, mail
from academy.shared.post import NotAccepted, Unsure
from academy.shared.tokens import new_token
from learners.reminders.channels import Line, Lines, server
from learners.reminders.choosing import Chosen, choose
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.rules import wait_after
from learners.reminders.states import Purpose, SentState, TroubleKind
from learners.reminders.trouble_actions import record_trouble

log = logging.getLogger(__name__)

# A hand-over older than this, whose rows nobody holds, belongs to a worker that died. Many times as long as a mail
# server may take to answer.
HANDED_OVER_WITHIN = timedelta(minutes=5)
# A task is ended after 300 seconds, and one message may have to wait for its server for a minute and more.
AT_ONCE, FOR_AT_MOST = 25, 100.0  # turns, seconds
MOST_AGAIN = 3  # times that a message is sent once more because nobody knew of the last
SERVER_AWAY = "The server did not answer."


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is handed over at once: one message about one thing or several."""

    way: str
    rows: tuple[Sent, ...]
    to: str
    composed: Any
    stop_href: str
    reply_to: str = ""

    @property
    def ids(self) -> list[int]:
        """Of its rows."""
        return [row.pk for row in self.rows]


def send_waiting(*, kind: str | None = None, most: int = AT_ONCE) -> int:
    """Send what is ready (of one kind, when one is named), but no more than one task can; gives how many turns it took.

    Every message has its own moment: hours may pass between the first and the last.
    """
    turns, began = 0, time.monotonic()
    if not Sent.objects.ready(clock.now()).exists():
        return 0
    with Lines() as lines:
        while turns < most and time.monotonic() - began < FOR_AT_MOST:
            if not send_next(lines=lines, now=clock.now(), kind=kind):
                break
            turns += 1
    return turns


def send_next(*, lines: Lines, now: datetime, kind: str | None = None) -> bool:
    """Give the next person in turn what is due to them. False when nothing is ready, or others are at it."""
    lines.check()  # before any row is locked
    taken: list[Sent] = []
    try:
        with transaction.atomic():
            taken = _take(now, kind)
            if not taken:
                return False
            parcel = _prepare(taken, lines, now)
    except Exception as error:  # whatever is wrong with one person's messages, the next have their turn
        if not taken:
            raise
        log.exception("messages %s could not be made", [row.pk for row in taken])
        _try_later(taken, now, str(error) or type(error).__name__)
        return True
    if parcel is not None:
        _hand_over(parcel, lines[parcel.way])
    return True


def unsure(rows: Sequence[Sent], now: datetime, *, wait: bool = False) -> None:
    """They may have been accepted. What may come twice goes again, under the same Message-ID, but not for ever; the
    others are left. wait: give a server that broke off time to mend."""
    for row in rows:
        reminder = REMINDERS.get(row.kind)
        again = reminder is not None and reminder.again and row.again < MOST_AGAIN
        Sent.objects.filter(pk=row.pk, state=SentState.HANDING).update(
            state=SentState.WAITING if again else SentState.UNKNOWN,
            again=row.again + again,
            tries=row.tries + 1,
            not_before=now + (wait_after(row.again + 1) if wait else timedelta()),
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
    together = [
        first,
        *(row for row in others.select_for_update(skip_locked=True, no_key=True) if _in_company(row)),
    ]
    for row in together:
        row.account = first.account
    return together


def _in_company(row: Sent) -> bool:
    """May share a message: not what is urgent, what may be sent twice, what went wrong before, or news (INV-42)."""
    reminder = REMINDERS.get(row.kind)
    if reminder is None or reminder.again or reminder.purpose is Purpose.MARKETING:
        return False
    return not row.urgent and (row.tries == 0 or row.why_not == SERVER_AWAY)


def _prepare(taken: Sequence[Sent], lines: Lines, now: datetime) -> Parcel | None:
    """Settle each row that needs no server; what is left is marked as being handed over."""
    chosen = choose(taken, now)
    for row in chosen.settled:
        row.save()
    if not chosen.to_go:
        return None
    if not lines.up(chosen.way):
        _try_later([row for row, _ in chosen.to_go], now, SERVER_AWAY)
        return None
    parcel = _parcel(chosen)
    for row in parcel.rows:
        row.state, row.claimed_at = SentState.HANDING, now
        row.message_id = parcel.rows[0].message_id or mail.message_id(new_token())
        row.save()
    return parcel


def _parcel(chosen: Chosen) -> Parcel:
    rows = tuple(row for row, _ in chosen.to_go)
    account = rows[0].account
    may_stop = [row for row in rows if REMINDERS[row.kind].optional]
    stop_href = settings.BASE_URL + reverse("message-stop", args=[may_stop[0].token]) if may_stop else ""
    frame = mail.Frame(
        name=account.short_name,
        choose_href=settings.BASE_URL + reverse("message-choices"),
        stop_href=stop_href,
        marketing=chosen.marketing,
    )
    channel = server(chosen.way)
    composed = channel.compose([part for _, part in chosen.to_go], frame)
    reply_to = next((part.reply_to for _, part in chosen.to_go if part.reply_to), "")
    return Parcel(chosen.way, rows, channel.address(account), composed, stop_href, reply_to)


def _hand_over(parcel: Parcel, line: Line) -> None:
    """The hand-over: it holds the rows' lock until what the server said is recorded.

    A worker that stood still before it had the lock was taken for dead: then it is no longer its to send.
    """
    with transaction.atomic() if _locks_rows() else nullcontext():
        mine = Sent.objects.filter(pk__in=parcel.ids, claimed_at=parcel.rows[0].claimed_at)
        ours = mine.filter(state=SentState.HANDING).order_by("pk")
        if _locks_rows():
            ours = ours.select_for_update(no_key=True)
        if len(ours.values_list("pk")) == len(parcel.rows):
            _post(parcel, line)


def _locks_rows() -> bool:
    """SQLite has one writer at a time: its lock is the whole database."""
    return connection.features.has_select_for_update_skip_locked


def _post(parcel: Parcel, line: Line) -> None:
    mine = Sent.objects.filter(pk__in=parcel.ids).exclude(state=SentState.SENT)
    try:
        provider_id = line.hand_over(
            to=parcel.to,
            composed=parcel.composed,
            message_id=parcel.rows[0].message_id,
            headers=_headers(parcel),
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
        unsure(parcel.rows, clock.now(), wait=True)
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


def _headers(parcel: Parcel) -> dict[str, str]:
    """Who gets an answer, and one press in the mail program itself to stop (RFC 8058)."""
    headers = {"Reply-To": parcel.reply_to} if parcel.reply_to else {}
    if parcel.stop_href:
        headers["List-Unsubscribe"] = f"<{parcel.stop_href}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
