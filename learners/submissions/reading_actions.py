"""Whoever reads a learner's work without being the learner or allocated to them is written down (INV-48)."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.submissions.models import Submission
from learners.submissions.policies import may_see, needs_a_note


@transaction.atomic
def open_submission(*, submission_id: int, by: Account, now: datetime) -> Submission:
    """What was handed in, for somebody who may see it; raises Refused."""
    made = Submission.objects.select_related(
        "registration__account", "registration__hub", "registration__version__qualification", "returned_by"
    ).get(pk=submission_id)
    on = london_date(now)
    standing = standing_of(by, made.registration, on=on)
    may_see(by, made, on=on, standing=standing).enforce()
    if needs_a_note(standing, made):
        registration = locked_one(QualRegistration.objects.all(), made.registration_id)
        audit(registration, "work_read", by=by, now=now, about=made, hub_id=registration.hub_id)
    return made
