"""Finding what is due and writing it down, once. Nothing is sent here."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.letters import Due
from learners.reminders.models import Sent
from learners.reminders.own_words import wanted

log = logging.getLogger(__name__)


def plan(keys: Iterable[str], *, now: datetime) -> int:
    """Write a row for everything that is due of these kinds and has none; gives how many were new.

    Any repeat, also at the same time, adds nothing: the row's key is unique. What is past its use is not written, so
    a night or a week without workers is not made up for. Four queries a kind, however much is due. A kind that cannot
    be asked stops no other.
    """
    return sum(_plan_or_log(REMINDERS[key], now) for key in keys)


def _plan_or_log(reminder: Reminder, now: datetime) -> int:
    try:
        with transaction.atomic():
            return _plan(reminder, now)
    except Exception:
        log.exception("what is due of %s could not be found", reminder.key)
        return 0


def _plan(reminder: Reminder, now: datetime) -> int:
    return write_down(reminder, wanted(reminder, reminder.due(now)), now=now)


def write_down(reminder: Reminder, dues: Iterable[Due], *, now: datetime) -> int:
    """A row for each of these that has none; gives how many were new. Two queries."""
    open_rows = Sent.objects.filter(kind=reminder.key, useful_until__gt=now)
    known = set(open_rows.values_list("account", "subject", "occasion"))
    new = (due for due in dues if (due.account_id, due.about, due.occasion) not in known)
    rows = [row for row in (_row(reminder, due, now) for due in new) if row.useful_until > now]
    Sent.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row(reminder: Reminder, due: Due, now: datetime) -> Sent:
    at = due.at or now
    until = at + reminder.useful_for
    return Sent(
        account_id=due.account_id,
        kind=reminder.key,
        subject=due.about,
        occasion=due.occasion,
        due_at=at,
        useful_until=min(until, due.until or until),
        not_before=at,
        urgent=reminder.urgent,
        hub_id=due.hub_id,
    )
