"""Work is with one assessor at a time, and nothing that was written is lost when it passes to another."""

from datetime import timedelta
from typing import Any

import pytest

from academy.shared.rulings import Refused
from learners.assessment.actions import claim_records, judge_again, put_back
from learners.assessment.models import CriterionDecision, DraftDecision, Judgement
from learners.assessment.policies import may_claim
from learners.assessment.refusals import Conflict
from learners.assessment.states import DecisionState, JudgementState, RecordState
from learners.registrations.allocation_models import Allocation
from learners.submissions.actions import return_unassessed
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import Submission
from learners.submissions.states import ReturnedFor, SubmissionState
from tests.learners import judging, qualifying
from tests.learners.assessment.world import World, judged, make_world, sent, taken, with_trainee, written
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
S = SubmissionState
J = JudgementState
SOON, LATE = NOON + timedelta(minutes=30), NOON + timedelta(hours=3)


@pytest.fixture
def world() -> World:
    return shared_by_two()


def shared_by_two() -> World:
    """Asa hands the learner over tomorrow, and Bea has them from today: today it is both of them."""
    world = make_world()
    given = Allocation.objects.get()
    Allocation.objects.filter(pk=given.pk).update(ends_on=TODAY + timedelta(days=1), ended_why="Moves away")
    qualifying.allocated(world.registration, world.second, since=TODAY)
    return world


def state_of(submission: Submission) -> str:
    return Submission.objects.get(pk=submission.pk).state


def test_what_somebody_has_nobody_else_takes(world: World) -> None:
    submission = world.handed_in()
    taken(submission, world.assessor)
    assert state_of(submission) == S.IN_ASSESSMENT
    with pytest.raises(Refused, match="Asa Assessor is judging this now, and has it until 14:00"):
        taken(submission, world.second, now=SOON)


def test_the_reason_beside_the_button_is_the_same(world: World) -> None:
    submission = world.handed_in()
    taken(submission, world.assessor)
    assert "Asa Assessor" in may_claim(world.second, world.fresh(submission), now=SOON).reason
    assert may_claim(world.assessor, world.fresh(submission), now=SOON)
    assert may_claim(world.second, world.fresh(submission), now=LATE)


def test_a_claim_that_ran_out_is_taken_over_and_its_words_stay(world: World) -> None:
    submission = world.handed_in()
    first = taken(submission, world.assessor)
    written(first, world.criteria[0], rationale="What Asa thought.")
    second = taken(submission, world.second, now=LATE)
    first.refresh_from_db()
    assert (first.state, second.assessor) == (J.LEFT, world.second)
    assert first.drafts.get(criterion=world.criteria[0]).rationale == "What Asa thought."
    assert second.drafts.filter(open=True).count() == 3
    assert not second.drafts.exclude(rationale="").exists()


def test_its_holder_who_types_on_is_told_who_has_it(world: World) -> None:
    submission = world.handed_in()
    first = taken(submission, world.assessor)
    taken(submission, world.second, now=LATE)
    with pytest.raises(Refused, match=r"Bea Other has taken it.*still on this page"):
        written(first, world.criteria[0], rationale="Long thought.", now=LATE)


def test_a_claim_that_ran_out_is_taken_up_again_by_typing(world: World) -> None:
    submission = world.handed_in()
    judgement = taken(submission, world.assessor)
    written(judgement, world.criteria[0], now=LATE)
    judgement.refresh_from_db()
    assert judgement.held_until == LATE + timedelta(hours=2)
    with pytest.raises(Refused, match="Asa Assessor"):
        taken(submission, world.second, now=LATE)


def test_who_may_judge_no_more_holds_nothing(world: World) -> None:
    submission = world.handed_in()
    first = taken(submission, world.assessor)
    world.assessor.is_active = False
    world.assessor.save()
    taken(submission, world.second, now=SOON)
    first.refresh_from_db()
    assert first.state == J.LEFT


def test_two_assessors_have_a_part_each() -> None:
    world = make_world()
    qualifying.allocated(world.registration, world.second, judging.unit_of(world.registration, 2))
    judging.record(world.registration, world.second)
    submission = world.handed_in([*world.criteria, world.observed])
    mine, theirs = taken(submission, world.assessor), taken(submission, world.second)
    assert (mine.drafts.count(), theirs.drafts.count()) == (3, 1)
    for criterion in world.criteria:
        written(mine, criterion)
    sent(mine)
    assert CriterionAnswer.objects.count() == 3  # the learner hears of this part at once
    assert state_of(submission) == S.IN_ASSESSMENT
    with pytest.raises(Refused, match="Your part of it is judged already"):
        taken(submission, world.assessor)
    written(theirs, world.observed)
    sent(theirs, now=SOON)
    assert (state_of(submission), world.fresh(submission).released_at) == (S.RELEASED, SOON)


def test_put_back_it_waits_again_and_comes_back_as_it_was(world: World) -> None:
    submission = world.handed_in()
    first = taken(submission, world.assessor)
    written(first, world.criteria[0], rationale="What Asa thought.")
    put_back(judgement_id=first.pk, by=world.assessor, now=SOON)
    put_back(judgement_id=first.pk, by=world.assessor, now=SOON)
    assert state_of(submission) == S.SUBMITTED
    again = taken(submission, world.assessor, now=LATE)
    assert again.pk != first.pk
    assert again.drafts.get(criterion=world.criteria[0]).rationale == "What Asa thought."


