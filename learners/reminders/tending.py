"""Looking after what nobody else does: hand-overs whose worker died, what is past its use, calls that are not needed.

Rows that somebody holds are left for the next round, so that nothing here waits for a worker or makes one wait.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from academy.shared.clock import london_date
from learners.reminders import sending
from learners.reminders.choice_queries import Standing, standing_of
from learners.reminders.choosing import NO_NEED, letters_of
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.states import SentState, Way

log = logging.getLogger(__name__)

AT_ONCE = 500  # rows of one transaction
TOO_LATE = "It could not be sent while it was of use."
NOT_REACHED = "Nobody could be reached while it was of use."


def look_after(*, now: datetime) -> None:
    """One round."""
    left = Sent.objects.filter(state=SentState.HANDING, claimed_at__lt=now - sending.HANDED_OVER_WITHIN)
    for rows in _batches(left):
        sending.unsure(rows, now)  # whoever still hands one over holds its lock, so it is not among them
    past = Sent.objects.filter(useful_until__lte=now)
    _end(past.filter(state=SentState.WAITING, again=0), SentState.SKIPPED, TOO_LATE)
    _end(past.filter(state=SentState.WAITING, again__gt=0), SentState.UNKNOWN, TOO_LATE)
    _end(past.filter(state=SentState.TO_RING), SentState.SKIPPED, NOT_REACHED)
    lines = Sent.objects.filter(state=SentState.TO_RING).select_related("account").order_by("pk")
    over = list(no_longer_to_ring(lines.iterator(), now))
    for place in range(0, len(over), AT_ONCE):
        _end(lines.filter(pk__in=over[place : place + AT_ONCE]), SentState.SKIPPED, NO_NEED)


def no_longer_to_ring(lines: Iterable[Sent], now: datetime) -> Iterator[int]:
    """The ids of lines whose condition no longer holds, or about which the person wants no call (any more).

    `lines` come with their accounts. What cannot be asked stays: a fault in one kind takes no call away.
    """
    lines = sorted(lines, key=lambda line: line.kind)
    standings = standing_of({line.account_id for line in lines}, on=london_date(now))
    for kind, of_kind in groupby(lines, key=lambda line: line.kind):
        try:
            yield from _over(kind, list(of_kind), standings, now)
        except Exception:
            log.exception("the condition of %s could not be asked", kind)


def _over(kind: str, lines: Sequence[Sent], standings: Mapping[int, Standing], now: datetime) -> list[int]:
    reminder = REMINDERS.get(kind)
    if reminder is None:
        return [line.pk for line in lines]
    held = letters_of(lines, now)

    def unwanted(line: Sent) -> bool:
        mine = standings[line.account_id]
        return not line.account.is_active or not mine.wants(reminder, Way.PHONE) or mine.rests(reminder, now)

    return [line.pk for line in lines if line.pk not in held or unwanted(line)]


def _batches(rows: QuerySet[Sent]) -> Iterator[list[Sent]]:
    """Rows that nobody holds, locked while they are looked at, in transactions of their own."""
    seen = 0
    while True:
        with transaction.atomic():
            free = rows.filter(pk__gt=seen).order_by("pk").select_for_update(skip_locked=True, no_key=True)
            batch = list(free[:AT_ONCE])
            if batch:
                yield batch
        if len(batch) < AT_ONCE:
            return
        seen = batch[-1].pk


def _end(rows: QuerySet[Sent], state: SentState, why: str) -> None:
    for batch in _batches(rows):
        Sent.objects.filter(pk__in=[row.pk for row in batch]).update(state=state, why_not=why)
