"""Sending what is due: claim the row, ask the condition again, hand it over, record what the mail server said."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import transaction
from django.db.models import Q

from academy.accounts.models import Account
from academy.shared import mail
from academy.shared.clock import LONDON
from academy.shared.tokens import new_token
from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.letters import Due
from learners.reminders.models import Sent
from learners.reminders.states import SentState

log = logging.getLogger(__name__)

DAY_BEGINS, DAY_ENDS = 8, 21
MOST_TRIES = 8
HANDED_OVER_WITHIN = timedelta(minutes=10)  # a claim older than this belongs to a worker that died


def send_due(*, kind: str, now: datetime) -> int:
    """Send every message of one kind that is due and was not claimed before. Gives how many were accepted."""
    reminder = REMINDERS[kind]
    if reminder.daytime and not DAY_BEGINS <= now.astimezone(LONDON).hour < DAY_ENDS:
        return 0
    claimed = set(Sent.objects.filter(kind=kind).values_list("account", "subject", "occasion"))
    accepted = 0
    for due in reminder.due(now):
        if (due.account_id, due.about, due.occasion) not in claimed:
            sent = _claim(reminder, due, now)
            accepted += sent is not None and _hand_over(sent, reminder, due, now)
    return accepted


def try_again(*, now: datetime) -> int:
    """Messages that failed, and those whose worker died: sent again, left, or given up when past their use."""
    stale = Q(state=SentState.CLAIMED, claimed_at__lt=now - HANDED_OVER_WITHIN)
    accepted = 0
    for sent in Sent.objects.filter(stale | Q(state=SentState.FAILED)).order_by("pk"):
        reminder = REMINDERS.get(sent.kind)
        unknown = sent.state == SentState.CLAIMED
        if reminder is None or (unknown and not reminder.again):
            _end(sent, SentState.SKIPPED, "It may have been sent already when the worker stopped.")
        elif sent.due_at < now - reminder.useful_for or sent.tries >= MOST_TRIES:
            _end(sent, SentState.SKIPPED, "It could not be sent while it was of use.")
        elif _take(sent, now):
            accepted += _hand_over(sent, reminder, Due(sent.account_id, sent.subject, sent.occasion), now)
    return accepted


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
    account = Account.objects.get(pk=due.account_id)
    letter = reminder.letter(due, now)
    if letter is None or not account.email or not account.is_active:
        _end(sent, SentState.SKIPPED, "It was no longer needed when its turn came.")
        return False
    try:
        mail.send(
            template=reminder.template,
            to=account.email,
            subject=letter.subject_line,
            context={**letter.context, "name": account.short_name},
            message_id=sent.message_id,
        )
    except (OSError, SMTPException) as error:
        log.warning("message %s was not accepted: %s", sent.pk, error)
        _end(sent, SentState.FAILED, str(error))
        return False
    Sent.objects.filter(pk=sent.pk).update(state=SentState.SENT, sent_at=now)
    return True


def _end(sent: Sent, state: SentState, why: str) -> None:
    Sent.objects.filter(pk=sent.pk).update(state=state, why_not=why[:200])
