"""How far a submission is, from all the rounds about it. The caller has locked the registration."""

from datetime import datetime

from learners.assessment.models import CriterionDecision, DraftDecision, Judgement
from learners.assessment.states import DecisionState, JudgementState
from learners.submissions.models import Submission
from learners.submissions.states import TRANSITIONS, SubmissionState

S = SubmissionState
J = JudgementState


def settle_submission(submission: Submission | None, *, now: datetime) -> None:
    """Move it to where its rounds are; without a submission there is nothing to do.

    Several assessors may have parts of it: the learner hears of each as it is sent, and the whole is released with the
    last. Once released it goes nowhere but to “read”, whatever is judged again.
    """
    if submission is None or submission.state in (S.ACKNOWLEDGED, S.RETURNED_UNASSESSED, S.DRAFT):
        return
    to = _acknowledged(submission) if submission.released_at else _where(submission)
    if to == submission.state:
        return
    was = SubmissionState(submission.state)
    if not _reaches(was, to):
        raise ValueError(f"submission {submission.pk}: not from {was} to {to}")
    submission.state = to
    if to == S.RELEASED:
        submission.released_at = now
    submission.save(update_fields=["state", "released_at"])


def _where(submission: Submission) -> SubmissionState:
    """Before everything in it is released."""
    criteria = set(submission.criteria.values_list("criterion", flat=True))
    rows = CriterionDecision.objects.filter(judgement__submission=submission)
    sent = rows.exclude(judgement__state=J.SENT_BACK)
    decided = set(sent.values_list("criterion", flat=True))
    opened = dict(
        DraftDecision.objects.filter(
            judgement__submission=submission, judgement__state=J.OPEN, open=True
        ).values_list("criterion", "judgement__follows")
    )
    left = criteria - decided
    if not left:
        return S.AWAITING_COUNTERSIGN if sent.filter(state=DecisionState.AWAITING).exists() else S.RELEASED
    if all(opened.get(pk) is not None for pk in left):
        return S.SENT_BACK
    return S.IN_ASSESSMENT if decided or opened else S.SUBMITTED


def _acknowledged(submission: Submission) -> SubmissionState:
    rounds = Judgement.objects.filter(submission=submission)
    if rounds.filter(state=J.RELEASED).exists() or not rounds.filter(state=J.ACKNOWLEDGED).exists():
        return S.RELEASED
    return S.ACKNOWLEDGED


def _reaches(was: SubmissionState, to: SubmissionState) -> bool:
    """Directly, or by way of *decided*, which a sent round leaves in the same moment."""
    return to in TRANSITIONS[was] or (S.DECIDED in TRANSITIONS[was] and to in TRANSITIONS[S.DECIDED])
