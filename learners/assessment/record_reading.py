"""Whoever reads a record without being the learner, its writer or allocated to it is written down (INV-48)."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from learners.assessment.record_models import AssessorRecord
from learners.assessment.record_policies import may_read_record, record_needs_a_note
from learners.assessment.record_queries import record_at
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of


@transaction.atomic
def open_record(*, token: str, by: Account, now: datetime) -> AssessorRecord:
    """For somebody who may read it; raises Refused, AssessorRecord.DoesNotExist."""
    record = record_at(token)
    on = london_date(now)
    standing = standing_of(by, record.registration, on=on)
    may_read_record(by, record, on=on, standing=standing).enforce()
    if record_needs_a_note(by, record, standing):
        registration = locked_one(QualRegistration.objects.all(), record.registration_id)
        audit(registration, "record_read", by=by, now=now, about=record, hub_id=registration.hub_id)
    return record
