"""Whoever reads a judgement without being the learner or given its units is written down (INV-48)."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from learners.assessment.models import Judgement
from learners.assessment.policies import may_see_judgement, reading_is_noted
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing


def open_judgement(*, judgement: Judgement, by: Account, now: datetime, standing: Standing) -> Judgement:
    """A round, for somebody who may see it; raises Refused."""
    may_see_judgement(by, judgement, on=london_date(now), standing=standing).enforce()
    if reading_is_noted(by, judgement, standing):
        with transaction.atomic():
            registration = locked_one(QualRegistration.objects.all(), judgement.registration_id)
            audit(registration, "work_read", by=by, now=now, about=judgement, hub_id=registration.hub_id)
    return judgement
