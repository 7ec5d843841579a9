"""Happenings of what somebody wrote, asked or left unanswered, for whoever is next. NOON is a Friday's."""

from datetime import UTC, datetime, timedelta

from academy.accounts.models import Account
from learners.assessment.states import JudgementState, RecordState
from learners.submissions.states import Outcome
from tests.learners import judging
from tests.learners.reminders.happening import Happening
from tests.learners.reminders.judging_happenings import AGAIN, doubts, judge_of, turns_to
from tests.learners.reminders.qualification_happenings import (
    assessor_of,
    goes_to_somebody_else,
    registration,
)
from tests.learners.worlds import NOON

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
}
