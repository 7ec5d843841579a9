"""Sending what is due: claim the row, ask the condition again, hand it over, record what the mail server said."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import transaction
from django.db.models import Q

from academy.accounts.models import Account
from academy.shared import mail
from academy.shared.clock import LONDON
from academy.shared.jobs import enqueue
from academy.shared.tokens import new_token
from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.letters import Due
from learners.reminders.models import Sent
from learners.reminders.rules import is_day, wait_after
from learners.reminders.states import SentState

log = logging.getLogger(__name__)

HANDED_OVER_WITHIN = timedelta(minutes=10)  # a claim older than this belongs to a worker that died
# Messages of one task: each may wait ten seconds for the mail server, and a task is ended after 300.
AT_ONCE = 25


def send_due(*, kind: str, now: datetime) -> int:
    """Send what is due of one kind and was not claimed before; gives how many were accepted.

    What is more than one task can send goes with the next.
    """
    reminder = REMINDERS[kind]
    if not _may_go_now(reminder, now):
        return 0
    due = list(reminder.due(now))
    mine = Sent.objects.filter(kind=kind, account__in={one.account_id for one in due})
    claimed = set(mine.values_list("account", "subject", "occasion"))
    waiting = [one for one in due if (one.account_id, one.about, one.occasion) not in claimed]
    accepted = 0
    for one in waiting[:AT_ONCE]:
        sent = _claim(reminder, one, now)
        accepted += sent is not None and _hand_over(sent, reminder, one, now)
    if len(waiting) > AT_ONCE:
        enqueue("learners.reminders.send_due", kind=kind)
    return accepted


def try_again(*, now: datetime) -> int:
    """Messages that failed, and those whose worker died: sent again, left, or given up when past their use."""
    stale = Q(state=SentState.CLAIMED, claimed_at__lt=now - HANDED_OVER_WITHIN)
    taken = accepted = 0
    for sent in Sent.objects.filter(stale | Q(state=SentState.FAILED)).order_by("claimed_at", "pk"):
        reminder = REMINDERS.get(sent.kind)
        unknown = sent.state == SentState.CLAIMED
        if reminder is None or (unknown and not reminder.again):
            _end(sent, SentState.SKIPPED, "It may have been sent already when the worker stopped.")
        elif sent.due_at < now - reminder.useful_for:
            _end(sent, SentState.SKIPPED, "It could not be sent while it was of use.")
        elif not _may_go_now(reminder, now) or now < sent.claimed_at + wait_after(sent.tries):
            continue
        elif taken == AT_ONCE:
            enqueue("learners.reminders.try_again")
            break
        elif _take(sent, now):
            taken += 1
            accepted += _hand_over(sent, reminder, Due(sent.account_id, sent.subject, sent.occasion), now)
    return accepted


def _may_go_now(reminder: Reminder, now: datetime) -> bool:
    return not reminder.daytime or is_day(now.astimezone(LONDON))


def _claim(reminder: Reminder, due: Due, now: datetime) -> Sent | None:
    """The row is the right to send; of two workers one gets it."""
    sent = Sent(
        account_id=due.account_id,
        kind=reminder.key,
        subject=due.about,
        occasion=due.occasion,
        due_at=now,
        claimed_at=now,
        message_id=mail.message_id(new_token()),
    )
    made = Sent.objects.bulk_create([sent], ignore_conflicts=True)
    mine = Sent.objects.filter(
        kind=reminder.key, subject=due.about, occasion=due.occasion, account=due.account_id
    )
    return mine.filter(message_id=made[0].message_id).first()


def _take(sent: Sent, now: datetime) -> bool:
    """Take over a message that failed or was left; of two workers one succeeds."""
    with transaction.atomic():
        return bool(
            Sent.objects.filter(pk=sent.pk, state=sent.state, tries=sent.tries).update(
                state=SentState.CLAIMED, claimed_at=now, tries=sent.tries + 1
            )
        )


def _hand_over(sent: Sent, reminder: Reminder, due: Due, now: datetime) -> bool:
    """Whether the mail server took it. Whatever goes wrong with one message, the next ones have their turn."""
    try:
        account = Account.objects.get(pk=due.account_id)
        letter = reminder.letter(due, now)
        if letter is None or not account.email or not account.is_active:
            _end(sent, SentState.SKIPPED, "It was no longer needed when its turn came.")
            return False
        mail.send(
            template=reminder.template,
            to=account.email,
            subject=letter.subject_line,
            context={**letter.context, "name": account.short_name},
            message_id=sent.message_id,
        )
    except Exception as error:
        refused = isinstance(error, OSError | SMTPException)
        log.warning("message %s was not accepted: %s", sent.pk, error, exc_info=not refused)
        _end(sent, SentState.FAILED, str(error) or type(error).__name__)
        return False
    Sent.objects.filter(pk=sent.pk).update(state=SentState.SENT, sent_at=now)
    return True


def _end(sent: Sent, state: SentState, why: str) -> None:
    Sent.objects.filter(pk=sent.pk).update(state=state, why_not=why[:200])
