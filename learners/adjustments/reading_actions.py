"""Whoever reads what makes something hard, without being the learner or allocated to them, is written down (INV-48)."""

from datetime import datetime

from django.db import models, transaction

from academy.accounts.models import Account
from academy.shared.clock import london_date
from learners.adjustments.policies import may_read_needs, may_see_ways, needs_note
from learners.registrations.actions import lock, noted
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of


def open_ways(
    *, registration: QualRegistration, by: Account, now: datetime, about: models.Model | None = None
) -> Standing:
    """How they stand to it. about: the claim or request whose words they read. Raises Refused unless they may look."""
    standing = standing_of(by, registration, on=london_date(now))
    may_see_ways(by, registration, now=now, standing=standing).enforce()
    reads = may_read_needs(by, registration, now=now, standing=standing)
    if about is not None and reads and needs_note(standing):
        with transaction.atomic():
            noted(lock(registration.pk), "needs_read", by=by, now=now, about=about)
    return standing
