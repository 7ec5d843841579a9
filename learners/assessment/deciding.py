"""Writing decisions, confirming them, and telling the learner. The caller has locked the registration and asked
whether it may be done.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.rulings import Refused
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_queries import countersigner_on, status_on
from courses.qualifications.staff_states import AssessorLevel
from learners.adjustments.claim_actions import settle as settle_claims
from learners.assessment.digests import digest_of_decision, digest_of_judgement
from learners.assessment.evidence_queries import ShelfPiece, shelf_of, uses_of
from learners.assessment.models import CriterionDecision, DecisionPiece, DraftDecision, Judgement
from learners.assessment.rules import CHECK_KEYS
from learners.assessment.settling import settle_submission
from learners.assessment.states import DecisionState, JudgementState
from learners.registrations.actions import begin, noted
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, RegistrationState
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import SubmissionCriterion
from learners.submissions.states import Outcome

J = JudgementState
D = DecisionState


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the learner reads or hears. spoken: the id of the recording."""

    words: str
    next_step: str
    next_by: date | None
    spoken: int | None

    @classmethod
    def of(cls, judgement: Judgement) -> "Feedback":
        """As it was sent."""
        return cls(judgement.words, judgement.next_step, judgement.next_by, judgement.spoken_id)


def decide(
    judgement: Judgement,
    drafts: Sequence[DraftDecision],
    feedback: Feedback,
    *,
    how: str,
    by: Account,
    now: datetime,
) -> None:
    """Every draft becomes a decision, the round closes over them, and goes to the learner or the countersigner."""
    status = status_on(by, london_date(now))
    if status is None:
        raise Refused(f"{by} is not in the staff file as an assessor. The Academy manager records it.")
    trainee = status.level == AssessorLevel.TRAINEE
    registration = judgement.registration
    judgement.status, judgement.assessor_name = status, by.full_name
    judgement.without_number = registration.state == RegistrationState.ACCEPTED
    judgement.countersigner = countersigner_on(by, london_date(now)) if trainee else None
    judgement.save(update_fields=["status", "assessor_name", "without_number", "countersigner"])
    if not trainee:
        _supersede(judgement, [one.criterion_id for one in drafts], now=now)
    made = _decisions(judgement, drafts, status, by=by, now=now)
    judgement.words, judgement.next_step = feedback.words, feedback.next_step
    judgement.next_by, judgement.spoken_id = feedback.next_by, feedback.spoken
    judgement.signed_how, judgement.decided_at = how, now
    judgement.digest = digest_of_judgement(judgement, made)
    judgement.state = J.COUNTERSIGN if trainee else J.RELEASED
    judgement.released_at = None if trainee else now
    judgement.save()
    judgement.drafts.filter(open=True).update(open=False)
    begin(registration, by=by, now=now)
    if not trainee:
        tell(judgement, made, now=now)
    settle_submission(judgement.submission, now=now)
    settle_claims(registration=registration, by=by, now=now)
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    noted(registration, "judged", by=by, now=now, about=judgement, after=_facts(judgement, made))
    enqueue("learners.reminders.send_due", kind="to_countersign" if trainee else "feedback_given")


def confirm(judgement: Judgement, *, now: datetime) -> None:
    """What a trainee judged counts from now on, and the learner hears of it."""
    made = list(judgement.decisions.filter(state=D.AWAITING).select_related("criterion__outcome"))
    _nothing_newer(judgement, made)
    _supersede(judgement, [one.criterion_id for one in made], now=now)
    judgement.decisions.filter(state=D.AWAITING).update(state=D.CONFIRMED, confirmed_at=now)
    judgement.state, judgement.released_at = J.RELEASED, now
    judgement.save(update_fields=["state", "released_at"])
    tell(judgement, made, now=now)


def tell(judgement: Judgement, made: Iterable[CriterionDecision], *, now: datetime) -> None:
    """The answers that the learner's screens read (INV-13); older ones about the same end."""
    decisions = list(made)
    older = CriterionAnswer.objects.filter(
        registration=judgement.registration_id,
        criterion__in=[one.criterion_id for one in decisions],
        ended_at=None,
    )
    older.update(ended_at=now)
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(
            registration_id=judgement.registration_id,
            criterion_id=one.criterion_id,
            submission_id=judgement.submission_id,
            outcome=one.outcome,
            next_step=one.next_step if one.outcome == Outcome.NOT_YET else "",
            released_at=now,
        )
        for one in decisions
    )


