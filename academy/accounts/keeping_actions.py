"""Forgetting what is due, where more goes than a row. Called in a transaction that has locked the rows."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from academy.accounts.actions import forget_unfinished_signup
from academy.accounts.models import GuardianConsent
from academy.shared.photos import forget_photo


def forget_guardian_consents(ids: Sequence[int], now: datetime) -> None:
    """The consent and, once that is certain, the photo of the paper."""
    consents = GuardianConsent.objects.filter(pk__in=ids)
    papers = [paper for paper in consents.values_list("paper", flat=True) if paper]
    consents.delete()
    for paper in papers:
        transaction.on_commit(partial(forget_photo, paper), robust=True)


def forget_sign_ups(ids: Sequence[int], now: datetime) -> None:
    """Name and address of accounts that nobody confirmed."""
    for pk in ids:
        forget_unfinished_signup(account_id=pk, now=now)
