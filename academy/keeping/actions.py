"""Forgetting what is due, and holding it back. The root that is locked is the record, or the hold."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from academy.accounts.models import Account
from academy.keeping.models import Hold, Round
from academy.keeping.policies import may_look_after_records
from academy.keeping.records import due_of
from academy.keeping.row import Row
from academy.retention import BY_KEY
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.rulings import Refused

log = logging.getLogger(__name__)

AT_ONCE = 500  # records of one transaction, so that nobody waits long for their locks
MOST = 20_000  # of one kind a night; the rest goes tomorrow
LONGEST_HOLD = timedelta(days=366)


def forget(*, key: str, now: datetime, most: int = MOST) -> Round:
    """One night's round for one kind of record. A fault is written down and never raised: the other kinds go on."""
    row, gone, trouble = BY_KEY[key], 0, ""
    after: Any = None
    held = _held(key, london_date(now))
    if not held:
        try:
            for _ in range(max(1, most // AT_ONCE)):
                due = due_of(row, now).order_by("pk").filter(**({"pk__gt": after} if after else {}))
                ids = list(due.values_list("pk", flat=True)[:AT_ONCE])
                went, refused = _as_many_as_can(row, now, ids)
                gone, trouble = gone + went, trouble or refused
                if len(ids) < AT_ONCE:
                    break
                after = ids[-1]
        except Exception as fault:
            log.exception("retention_failed: %s", key)
            trouble = _words_of(fault)
    return Round.objects.create(key=key, at=now, gone=gone, held=held, trouble=trouble)


@transaction.atomic
def hold(*, key: str, until: date, reason: str, by: Account, now: datetime) -> None:
    """Let nothing of this kind go before this day. Raises Refused."""
    may_look_after_records(by, on=london_date(now)).enforce()
    row, today = BY_KEY[key], london_date(now)
    if not row.find:
        raise Refused("This kind of record does not go by itself, so there is nothing to hold back.")
    if not today < until <= today + LONGEST_HOLD:
        raise Refused("Choose a day from tomorrow on, and no later than a year from now.")
    if not reason.strip():
        raise Refused("Write why these records are still needed.")
    one = _locked(key)
    one.until, one.reason, one.by, one.at = until, reason.strip()[:300], by, now
    one.save()
    audit(one, "records_held", by=by, now=now, reason=one.reason, after={"key": key, "until": str(until)})


@transaction.atomic
def release(*, key: str, by: Account, now: datetime) -> None:
    """Let it go as always again. Raises Refused."""
    may_look_after_records(by, on=london_date(now)).enforce()
    one = _locked(key)
    if not one.holds(london_date(now)):
        raise Refused("This kind of record is not on hold any more. There is nothing to do.")
    before = {"key": key, "until": str(one.until)}
    _clear(one)
    audit(one, "records_released", by=by, now=now, before=before)


def _as_many_as_can(row: Row, now: datetime, ids: Sequence[Any]) -> tuple[int, str]:
    """Forget these together; where the database refuses, one by one, so that one record that has to stay, as a register
    that was amended of late, keeps no other. Gives how many went, and the first refusal."""
    try:
        return _portion(row, now, ids), ""
    except DatabaseError:
        log.warning("retention_one_by_one: %s", row.key)
    gone, trouble = 0, ""
    for pk in ids:
        try:
            gone += _portion(row, now, [pk])
        except DatabaseError as fault:
            log.exception("retention_refused: %s %s", row.key, pk)
            trouble = trouble or _words_of(fault)
    return gone, trouble


def _words_of(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"[:300]


def _portion(row: Row, now: datetime, ids: Sequence[Any]) -> int:
    """Forget what of these is due; gives how many. What somebody else is at is left for the next round."""
    due = due_of(row, now).order_by("pk")
    with transaction.atomic():
        rows = due.model._default_manager.filter(pk__in=ids).order_by("pk")
        mine = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
        still = list(due.filter(pk__in=mine).values_list("pk", flat=True))
        if not still:
            return 0
        if row.forget:
            import_string(row.forget)(still, now)
        else:
            _delete(due, still)
    return len(still)


def _delete(due: QuerySet[Any], ids: Sequence[Any]) -> None:
    due.model._default_manager.filter(pk__in=ids).delete()


def _held(key: str, on: date) -> bool:
    """Whether it is on hold. A hold that is over forgets its reason."""
    with transaction.atomic():
        one = Hold.objects.select_for_update().filter(key=key).first()
        if one is None or one.until is None:
            return False
        if not one.holds(on):
            _clear(one)
        return one.holds(on)


def _locked(key: str) -> Hold:
    Hold.objects.get_or_create(key=key)
    return Hold.objects.select_for_update().get(key=key)


def _clear(one: Hold) -> None:
    one.until, one.reason, one.by, one.at = None, "", None, None
    one.save()
