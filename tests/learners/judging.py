"""Work handed in, recorded and judged, made row by row: a test says how far it is, and tries one thing there.

One learner on the sample award; unit 1 has three criteria, unit 2 one that has to be observed. All rows are as the
actions would leave them, except that digests are made up.
"""

from datetime import datetime
from uuid import uuid4

from academy.accounts.models import Account
from courses.qualifications.models import Criterion, Unit
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_states import AssessorLevel
from courses.qualifications.states import Method
from learners.assessment.models import (
    Countersignature,
    CriterionDecision,
    DecisionPiece,
    DraftDecision,
    Judgement,
)
from learners.assessment.record_models import AssessorRecord, PassageCriterion, RecordPassage
from learners.assessment.states import Countersigned, DecisionState, JudgementState, RecordState
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import EvidenceKind, Others
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission, SubmissionCriterion, SubmissionItem, SubmissionLink
from learners.submissions.states import Outcome, SubmissionState
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY

ALL_HOLD = dict.fromkeys(("valid", "authentic", "reliable", "current", "sufficient"), True)
DIGEST = "0" * 64


def status_of(person: Account) -> AssessorStatus:
    """What they judge as: the newest of their rows."""
    found = AssessorStatus.objects.filter(person=person).first()
    assert found is not None
    return found


def unit_of(registration: QualRegistration, number: int = 1) -> Unit:
    return registration.version.units.get(number=number)


def criteria_of(registration: QualRegistration, number: int = 1) -> list[Criterion]:
    """Of one unit, in their order."""
    return [one for one in qualifying.criteria(registration) if one.outcome.unit.number == number]


def handed_in(
    registration: QualRegistration,
    criteria: list[Criterion] | None = None,
    items: list[EvidenceItem] | None = None,
    now: datetime = NOON,
    attempt: int = 1,
) -> Submission:
    """These pieces (or one reflection) towards these criteria (or those of unit 1), declared by the learner."""
    criteria = criteria if criteria is not None else criteria_of(registration)
    items = items or [qualifying.piece(registration.account)]
    made = Submission.objects.create(
        registration=registration, number=registration.submissions.count() + 1, made_at=now
    )
    entries = [
        SubmissionItem.objects.create(
            submission=made, number=number, item=item, snapshot={"title": item.title}, sha256=DIGEST
        )
        for number, item in enumerate(items, start=1)
    ]
    for criterion in criteria:
        SubmissionCriterion.objects.create(submission=made, criterion=criterion, attempt=attempt)
        for entry in entries:
            SubmissionLink.objects.create(submission=made, entry=entry, criterion=criterion)
    Submission.objects.filter(pk=made.pk).update(
        state=SubmissionState.SUBMITTED,
        submitted_at=now,
        declaration_version="1",
        declaration="This is my own work.",
        ai_used=False,
        help_words="",
        signed_by=registration.account,
        signed_how="email",
        digest=DIGEST,
    )
    made.refresh_from_db()
    return made


def record(
    registration: QualRegistration,
    by: Account,
    criteria: list[Criterion] | None = None,
    kind: EvidenceKind = EvidenceKind.OBSERVATION,
    state: RecordState = RecordState.CONFIRMED,
    now: datetime = NOON,
) -> AssessorRecord:
    """What this assessor saw, heard or asked about these criteria (or unit 2), confirmed by the learner."""
    item = EvidenceItem.objects.create(
        account=registration.account,
        kind=kind,
        title=f"{kind.label} at the market",
        happened_on=TODAY,
        others=Others.NOBODY,
        text="She listened more than she talked.",
        made_at=now,
        changed_at=now,
    )
    made = AssessorRecord.objects.create(
        key=uuid4(),
        registration=registration,
        item=item,
        assessor=by,
        happened_on=TODAY,
        minutes=40,
        place="The market",
        activity="She spoke with five people at her stall.",
        made_at=now,
        changed_at=now,
    )
    passage = RecordPassage.objects.create(
        record=made, number=1, text="She asked what the road is like at home time."
    )
    for criterion in criteria if criteria is not None else criteria_of(registration, 2):
        PassageCriterion.objects.create(record=made, passage=passage, criterion=criterion)
    return moved(made, state, now)


def moved(made: AssessorRecord, state: RecordState, now: datetime) -> AssessorRecord:
    """As it is in this state."""
    if state not in (RecordState.DRAFT, RecordState.LEFT):
        made.state, made.shared_at = RecordState.SHARED, now
        made.save()
    made.state = state
    if state == RecordState.CONFIRMED:
        made.confirmed_at = made.counted_at = now
        made.confirmed_by, made.confirmed_how, made.digest = made.item.account, "email", DIGEST
    if state == RecordState.SILENT:
        made.silent_at = now
    if state == RecordState.QUERIED:
        made.queried_at = now
    made.save()
    return made


