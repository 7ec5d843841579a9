"""Opening somebody's work leaves a trace, unless it was allocated to whoever looks (INV-48)."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from learners.dashboards.work_policies import work_ruling
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of


def open_work(*, registration: QualRegistration, by: Account, now: datetime) -> Standing:
    """How they stand to it. Raises Refused unless they may look; writes down who looked, where nobody gave them this
    learner."""
    standing = standing_of(by, registration, on=london_date(now))
    work_ruling(standing).enforce()
    if not (standing.assesses or standing.checks):
        with transaction.atomic():
            locked = locked_one(QualRegistration.objects.all(), registration.pk)
            audit(locked, "work_opened", by=by, now=now, hub_id=locked.hub_id)
    return standing
