"""Forgetting registers, and people who were never more than a name at the door."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from academy.accounts.models import AccessNeed, Account
from academy.accounts.queries import rows_of_all
from academy.shared.audit import audit, chain_of
from academy.shared.models import AuditDetail
from academy.shared.photos import forget_photo
from learners.attendance.models import AttendanceMark, RegisterSignoff, SheetPhoto, WalkIn


def forget_registers(ids: Sequence[int], now: datetime) -> None:
    """Everything that these sessions' registers are made of. The database lets go of what is old enough, and of
    nothing else."""
    photos = [
        name for name in SheetPhoto.objects.filter(session__in=ids).values_list("file", flat=True) if name
    ]
    for model in (AttendanceMark, RegisterSignoff, SheetPhoto, WalkIn):
        model.objects.filter(session__in=ids).delete()
    for name in photos:
        transaction.on_commit(partial(forget_photo, name), robust=True)


def forget_walk_ins(ids: Sequence[int], now: datetime) -> None:
    """The name and what was written about them, in every row of theirs; the bare rows hold their places together."""
    for account in Account.objects.filter(pk__in=rows_of_all(Account.objects.filter(pk__in=ids))).order_by(
        "pk"
    ):
        account.full_name = account.preferred_name = account.name_for_certificate = ""
        account.guardian_name, account.date_of_birth, account.is_active = "", None, False
        account.save()
        AccessNeed.objects.filter(account=account).delete()
        AuditDetail.objects.filter(event__chain=chain_of(account)).delete()
        audit(account, "unclaimed_walk_in_forgotten", by=None, now=now)
