"""Who takes a step with a reasonable adjustment. A no says why and what to do.

The learner asks, or somebody asks for them and the learner says yes. The centre decides: the lead quality assurer or
the centre administrator, never whoever wrote it down. Judging stays the same for everybody.
"""

from datetime import datetime

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from learners.adjustments.models import AdjustmentRequest
from learners.adjustments.policies import OVER, OWN, while_live
from learners.adjustments.states import REQUEST_TRANSITIONS, RequestState
from learners.planning.policies import CONFLICT
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import WORKING, RegistrationState

Q = RequestState
ASKING = (RegistrationState.APPLIED, RegistrationState.ON_BREAK, *WORKING)
LEARNERS_OWN = "Only the learner can do this, when they are signed in themselves. Nobody does it for them."


def may_ask_help(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Ask for a change that helps: the learner."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    return _while_asking(registration) if standing.own else Ruling.no(LEARNERS_OWN)


def may_propose_help(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Write it down for the learner, who says yes or no to it: whoever assesses them or looks after them."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if standing.own:
        return Ruling.no("This is your own registration. Ask for it on your own page.")
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if not (standing.assesses or standing.looks_after):
        return Ruling.no(
            "This is written by the learner, by those who assess them, or by those who look after the registration."
        )
    return _while_asking(registration)


def may_agree_help(
    by: Account, request: AdjustmentRequest, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Say yes or no to what somebody wrote for one."""
    standing = standing or standing_of(by, request.registration, on=london_date(now))
    if not standing.own:
        return Ruling.no(LEARNERS_OWN)
    return _moved_on(request) if request.state != Q.DRAFT else Ruling.yes()


def may_withdraw_help(
    by: Account, request: AdjustmentRequest, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Take it back before it is in place."""
    standing = standing or standing_of(by, request.registration, on=london_date(now))
    if not standing.own:
        return Ruling.no(LEARNERS_OWN)
    return Ruling.yes() if Q.WITHDRAWN in REQUEST_TRANSITIONS[Q(request.state)] else _moved_on(request)


def may_decide_help(
    by: Account, request: AdjustmentRequest, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Approve or refuse it for the centre; or write down what was decided outside."""
    ruling = _centre(by, request, now, standing)
    return _moved_on(request) if ruling and request.state not in (Q.SUBMITTED, Q.REFERRED) else ruling


def may_refer_help(
    by: Account, request: AdjustmentRequest, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Put it before the external quality assurer or the awarding organisation."""
    ruling = _centre(by, request, now, standing)
    return _moved_on(request) if ruling and request.state != Q.SUBMITTED else ruling


def may_put_in_place(
    by: Account, request: AdjustmentRequest, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Say from when it helps: the assessor."""
    ruling = _assessor(by, request, now, standing)
    return _moved_on(request) if ruling and request.state != Q.APPROVED else ruling


def may_review_help(
    by: Account, request: AdjustmentRequest, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Say whether it helps, and whether it goes on: the assessor."""
    ruling = _assessor(by, request, now, standing)
    return _moved_on(request) if ruling and request.state != Q.IN_PLACE else ruling


def _centre(by: Account, request: AdjustmentRequest, now: datetime, standing: Standing | None) -> Ruling:
    standing = standing or standing_of(by, request.registration, on=london_date(now))
    if standing.own:
        return Ruling.no(OWN)
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if not (standing.leads_quality or standing.administers):
        return Ruling.no(
            "The centre decides this: the lead quality assurer or the centre administrator of the qualification."
        )
    if request.asked_by_id in set(rows_of(by).values_list("pk", flat=True)):
        return Ruling.no("You wrote this request. Somebody else of the centre decides about it.")
    return while_live(request.registration)


def _assessor(by: Account, request: AdjustmentRequest, now: datetime, standing: Standing | None) -> Ruling:
    standing = standing or standing_of(by, request.registration, on=london_date(now))
    if standing.own:
        return Ruling.no(OWN)
    if standing.conflict:
        return Ruling.no(CONFLICT)
    theirs = standing.assesses if request.unit_id is None else standing.assesses & {request.unit_id}
    if not theirs:
        return Ruling.no("An assessor of this learner does this. The lead quality assurer allocates one.")
    return while_live(request.registration)


def _while_asking(registration: QualRegistration) -> Ruling:
    return Ruling.yes() if registration.state in ASKING else Ruling.no(OVER)


def _moved_on(request: AdjustmentRequest) -> Ruling:
    label = Q(request.state).label
    return Ruling.no(f"This is at “{label}”, so there is nothing of this kind to do now. Reload the page.")