def _nothing_newer(judgement: Judgement, made: Iterable[CriterionDecision]) -> None:
    """An older decision never takes the place of a newer one."""
    newer = CriterionDecision.objects.filter(
        registration=judgement.registration_id,
        criterion__in=[one.criterion_id for one in made],
        state=D.CONFIRMED,
        decided_at__gt=judgement.decided_at,
    ).select_related("criterion__outcome")
    if (one := newer.first()) is not None:
        number = f"{one.criterion.outcome.number}.{one.criterion.number}"
        raise Refused(
            f"{number} was judged again by {one.assessor_name} since this was sent, and that counts. Send this back."
        )


def _supersede(judgement: Judgement, criteria: Iterable[int], *, now: datetime) -> None:
    """Older decisions about the same stand in history, and count no more."""
    CriterionDecision.objects.filter(
        registration=judgement.registration_id, criterion__in=list(criteria), state=D.CONFIRMED
    ).update(state=D.SUPERSEDED, ended_at=now)


def _decisions(
    judgement: Judgement,
    drafts: Sequence[DraftDecision],
    status: AssessorStatus,
    *,
    by: Account,
    now: datetime,
) -> list[CriterionDecision]:
    units = {one.criterion.outcome.unit_id for one in drafts}
    shelf = shelf_of(judgement.registration, units)
    attempts = dict(
        SubmissionCriterion.objects.filter(submission=judgement.submission_id).values_list(
            "criterion", "attempt"
        )
        if judgement.submission_id
        else ()
    )
    given = _allocations(judgement.registration, by, units, on=london_date(now))
    found = []
    for draft in drafts:
        made = _decision(judgement, draft, status, given[draft.criterion.outcome.unit_id], now=now)
        made.attempt = attempts.get(draft.criterion_id, 0)
        rests = [_piece(judgement, use, shelf.pieces[use.ref]) for use in uses_of(draft.pieces)]
        made.digest = digest_of_decision(made, rests)
        made.save(force_insert=True)
        for one in rests:
            one.decision = made
        DecisionPiece.objects.bulk_create(rests)
        found.append(made)
    return found


def _decision(
    judgement: Judgement, draft: DraftDecision, status: AssessorStatus, given: Allocation, *, now: datetime
) -> CriterionDecision:
    """As it is about to be saved, without its attempt and its digest."""
    trainee = status.level == AssessorLevel.TRAINEE
    return CriterionDecision(
        judgement=judgement,
        registration=judgement.registration,
        criterion=draft.criterion,
        outcome=draft.outcome,
        rationale=draft.rationale,
        next_step=draft.next_step if draft.outcome == Outcome.NOT_YET else "",
        assessor_id=judgement.assessor_id,
        assessor_name=judgement.assessor_name,
        status=status,
        level=status.level,
        allocation=given,
        state=D.AWAITING if trainee else D.CONFIRMED,
        decided_at=now,
        confirmed_at=None if trainee else now,
        **{key: bool(draft.checks[key]) for key in CHECK_KEYS},
    )


def _piece(judgement: Judgement, use: Any, piece: ShelfPiece) -> DecisionPiece:
    return DecisionPiece(
        judgement=judgement,
        entry_id=None if piece.is_record else piece.pk,
        record_id=piece.pk if piece.is_record else None,
        used=use.used,
        why="" if use.used else use.why,
        place=use.place,
        method=use.method if use.used else "",
        sha256=piece.sha256,
    )


def _allocations(
    registration: QualRegistration, by: Account, units: Iterable[int], *, on: date
) -> dict[int, Allocation]:
    """By unit (id): the giving of this learner by which they judge it."""
    rows = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on),
        registration=registration,
        person__in=rows_of(by),
        task=AllocatedAs.ASSESSOR,
        starts_on__lte=on,
    )
    by_unit = {one.unit_id: one for one in rows.order_by("pk")}
    return {unit: by_unit[unit] if unit in by_unit else by_unit[None] for unit in units}


def _facts(judgement: Judgement, made: Sequence[CriterionDecision]) -> dict[str, Any]:
    return {
        "number": judgement.number,
        "state": judgement.state,
        "digest": judgement.digest,
        "submission": judgement.submission.number if judgement.submission else None,
        "outcomes": {str(one.criterion_id): str(one.outcome) for one in made},
        "countersigner": judgement.countersigner_id,
        "without_number": judgement.without_number,
        "signed_how": judgement.signed_how,
        "spoken": judgement.spoken_id,
    }
