"""Finding what is due and writing it down, once. Nothing is sent here."""

from collections.abc import Iterable
from datetime import datetime

from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.letters import Due
from learners.reminders.models import Sent


def plan(keys: Iterable[str], *, now: datetime) -> int:
    """Write a row for everything that is due of these kinds and has none; gives how many were new.

    Any repeat, also at the same time, adds nothing: the row's key is unique. What is past its use is not written, so
    a night or a week without workers is not made up for. Three queries a kind, however much is due.
    """
    return sum(_plan(REMINDERS[key], now) for key in keys)


def _plan(reminder: Reminder, now: datetime) -> int:
    open_rows = Sent.objects.filter(kind=reminder.key, useful_until__gt=now)
    known = set(open_rows.values_list("account", "subject", "occasion"))
    rows = [
        row
        for row in (_row(reminder, due, now) for due in reminder.due(now))
        if row.useful_until > now and (row.account_id, row.subject, row.occasion) not in known
    ]
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
