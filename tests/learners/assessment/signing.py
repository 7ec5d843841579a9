"""A learner whose unit was judged, and those who sign it: the actions are called as the screens call them."""

from datetime import datetime

from academy.accounts.models import Account
from academy.accounts.roles import Role
from courses.qualifications.staff_states import QualificationTask
from learners.assessment.signoff_actions import confirm_unit, countersign_unit, sign_unit, unlock
from learners.assessment.signoff_models import UnitSignoff, Unlocking
from learners.registrations.models import QualRegistration
from tests.cast import Cast, hold
from tests.learners import judging, qualifying
from tests.learners.assessment.attacks import at_work
from tests.learners.qualifying import NOON

WHY = "I looked at the wrong recording."


def working() -> tuple[Cast, QualRegistration]:
    """Asa (qualified) has the learner. Bea is qualified too and countersigns Jo, who is a trainee; Quinn leads."""
    cast, registration = at_work()
    hold(cast.trainer, Role.ASSESSOR, cast.harbour)
    hold(cast.stranger, Role.ASSESSOR, cast.millfield)
    qualifying.task_of(cast.quality, registration.version, QualificationTask.LEAD_QUALITY)
    return cast, registration


def judged() -> tuple[Cast, QualRegistration]:
    """Unit 1 is met in all its criteria, by Asa."""
    cast, registration = working()
    qualifying.allocated(registration, cast.assessor)
    judging.judged(registration, cast.assessor)
    return cast, registration


def judged_by_trainee() -> tuple[Cast, QualRegistration]:
    """The same by Jo, and confirmed by Bea."""
    cast, registration = working()
    qualifying.allocated(registration, cast.trainer)
    judging.countersigned(judging.judged(registration, cast.trainer), cast.stranger)
    return cast, registration


def signs(
    registration: QualRegistration,
    by: Account,
    number: int = 1,
    comment: str = "",
    how: str = "email",
    now: datetime = NOON,
) -> UnitSignoff:
    return sign_unit(
        registration_id=registration.pk,
        unit_id=judging.unit_of(registration, number).pk,
        comment=comment,
        how=how,
        by=by,
        now=now,
    )


def countersigns(signoff: UnitSignoff, by: Account, how: str = "email", now: datetime = NOON) -> UnitSignoff:
    return countersign_unit(signoff_id=signoff.pk, comment="", how=how, by=by, now=now)


def confirms(signoff: UnitSignoff, by: Account, how: str = "email", now: datetime = NOON) -> UnitSignoff:
    return confirm_unit(signoff_id=signoff.pk, comment="", how=how, by=by, now=now)


def unlocks(
    signoff: UnitSignoff, by: Account, reason: str = WHY, how: str = "email", now: datetime = NOON
) -> Unlocking:
    return unlock(signoff_id=signoff.pk, reason=reason, how=how, by=by, now=now)
