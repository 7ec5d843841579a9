"""Who places a hold, who looks at it again, and who lifts it. A no says why and what to do.

An assessor never does it alone: what they have doubts about goes to the lead quality assurer. Nobody lifts a hold from
a unit that they judge themselves.
"""

from datetime import datetime

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from learners.adjustments.models import AssessmentHold
from learners.adjustments.policies import OWN, while_live
from learners.planning.policies import CONFLICT
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of

LIFTED = "This hold is lifted already. Reload the page to see by whom, and why."


def may_place_hold(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Stop the sign-off of a unit, or of everything, until somebody has looked into it."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    return _for_the_centre(standing) and while_live(registration)


def may_keep_hold(
    by: Account, hold: AssessmentHold, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Leave it standing, and say when somebody looks again."""
    standing = standing or standing_of(by, hold.registration, on=london_date(now))
    ruling = _for_the_centre(standing)
    return Ruling.no(LIFTED) if ruling and hold.lifted_at is not None else ruling


def may_lift_hold(
    by: Account, hold: AssessmentHold, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """End it: the lead quality assurer, who does not assess what it stands on."""
    standing = standing or standing_of(by, hold.registration, on=london_date(now))
    if not (ruling := _for_the_centre(standing)):
        return ruling
    if hold.lifted_at is not None:
        return Ruling.no(LIFTED)
    if not standing.leads_quality:
        return Ruling.no("Only the lead quality assurer lifts a hold. Tell them what you found out.")
    if standing.assesses if hold.unit_id is None else standing.assesses & {hold.unit_id}:
        return Ruling.no(
            "You assess this yourself, so another lead quality assurer lifts the hold. The Academy manager names one."
        )
    return Ruling.yes()


def _for_the_centre(standing: Standing) -> Ruling:
    if standing.own:
        return Ruling.no(OWN)
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if standing.leads_quality or standing.manages:
        return Ruling.yes()
    return Ruling.no(
        "Holds are placed by the lead quality assurer of the qualification, or by the Academy manager. Tell them what "
        "you have doubts about."
    )
