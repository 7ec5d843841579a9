"""Forgetting messages that are over: a year is long enough to answer "I never got it"."""

from datetime import datetime, timedelta

from django.db import transaction

from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.states import SentState

KEPT_FOR = timedelta(days=365)
AT_ONCE = 1000  # rows of one transaction, so that nobody waits long for their locks
FINAL = (SentState.SENT, SentState.SKIPPED, SentState.UNKNOWN, SentState.TOLD)


def forget_old_messages(*, now: datetime, most: int = 50_000) -> int:
    """Delete what became due more than a year ago, is past its use and ended; gives how many. The rest goes tomorrow.

    What is past its use is never planned again, so a message whose row is gone cannot be sent a second time.
    """
    ago, gone = now - KEPT_FOR, 0
    old = Sent.objects.filter(due_at__lt=ago, useful_until__lt=now, state__in=FINAL).order_by("pk")
    while gone < most:
        with transaction.atomic():
            ids = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True)[:AT_ONCE])
            Sent.objects.filter(pk__in=ids).delete()
        gone += len(ids)
        if len(ids) < AT_ONCE:
            break
    AddressTrouble.objects.filter(ended_at__lt=ago).delete()
    return gone
