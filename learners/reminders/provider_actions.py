"""Writing down what the mail provider says became of a message."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from academy.accounts.actions import choose_news
from academy.accounts.models import Account
from academy.accounts.queries import news_choices
from academy.shared.locks import locked
from learners.intake.code_mailing import code_bounced
from learners.reminders.choice_actions import choose_messages
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.provider import MailEvent
from learners.reminders.states import Purpose, Way
from learners.reminders.trouble_actions import record_trouble

log = logging.getLogger(__name__)


@transaction.atomic
def take_event(event: MailEvent, *, now: datetime) -> bool:
    """Mark the messages, and use the address no more or send nothing more that can be left. Told twice, done once.

    False for a message that is not in the log: a sign-in code, an invitation, or somebody else's.
    """
    rows = locked(Sent.objects.all(), _ids_of(event.message_id))
    if not rows:
        bounced = event.trouble is not None
        if bounced and code_bounced(message_id=event.message_id, detail=event.detail, now=now):
            return True
        log.info("mail_event_of_unknown_message id=%s", event.message_id[:120])
        return False
    account_id = rows[0].account_id
    if event.trouble is None:
        _stop(rows, event.email, now)
    else:
        record_trouble(
            account_id=account_id,
            email=event.email,
            kind=event.trouble,
            detail=event.detail,
            now=now,
            sent_ids=[row.pk for row in rows],
        )
    return True


def _ids_of(message_id: str) -> list[int]:
    """Of the messages of one e-mail, by the provider's own name for it or by its Message-ID."""
    bare = message_id.strip().strip("<>")
    if not bare:
        return []
    names = [bare, f"<{bare}>"]
    rows = Sent.objects.filter(Q(provider_id__in=names) | Q(message_id__in=names))
    return list(rows.values_list("pk", flat=True))


def _stop(rows: Sequence[Sent], email: str, now: datetime) -> None:
    """They unsubscribed at the provider: no more e-mail that can be left, of whatever kind, and no news."""
    account = Account.objects.get(pk=rows[0].account_id)
    if email and email.lower() != account.email:
        return
    optional = [one for one in REMINDERS.values() if one.optional and one.purpose is Purpose.SERVICE]
    choose_messages(account_id=account.pk, wishes={(one.key, Way.EMAIL): False for one in optional}, now=now)
    if news_choices(account).get("email"):
        choose_news(account_id=account.pk, news={"email": False}, now=now)
    Sent.objects.filter(pk__in=[row.pk for row in rows], stopped_at=None).update(stopped_at=now)
