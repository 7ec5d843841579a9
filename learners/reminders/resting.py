""" "Not now": the break that a person takes from messages, and what it does to those that wait for its end.

Locks messages before the account, as the engine does.
"""

from datetime import datetime

from django.db.models import QuerySet

from academy.accounts.models import Account
from academy.shared.locks import locked, locked_one
from learners.reminders.models import Sent, Snooze
from learners.reminders.states import SentState


def locked_break(account_id: int, *, now: datetime) -> tuple[Account, Snooze | None]:
    """The locked account with the break it takes, if any; locked before it is what waits for a later moment."""
    later = _waiting(account_id).filter(not_before__gt=now)
    locked(later, later.values_list("pk", flat=True))
    account = locked_one(Account.objects.all(), account_id)
    return account, Snooze.objects.filter(account=account).first()


def rest(account: Account, before: Snooze | None, *, until: datetime, now: datetime) -> None:
    """A break until then, instead of the one `before`. What was put off to its end waits for the new one."""
    Snooze.objects.update_or_create(account=account, defaults={"until": until, "set_at": now})
    if before is not None:
        _put_off_by(before).update(not_before=until)


def end_rest(before: Snooze, *, now: datetime) -> None:
    """No break any more. What was put off has its turn now, as far as it is still of use."""
    _put_off_by(before).update(not_before=now, why_not="")
    Snooze.objects.filter(pk=before.pk).delete()


def _put_off_by(snooze: Snooze) -> QuerySet[Sent]:
    """The engine puts them off to the very moment."""
    return _waiting(snooze.account_id).filter(not_before=snooze.until)


def _waiting(account_id: int) -> QuerySet[Sent]:
    return Sent.objects.filter(account=account_id, state=SentState.WAITING)
