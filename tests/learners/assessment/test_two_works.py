"""One criterion on two pieces of work: what waits for a countersigner is looked at before it is judged again, and an
older decision never takes the place of a newer one.
"""

from datetime import timedelta
from typing import Any

import pytest

from academy.shared.rulings import Refused
from courses.qualifications.models import Criterion
from learners.assessment.actions import claim_records
from learners.assessment.countersign_actions import countersign
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.policies import AWAITS, may_claim
from learners.assessment.queue_kinds import Kind
from learners.assessment.queue_queries import waiting_for
from learners.assessment.ready_queries import waiting_for_others
from learners.assessment.record_actions import confirm_record, share_record
from learners.assessment.record_rules import Passage
from learners.assessment.states import DecisionState, JudgementState
from learners.registrations.allocation_models import Allocation
from learners.submissions.states import SubmissionState
from tests.learners import judging, qualifying
from tests.learners.assessment.record_world import begun, words
from tests.learners.assessment.world import World, judged, sent, taken, with_trainee, written
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
D = DecisionState


@pytest.fixture
def world() -> World:
    return with_trainee()


def by_records(world: World, criterion: Criterion) -> Judgement:
    """Judged by Tia, by what she saw and Amara confirmed, without anything handed in; it waits for Bea."""
    about = words(world.registration, passages=(Passage("She asked.", criteria=(criterion.pk,)),))
    record = begun(world.registration, world.trainee, about, now=NOON)
    share_record(record_id=record.pk, by=world.trainee, now=NOON)
    confirm_record(record_id=record.pk, words="", how="email", by=world.cast.learner, now=NOON)
    judgement = claim_records(
        registration_id=world.registration.pk, criteria=[criterion.pk], by=world.trainee, now=NOON
    )
    written(judgement, criterion)
    return sent(judgement)


def answered(judgement: Judgement, *, confirmed: bool, **facts: Any) -> Judgement:
    assert judgement.countersigner is not None
    about = () if confirmed else [one.criterion_id for one in judgement.decisions.all()]
    return countersign(
        judgement_id=judgement.pk,
        confirmed=confirmed,
        words="" if confirmed else "Look at page 2.",
        about=about,
        how="email",
        by=judgement.countersigner,
        now=NOON,
    )


def test_what_waits_for_a_countersigner_is_not_taken_with_newer_work(world: World) -> None:
    first, second = world.criteria[:2]
    by_records(world, first)
    alone, both = world.handed_in([first]), world.handed_in([first, second], attempt=2)
    ruling = may_claim(world.trainee, alone, now=NOON)
    assert (bool(ruling), ruling.reason) == (False, AWAITS)
    judgement = taken(both, world.trainee)
    assert [one.criterion for one in judgement.drafts.all()] == [second]


def test_it_stands_in_no_queue_until_the_countersigner_has_looked(world: World) -> None:
    first = world.criteria[0]
    earlier = by_records(world, first)
    made = world.handed_in([first])
    assert [one.kind for one in waiting_for(world.trainee, now=NOON)] == []
    answered(earlier, confirmed=True)
    assert [(one.kind, one.token) for one in waiting_for(world.trainee, now=NOON)] == [
        (Kind.HANDED_IN, made.token)
    ]
    judgement = taken(made, world.trainee)
    written(judgement, first)
    assert sent(judgement).state == JudgementState.COUNTERSIGN


def test_sent_back_while_newer_work_waits_it_goes_on_where_it_was(world: World) -> None:
    first = world.criteria[0]
    earlier = by_records(world, first)
    made = world.handed_in([first])
    answered(earlier, confirmed=False)
    again = Judgement.objects.get(follows=earlier)
    assert [one.criterion for one in again.drafts.filter(open=True)] == [first]
    assert world.fresh(made).state == SubmissionState.SUBMITTED


def test_an_older_decision_never_takes_the_place_of_a_newer_one(world: World) -> None:
    """However it came to it: a qualified assessor has judged newer work since."""
    first = world.criteria[0]
    earlier = by_records(world, first)
    Allocation.objects.filter(registration=world.registration).update(ends_on=TODAY)
    qualifying.allocated(world.registration, world.assessor)
    made = world.handed_in([first])
    later = NOON + timedelta(hours=1)
    newer = judging.opened(world.registration, world.assessor, made, [first], now=later)
    decision = judging.decision(newer, first, decided_at=later, confirmed_at=later)
    judging.rests_on(decision, made.items.get())
    judging.closed(newer, decided_at=later, released_at=later)
    with pytest.raises(Refused, match=r"1\.1 was judged again by Asa Assessor since this was sent"):
        answered(earlier, confirmed=True)
    decision.refresh_from_db()
    assert decision.state == D.CONFIRMED
    assert answered(earlier, confirmed=False).state == JudgementState.SENT_BACK
    assert CriterionDecision.objects.get(state=D.CONFIRMED) == decision


def test_what_was_sent_back_is_still_to_be_judged_where_it_was_handed_in(world: World) -> None:
    """Its own records are no way round the work that waits."""
    first = world.criteria[0]
    judgement = judged(world, world.handed_in([first]), world.trainee)
    answered(judgement, confirmed=False)
    assert "handed in and waits" in waiting_for_others(world.registration, [first.pk])
