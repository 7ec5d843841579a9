"""Holds, claims of prior learning and adjustments, made row by row."""

from datetime import timedelta

from academy.accounts.models import Account
from courses.qualifications.models import Unit
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.states import CLAIM_ENDED, ClaimState, RequestState
from learners.registrations.models import QualRegistration
from tests.learners.qualifying import NOON, TODAY

NOT_DECIDED = (RequestState.DRAFT, RequestState.SUBMITTED, RequestState.REFERRED, RequestState.WITHDRAWN)


def held(
    registration: QualRegistration, by: Account, unit: Unit | None = None, **facts: object
) -> AssessmentHold:
    return AssessmentHold.objects.create(
        registration=registration,
        unit=unit,
        placed_by=by,
        placed_at=NOON,
        **{"reason": "An appeal is open.", "review_on": TODAY + timedelta(days=14), **facts},
    )


def claim(
    registration: QualRegistration, unit: Unit, state: ClaimState = ClaimState.ENQUIRY, **facts: object
) -> PriorLearningClaim:
    return PriorLearningClaim.objects.create(
        registration=registration,
        unit=unit,
        state=state,
        asked_by=registration.account,
        asked_at=NOON,
        moved_at=NOON,
        ended_at=NOON if state in CLAIM_ENDED else None,
        **{"learned_what": "Ten years as a shop steward.", **facts},
    )


def asked(
    registration: QualRegistration,
    unit: Unit | None = None,
    state: RequestState = RequestState.SUBMITTED,
    **facts: object,
) -> AdjustmentRequest:
    decided = {}
    if state not in NOT_DECIDED:
        decided = {"decided_by": registration.account, "decided_on": TODAY, "decision": "Agreed."}
    return AdjustmentRequest.objects.create(
        registration=registration,
        unit=unit,
        state=state,
        asked_by=registration.account,
        asked_at=NOON,
        agreed_at=NOON,
        moved_at=NOON,
        **{"need": "Reading long texts.", "adjustment": "Words read aloud.", **decided, **facts},
    )
