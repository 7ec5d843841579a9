"""Whoever reads how a unit was judged and signed, without being the learner or given to them, is written down."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from learners.assessment.signoff_policies import may_see_signoffs, needs_a_note
from learners.registrations.actions import lock
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of


def open_signoffs(*, registration: QualRegistration, by: Account, now: datetime) -> Standing:
    """How they stand to it; raises Refused for whoever may not see it (INV-48)."""
    standing = standing_of(by, registration, on=london_date(now))
    may_see_signoffs(by, registration, now=now, standing=standing).enforce()
    if needs_a_note(standing):
        _note(registration, by, now)
    return standing


@transaction.atomic
def _note(registration: QualRegistration, by: Account, now: datetime) -> None:
    locked = lock(registration.pk)
    audit(locked, "work_read", by=by, now=now, about=locked, hub_id=locked.hub_id)