def opened(
    registration: QualRegistration,
    by: Account,
    submission: Submission | None = None,
    criteria: list[Criterion] | None = None,
    now: datetime = NOON,
    **facts: object,
) -> Judgement:
    """A round that holds these criteria (or all of the submission) for this assessor, with nothing written yet."""
    made = Judgement.objects.create(
        registration=registration,
        submission=submission,
        number=registration.judgements.count() + 1,
        assessor=by,
        opened_at=now,
        **{"held_until": now, **facts},
    )
    if criteria is None and submission is not None:
        criteria = [one.criterion for one in submission.criteria.all()]
    for criterion in criteria or []:
        DraftDecision.objects.create(judgement=made, registration=registration, criterion=criterion)
    if submission is not None:
        Submission.objects.filter(pk=submission.pk).update(state=SubmissionState.IN_ASSESSMENT)
    return made


def decision(judgement: Judgement, criterion: Criterion, **facts: object) -> CriterionDecision:
    """Met and confirmed, with all five checks, resting on nothing yet; facts say otherwise."""
    status = status_of(judgement.assessor)
    trainee = status.level == AssessorLevel.TRAINEE
    return CriterionDecision.objects.create(
        **{
            "judgement": judgement,
            "registration": judgement.registration,
            "criterion": criterion,
            "attempt": 1 if judgement.submission_id else 0,
            "outcome": Outcome.MET,
            **ALL_HOLD,
            "rationale": "Three talks, each with an open question (page 1).",
            "assessor": judgement.assessor,
            "assessor_name": judgement.assessor.full_name,
            "status": status,
            "level": status.level,
            "allocation": Allocation.objects.filter(
                registration=judgement.registration, person=judgement.assessor
            ).first(),
            "state": DecisionState.AWAITING if trainee else DecisionState.CONFIRMED,
            "decided_at": NOON,
            "confirmed_at": None if trainee else NOON,
            "digest": DIGEST,
            **facts,
        }
    )


def rests_on(
    made: CriterionDecision, piece: SubmissionItem | AssessorRecord, **facts: object
) -> DecisionPiece:
    which = {"entry": piece} if isinstance(piece, SubmissionItem) else {"record": piece}
    return DecisionPiece.objects.create(
        judgement=made.judgement,
        decision=made,
        **{**which, "used": True, "method": method_for(made), "sha256": DIGEST, **facts},
    )


def method_for(made: CriterionDecision) -> str:
    """The one that is prescribed for its criterion, or none."""
    found = made.criterion.methods.filter(prescribed=True).first()
    return found.method if found else ""


def closed(judgement: Judgement, **facts: object) -> Judgement:
    """Sent with its feedback: a trainee's waits for the countersigner, any other is with the learner."""
    status = status_of(judgement.assessor)
    trainee = status.level == AssessorLevel.TRAINEE
    Judgement.objects.filter(pk=judgement.pk).update(
        **{
            "state": JudgementState.COUNTERSIGN if trainee else JudgementState.RELEASED,
            "words": "You listen well.",
            "decided_at": NOON,
            "released_at": None if trainee else NOON,
            "assessor_name": judgement.assessor.full_name,
            "status": status,
            "countersigner": status.countersigner,
            "signed_how": "email",
            "digest": DIGEST,
            **facts,
        }
    )
    judgement.drafts.update(open=False)
    judgement.refresh_from_db()
    return judgement


def judged(
    registration: QualRegistration,
    by: Account,
    outcome: Outcome = Outcome.MET,
    number: int = 1,
    criteria: list[Criterion] | None = None,
    **facts: object,
) -> Judgement:
    """One unit handed in (or observed, where that is prescribed), judged and sent; facts: of the round."""
    criteria = criteria if criteria is not None else criteria_of(registration, number)
    observed = any(
        one.methods.filter(prescribed=True, method=Method.OBSERVATION).exists() for one in criteria
    )
    submission = None if observed else handed_in(registration, criteria)
    round_ = opened(registration, by, submission, criteria, **facts)  # type: ignore[arg-type]
    piece = record(registration, by, criteria) if observed else submission.items.get()  # type: ignore[union-attr]
    for criterion in criteria:
        not_yet = (
            {} if outcome == Outcome.MET else {"sufficient": False, "next_step": "Record one more talk."}
        )
        rests_on(decision(round_, criterion, outcome=outcome, **not_yet), piece)
    closed(round_)
    if submission is not None and round_.state == JudgementState.RELEASED:
        Submission.objects.filter(pk=submission.pk).update(state=SubmissionState.RELEASED, released_at=NOON)
    return round_


def countersigned(judgement: Judgement, by: Account, **facts: object) -> Countersignature:
    made = Countersignature.objects.create(
        judgement=judgement,
        **{
            "outcome": Countersigned.CONFIRMED,
            "countersigner": by,
            "name": by.full_name,
            "status": status_of(by),
            "signed_how": "email",
            "signed_at": NOON,
            **facts,
        },
    )
    if made.outcome == Countersigned.CONFIRMED:
        judgement.decisions.update(state=DecisionState.CONFIRMED, confirmed_at=NOON)
        Judgement.objects.filter(pk=judgement.pk).update(state=JudgementState.RELEASED, released_at=NOON)
        judgement.refresh_from_db()
    return made
