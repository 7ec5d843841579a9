"""Addresses that give our mail back: found, and tried again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.locks import locked, locked_one
from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.staff_policies import may_try_again
from learners.reminders.states import TroubleKind

DETAIL_LENGTH = 300


@transaction.atomic
def record_trouble(
    *,
    account_id: int,
    email: str,
    kind: TroubleKind,
    detail: str,
    now: datetime,
    sent_ids: Sequence[int] = (),
) -> None:
    """From now on we write no more to this address of this person. Told twice, it is recorded once.

    sent_ids: the messages that came back; they are marked so in any case. Nothing more is done for an address that is
    no longer the person's, nor for messages from before somebody said to try the address again: old news.
    Locks messages before it touches the account, in the order of the engine, which may hold them already.
    """
    came_back = locked(Sent.objects.filter(account_id=account_id), sent_ids)
    for sent in came_back:
        if sent.bounced_at is None:
            sent.bounced_at = now
            sent.save(update_fields=["bounced_at"])
    email = email.lower()
    if not Account.objects.filter(pk=account_id, email=email).exists():
        return
    mine = AddressTrouble.objects.filter(account_id=account_id, email=email)
    if came_back and mine.filter(ended_at__gt=max(sent.claimed_at or sent.due_at for sent in came_back)):
        return
    found = AddressTrouble(
        account_id=account_id, email=email, kind=kind, detail=_one_line(detail), found_at=now
    )
    AddressTrouble.objects.bulk_create([found], ignore_conflicts=True)
    if kind is TroubleKind.COMPLAINED:  # weighs more than mail that came back before
        mine.filter(ended_at=None).exclude(kind=kind).update(kind=kind, detail=_one_line(detail))


@transaction.atomic
def end_trouble(*, trouble_id: int, by: Account, now: datetime) -> AddressTrouble:
    """Somebody of the hub has talked with the person: write there again. Ended twice, the first time counts."""
    trouble = locked_one(AddressTrouble.objects.select_related("account__hub"), trouble_id)
    may_try_again(by, trouble, on=london_date(now)).enforce()
    if trouble.ended_at is None:
        trouble.ended_at, trouble.ended_by = now, by
        trouble.save(update_fields=["ended_at", "ended_by"])
    return trouble


def _one_line(detail: str) -> str:
    return " ".join(detail.replace("\0", "").split())[:DETAIL_LENGTH]