def test_nobody_else_puts_it_back(world: World) -> None:
    judgement = taken(world.handed_in(), world.assessor)
    with pytest.raises(Refused, match="Only they can put it back"):
        put_back(judgement_id=judgement.pk, by=world.second, now=SOON)


def test_a_page_opened_yesterday_overwrites_nothing(world: World) -> None:
    judgement = taken(world.handed_in(), world.assessor)
    written(judgement, world.criteria[0], rationale="Newer.")
    with pytest.raises(Conflict) as raised:
        written(judgement, world.criteria[0], rationale="Older.", revision=0)
    assert raised.value.newer.rationale == "Newer."
    assert judgement.drafts.get(criterion=world.criteria[0]).rationale == "Newer."


def test_the_same_saved_twice_is_no_conflict(world: World) -> None:
    judgement = taken(world.handed_in(), world.assessor)
    written(judgement, world.criteria[0], revision=0)
    written(judgement, world.criteria[0], revision=0)
    assert judgement.drafts.get(criterion=world.criteria[0]).revision == 1


def test_given_back_while_it_is_with_them_the_round_is_left(world: World) -> None:
    submission = world.handed_in()
    judgement = taken(submission, world.assessor)
    give_back(submission, by=world.assessor)
    judgement.refresh_from_db()
    assert (judgement.state, state_of(submission)) == (J.LEFT, S.RETURNED_UNASSESSED)
    assert not DraftDecision.objects.filter(open=True).exists()


def test_not_given_back_over_somebody_who_judges_it(world: World) -> None:
    submission = world.handed_in()
    taken(submission, world.assessor)
    with pytest.raises(Refused, match="Asa Assessor is judging"):
        give_back(submission, by=world.second)


def test_not_given_back_once_part_of_it_is_judged() -> None:
    world = make_world()
    qualifying.allocated(world.registration, world.second, judging.unit_of(world.registration, 2))
    submission = world.handed_in([*world.criteria, world.observed])
    judged(world, submission, world.assessor)
    for by in (world.assessor, world.second):
        with pytest.raises(Refused, match="Part of it has been answered"):
            give_back(submission, by=by)


# --- without a hand-in, and again -------------------------------------------------------------------------------


def by_records(world: World, **facts: Any) -> Judgement:
    given = {"criteria": [world.observed.pk], "by": world.assessor, "now": NOON}
    return claim_records(**{"registration_id": world.registration.pk, **given, **facts})


def test_a_record_is_enough() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor)
    judgement = by_records(world)
    written(judgement, world.observed)
    decision = sent(judgement).decisions.get()
    assert (decision.attempt, decision.pieces.get().method) == (0, "observation")
    assert CriterionAnswer.objects.get().submission is None


def test_a_record_that_does_not_count_yet_is_not() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor, state=RecordState.SHARED)
    with pytest.raises(Refused, match="no record yet that counts"):
        by_records(world)


def test_each_criterion_needs_a_record_and_is_not_met_already() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor, world.criteria[:1])
    with pytest.raises(Refused, match="no record yet that counts for each"):
        by_records(world, criteria=[one.pk for one in world.criteria[:2]])
    judgement = by_records(world, criteria=[world.criteria[0].pk])
    written(judgement, world.criteria[0])
    sent(judgement)
    with pytest.raises(Refused, match="met already"):
        by_records(world, criteria=[world.criteria[0].pk], now=SOON)


def test_what_is_handed_in_is_judged_there() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor)
    world.handed_in([world.observed])
    with pytest.raises(Refused, match="Judge it there"):
        by_records(world)


def test_judged_again_the_newer_decision_counts() -> None:
    world = make_world()
    submission = world.handed_in()
    judged(world, submission, world.assessor)
    first = world.criteria[0]
    again = once_more(world, [first.pk])
    assert CriterionAnswer.objects.filter(criterion=first, outcome="met", ended_at=None).exists()
    written(again, first, "not_yet")
    sent(again, now=SOON)
    assert [one.outcome for one in CriterionAnswer.objects.filter(criterion=first, ended_at=None)] == [
        "not_yet"
    ]
    states = CriterionDecision.objects.filter(criterion=first).order_by("pk").values_list("state", flat=True)
    assert list(states) == [DecisionState.SUPERSEDED, DecisionState.CONFIRMED]
    assert state_of(submission) == S.RELEASED


def test_again_only_with_a_reason_and_what_was_judged() -> None:
    world = make_world()
    judged(world, world.handed_in(), world.assessor)
    with pytest.raises(Refused, match="Write why"):
        once_more(world, [world.criteria[0].pk], why=" ")
    with pytest.raises(Refused, match="not been judged yet"):
        once_more(world, [world.observed.pk])
    with pytest.raises(Refused, match="not given to you"):
        once_more(world, [world.criteria[0].pk], by=world.second)


def test_not_again_while_it_waits_for_the_countersigner() -> None:
    world = with_trainee()
    judged(world, world.handed_in(), world.trainee)
    with pytest.raises(Refused, match="waits for the countersigner"):
        once_more(world, [world.criteria[0].pk], by=world.trainee)


def once_more(world: World, criteria: list[int], **facts: Any) -> Judgement:
    given = {"why": "I looked at the wrong recording.", "by": world.assessor, "now": SOON}
    return judge_again(**{"registration_id": world.registration.pk, "criteria": criteria, **given, **facts})


def give_back(submission: Submission, **facts: Any) -> None:
    given = {"reason": ReturnedFor.UNREADABLE, "words": "It does not open.", "numbers": [1], "now": SOON}
    return_unassessed(**{"submission_id": submission.pk, **given, **facts})
