"""Holds, claims of prior learning and adjustments, made row by row."""

from dataclasses import dataclass
from datetime import timedelta

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from courses.qualifications.models import Criterion, Unit
from courses.qualifications.staff_states import QualificationTask
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.states import CLAIM_ENDED, ClaimState, RequestState
from learners.assessment.models import Judgement
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import Submission
from learners.submissions.states import Outcome, SubmissionState
from tests.cast import Cast, hold, make_cast, person
from tests.learners import judging, qualifying
from tests.learners.judging import unit_of
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
        asked_at=NOON,
        agreed_at=NOON,
        moved_at=NOON,
        **{
            "asked_by": registration.account,
            "need": "Reading long texts.",
            "adjustment": "Words read aloud.",
            **decided,
            **facts,
        },
    )


def world(number: int | None = None) -> "World":
    """Amara under way with Asa as assessor (of this unit); Quinn leads quality, Abe is the centre administrator."""
    cast = make_cast()
    registration = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.assessor(cast.assessor, cast.manager)
    qualifying.allocated(registration, cast.assessor, unit_of(registration, number) if number else None)
    qualifying.task_of(cast.quality, registration.version, QualificationTask.LEAD_QUALITY)
    admin = person("Abe Admin")
    hold(admin, Role.TRAINER, cast.harbour)
    qualifying.task_of(admin, registration.version, QualificationTask.CENTRE_ADMIN)
    return World(cast, registration, admin)


@dataclass(frozen=True, slots=True)
class World:
    cast: Cast
    registration: QualRegistration
    admin: Account

    @property
    def learner(self) -> Account:
        return self.registration.account

    @property
    def unit(self) -> Unit:
        """The first: three criteria."""
        return unit_of(self.registration, 1)


def told(
    registration: QualRegistration,
    by: Account,
    number: int = 1,
    outcome: Outcome = Outcome.MET,
    criteria: list[Criterion] | None = None,
) -> None:
    """A unit (or some of it) handed in, judged, and the learner told so."""
    round_ = judging.judged(registration, by, outcome, number, criteria)
    release(round_)


def judged(made: Submission, by: Account, outcome: Outcome = Outcome.MET) -> None:
    """What was handed in, judged as prior learning, and the learner told so."""
    round_ = judging.opened(made.registration, by, made)
    for one in made.criteria.select_related("criterion"):
        not_yet = {} if outcome == Outcome.MET else {"sufficient": False, "next_step": "Show one more."}
        decision = judging.decision(round_, one.criterion, outcome=outcome, **not_yet)
        judging.rests_on(decision, made.items.order_by("pk")[0], method="prior_learning")
    release(judging.closed(round_))
    rows = Submission.objects.filter(pk=made.pk)
    for state in (SubmissionState.DECIDED, SubmissionState.RELEASED):
        rows.update(state=state, released_at=NOON)


def release(round_: Judgement) -> None:
    for one in round_.decisions.all():
        CriterionAnswer.objects.create(
            registration=round_.registration,
            criterion=one.criterion,
            submission=round_.submission,
            outcome=one.outcome,
            next_step=one.next_step,
            released_at=NOON,
        )


def events(registration: QualRegistration) -> list[str]:
    """What stands in its chain, in order."""
    rows = AuditEvent.objects.filter(chain=chain_of(registration)).order_by("seq")
    return list(rows.values_list("action", flat=True))
