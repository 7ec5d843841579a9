"""Waiting for me: which units wait for a signature, since when, and which of a learner's words still stand there."""

from datetime import datetime, timedelta

import pytest

from academy.accounts.models import Account
from courses.qualifications.models import Criterion
from courses.qualifications.staff_states import AssessorLevel
from learners.assessment.models import Judgement
from learners.assessment.queue_kinds import Kind
from learners.assessment.queue_queries import waiting_for
from learners.assessment.signoff_turns import ready_to_sign
from learners.assessment.states import JudgementState
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from learners.submissions.states import Outcome
from tests.learners import judging
from tests.learners.adjustments.ways import held
from tests.learners.assessment.signing import judged, judged_by_trainee, signs, working
from tests.learners.assessment.test_signoff_edges import moves
from tests.learners.assessment.test_who_countersigns import entry
from tests.learners.judging import criteria_of, unit_of
from tests.learners.qualifying import NOON, allocated, assessor
from tests.learners.signatures import signoff_of

pytestmark = pytest.mark.django_db
EARLIER = NOON - timedelta(days=2)


def kinds(who: Account, now: datetime = NOON) -> list[str]:
    return [str(one.kind) for one in waiting_for(who, now=now)]


# --- units to sign ----------------------------------------------------------------------------------------------


def test_a_hold_on_the_unit_itself_stops_it_until_it_is_lifted() -> None:
    cast, one = judged()
    placed = held(one, cast.quality, unit_of(one, 1))
    assert kinds(cast.assessor) == []
    placed.lifted_at, placed.lifted_by, placed.lifted_why = NOON, cast.quality, "Looked into"
    placed.save()
    assert kinds(cast.assessor) == [Kind.UNIT_SIGN]


def test_not_while_a_criterion_is_not_yet_met() -> None:
    cast, one = working()
    allocated(one, cast.assessor)
    judging.judged(one, cast.assessor, criteria=criteria_of(one)[:2])
    judging.judged(one, cast.assessor, Outcome.NOT_YET, criteria=criteria_of(one)[2:])
    assert Kind.UNIT_SIGN not in kinds(cast.assessor)


def test_inv_03_not_while_a_trainees_decision_waits_for_the_countersigner() -> None:
    cast, one = working()
    allocated(one, cast.trainer)
    round_ = judging.judged(one, cast.trainer)
    assert Kind.UNIT_SIGN not in kinds(cast.trainer)
    judging.countersigned(round_, cast.stranger)
    assert kinds(cast.trainer) == [Kind.UNIT_SIGN]


def test_it_waits_since_the_last_of_it_was_confirmed_and_not_since_it_was_judged() -> None:
    cast, one = working()
    allocated(one, cast.trainer)
    submission = judging.handed_in(one, now=EARLIER)
    round_ = judging.opened(one, cast.trainer, submission)
    for criterion in criteria_of(one):
        judging.rests_on(judging.decision(round_, criterion, decided_at=EARLIER), submission.items.get())
    judging.closed(round_, decided_at=EARLIER)
    judging.countersigned(round_, cast.stranger)
    (waits,) = waiting_for(cast.trainer, now=NOON)
    assert (waits.kind, waits.since) == (Kind.UNIT_SIGN, NOON)


@pytest.mark.parametrize("state", [RegistrationState.ON_BREAK, RegistrationState.WITHDRAWN])
def test_not_while_nothing_can_be_signed(state: RegistrationState) -> None:
    cast, one = judged()
    moves(signoff_of(one), state)
    assert kinds(cast.assessor) == []


def test_inv_14_a_unit_without_criteria_is_never_ready() -> None:
    _, one = working()
    assert not ready_to_sign().exists()
    Criterion.objects.filter(outcome__unit=unit_of(one, 2)).update(
        outcome=criteria_of(one)[0].outcome_id, number=9
    )
    assert not criteria_of(one, 2) and not ready_to_sign().exists()


def test_inv_01_nobody_is_led_to_countersign_their_own_unit() -> None:
    cast, one = judged_by_trainee()
    signs(one, cast.trainer)
    assessor(cast.learner, cast.manager)
    entry(cast, cast.trainer, AssessorLevel.TRAINEE, cast.learner)
    assert kinds(cast.learner) == [] and kinds(cast.stranger) == []


# --- answers to feedback ----------------------------------------------------------------------------------------


def answered(one: QualRegistration, by: Account, words: str = "Thank you.", at: datetime = NOON) -> Judgement:
    """A learner has read what this assessor wrote, and wrote back."""
    round_ = judging.judged(one, by, Outcome.NOT_YET, criteria=criteria_of(one)[:1])
    Judgement.objects.filter(pk=round_.pk).update(
        state=JudgementState.ACKNOWLEDGED, acknowledged_at=at, learner_words=words
    )
    return round_


def test_what_a_learner_wrote_stands_there_for_a_fortnight() -> None:
    cast, one = working()
    allocated(one, cast.assessor)
    answered(one, cast.assessor)
    assert kinds(cast.assessor) == [Kind.WORDS]
    assert kinds(cast.assessor, NOON + timedelta(days=14, seconds=-1)) == [Kind.WORDS]
    assert kinds(cast.assessor, NOON + timedelta(days=14)) == []


def test_to_have_read_it_says_nothing() -> None:
    cast, one = working()
    allocated(one, cast.assessor)
    answered(one, cast.assessor, words="")
    assert kinds(cast.assessor) == []


def test_it_is_for_whoever_wrote_the_feedback() -> None:
    """Not for somebody who has another unit of the same learner."""
    cast, one = working()
    allocated(one, cast.assessor)
    allocated(one, cast.stranger, unit_of(one, 2))
    answered(one, cast.assessor)
    assert kinds(cast.stranger) == [] and kinds(cast.assessor) == [Kind.WORDS]


def test_an_adjustment_of_another_unit_is_not_theirs() -> None:
    cast, one = working()
    allocated(one, cast.assessor)
    allocated(one, cast.stranger, unit_of(one, 2))
    judging.judged(one, cast.assessor)
    assert kinds(cast.stranger) == [] and kinds(cast.assessor) == [Kind.UNIT_SIGN]
