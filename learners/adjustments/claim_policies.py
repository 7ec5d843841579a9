"""Who takes a step with a claim of prior learning. A no says why and what to do."""

from datetime import datetime

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.states import Method
from learners.adjustments.models import PriorLearningClaim
from learners.adjustments.policies import NOT_NOW, OVER, OWN, while_live
from learners.adjustments.states import CLAIM_TRANSITIONS, ClaimState
from learners.planning.policies import CONFLICT
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import WORKING

C = ClaimState


def may_ask_prior(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Say that one can do what a unit asks for already: only the learner."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if not standing.own:
        return Ruling.no(
            "Only the learner can ask for this, on their own page. Talk with them about what they did before."
        )
    if registration.state in WORKING:
        return Ruling.yes()
    return Ruling.no(NOT_NOW.get(registration.state, OVER))


def may_answer_prior(
    by: Account, claim: PriorLearningClaim, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Say how it can be shown, or that it is not taken further: the assessor of the unit."""
    ruling = _assessor(by, claim, now, standing)
    if ruling and claim.state not in (C.ENQUIRY, C.EVIDENCE):
        return _moved_on(claim)
    return ruling


def may_ask_more(
    by: Account, claim: PriorLearningClaim, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Say what else is needed, once it was handed in."""
    ruling = _assessor(by, claim, now, standing)
    return _moved_on(claim) if ruling and claim.state != C.MAPPED else ruling


def may_conclude_prior(
    by: Account, claim: PriorLearningClaim, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Say what comes of it, once every criterion of the unit is judged."""
    ruling = _assessor(by, claim, now, standing)
    if ruling and claim.state == C.MAPPED:
        return Ruling.no(
            "Something of it is not judged yet. Judge what was handed in; then say here what comes of it."
        )
    return _moved_on(claim) if ruling and claim.state != C.ASSESSED else ruling


def may_withdraw_prior(
    by: Account, claim: PriorLearningClaim, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Take it back: only the learner, until it is judged."""
    standing = standing or standing_of(by, claim.registration, on=london_date(now))
    if not standing.own:
        return Ruling.no("Only the learner can take this back. Ask them.")
    if C.WITHDRAWN not in CLAIM_TRANSITIONS[C(claim.state)]:
        return _moved_on(claim)
    if _rests_on(claim):
        return Ruling.no(
            "Your assessor has begun to judge this unit by what you learned before, so the claim stays until they are "
            "through. Talk with them if you have changed your mind."
        )
    return Ruling.yes()


def _rests_on(claim: PriorLearningClaim) -> bool:
    """Does a decision of this unit stand, or wait for a countersigner, that rests on prior learning (INV-11)?"""
    rests = {"pieces__used": True, "pieces__method": Method.PRIOR_LEARNING}
    decisions = claim.registration.decisions.filter(criterion__outcome__unit=claim.unit_id)
    live = decisions.filter(state__in=("awaiting", "confirmed"))  # of a slice above this one
    return live.filter(**rests).exists()


def _assessor(by: Account, claim: PriorLearningClaim, now: datetime, standing: Standing | None) -> Ruling:
    standing = standing or standing_of(by, claim.registration, on=london_date(now))
    if standing.own:
        return Ruling.no(OWN)
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if not standing.assesses_unit(claim.unit_id):
        return Ruling.no(
            "Only the assessor of this unit can answer this. The lead quality assurer allocates it."
        )
    return while_live(claim.registration)


def _moved_on(claim: PriorLearningClaim) -> Ruling:
    label = C(claim.state).label
    return Ruling.no(
        f"This claim is at “{label}”, so there is nothing of this kind to do now. Reload the page."
    )
