"""Happenings of what somebody wrote, asked or left unanswered, for whoever is next. NOON is a Friday's."""

from datetime import UTC, datetime, timedelta

from academy.accounts.models import Account
from courses.qualifications.models import QualificationVersion
from learners.adjustments.models import AdjustmentRequest, PriorLearningClaim
from learners.adjustments.states import ClaimState, RequestState
from learners.assessment.states import JudgementState, RecordState
from learners.submissions.answer_models import CriterionAnswer, ExtraAttempt
from learners.submissions.states import Outcome
from tests.learners import judging
from tests.learners.reminders.adjusting_happenings import takes_the_claim_back
from tests.learners.reminders.happening import Happening
from tests.learners.reminders.judging_happenings import AGAIN, doubts, judge_of, turns_to
from tests.learners.reminders.qualification_happenings import assessor_of, goes_to_somebody_else, registration
from tests.learners.worlds import NOON, later

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # the next morning on which people work


def had_no_answer(number: int) -> Account:
    of = registration(number)
    who = assessor_of(of, number)
    judging.record(of, who, state=RecordState.SILENT)
    return who


def wrote_feedback(number: int, words: str = "I did say why, on page two.") -> Account:
    """To which the learner wrote these words."""
    of = registration(number)
    who = judge_of(of, number)
    judging.judged(of, who, Outcome.NOT_YET)
    facts = {"acknowledged_at": NOON, "learner_words": words}
    of.judgements.update(state=JudgementState.ACKNOWLEDGED, **facts)
    return who


def gives_tries(number: int) -> Account:
    """One try is allowed; it was answered at NOON with not yet met."""
    of = registration(number)
    who = judge_of(of, number)
    QualificationVersion.objects.update(attempts=1, gives_attempts="assessor")
    round_ = judging.judged(of, who, Outcome.NOT_YET)
    for criterion in judging.criteria_of(of):
        CriterionAnswer.objects.create(
            registration=of,
            criterion=criterion,
            submission=round_.submission,
            outcome=Outcome.NOT_YET,
            next_step="Record one more talk.",
            released_at=NOON,
        )
    return who


def is_given_a_try(who: Account) -> None:
    facts = {"why": "You were ill.", "given_by": who, "given_at": later(hours=1)}
    for answer in CriterionAnswer.objects.all():
        ExtraAttempt.objects.create(registration=answer.registration, criterion=answer.criterion, **facts)


def is_met_after_all(who: Account) -> None:
    CriterionAnswer.objects.update(ended_at=NOON)


def answers_a_claim(number: int) -> Account:
    of = registration(number)
    who = assessor_of(of, number)
    PriorLearningClaim.objects.create(
        registration=of,
        unit=judging.unit_of(of),
        learned_what="I led a tenants' group for four years.",
        asked_by=of.account,
        asked_at=NOON,
        moved_at=NOON,
    )
    return who


def is_offered_help(number: int) -> Account:
    """Somebody wrote it down for them."""
    of = registration(number)
    AdjustmentRequest.objects.create(
        registration=of,
        need="Reading long texts is hard for her.",
        adjustment="Answer aloud, with the assessor writing.",
        asked_by=assessor_of(of, number),
        asked_at=NOON,
        moved_at=NOON,
    )
    return of.account


def says_yes(who: Account) -> None:
    AdjustmentRequest.objects.update(state=RequestState.SUBMITTED, agreed_at=NOON)


def says_no(who: Account) -> None:
    AdjustmentRequest.objects.update(state=RequestState.WITHDRAWN)


def is_answered(who: Account) -> None:
    PriorLearningClaim.objects.update(
        state=ClaimState.EVIDENCE, plan="Bring the minutes.", answered_by=who, moved_at=NOON
    )


HAPPENINGS: dict[str, Happening] = {
    "record_silent": Happening(
        had_no_answer,
        at=MONDAY,
        until=MONDAY + timedelta(days=14),
        gone={
            **AGAIN,
            "answered": turns_to(RecordState.CONFIRMED),
            "doubted": doubts,
            "shared again": turns_to(RecordState.SHARED),
            "not theirs any more": goes_to_somebody_else,
        },
    ),
    "feedback_answered": Happening(
        wrote_feedback,
        at=MONDAY,
        until=MONDAY + timedelta(days=14),
        gone={**AGAIN, "not theirs any more": goes_to_somebody_else},
    ),
    "no_try_left": Happening(
        gives_tries,
        at=MONDAY,
        until=MONDAY + timedelta(days=14),
        gone={
            **AGAIN,
            "another try": is_given_a_try,
            "a newer answer": is_met_after_all,
            "not theirs any more": goes_to_somebody_else,
        },
    ),
    "prior_learning_asked": Happening(
        answers_a_claim,
        at=NOON,
        until=later(days=14),
        gone={
            **AGAIN,
            "answered": is_answered,
            "taken back": takes_the_claim_back,
            "not theirs any more": goes_to_somebody_else,
        },
    ),
    "adjustment_proposed": Happening(
        is_offered_help,
        at=NOON,
        until=later(days=21),
        gone={**AGAIN, "said yes": says_yes, "said no": says_no},
    ),
}
