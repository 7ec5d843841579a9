"""Who may send a round that they judged."""

from datetime import datetime

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.staff_queries import countersigner_on
from learners.assessment.countersign_policies import can_countersign
from learners.assessment.models import Judgement
from learners.assessment.policies import may_save


def may_send(by: Account, judgement: Judgement, *, now: datetime) -> Ruling:
    """Send it with its feedback; whether everything is filled in is another question. A trainee sends only what their
    countersigner can countersign today."""
    if not (ruling := may_save(by, judgement, now=now)):
        return ruling
    second = countersigner_on(judgement.assessor, london_date(now))
    if second is None or can_countersign(second, judgement, now=now):
        return ruling
    return Ruling.no(
        f"Your countersigner {second} cannot countersign this: they are the learner, have a conflict of interest "
        "or check this unit. The Academy manager names somebody else in the staff file; "
        "what you have written is kept."
    )
