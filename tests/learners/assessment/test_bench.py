"""What stands beside a criterion that is judged: what helps in its unit, and how it was judged before."""

from datetime import timedelta

import pytest

from learners.adjustments.states import RequestState
from learners.assessment.actions import judge_again
from learners.assessment.bench_queries import bench_of
from learners.assessment.models import Judgement
from tests.learners.adjustments.ways import asked
from tests.learners.assessment.world import judged, make_world, sent, taken, written
from tests.learners.judging import unit_of
from tests.learners.qualifying import NOON, TODAY

pytestmark = pytest.mark.django_db


def test_only_what_helps_in_the_unit_that_is_judged_is_shown() -> None:
    world = make_world()
    for number, words in ((1, "Words read aloud."), (2, "A quiet room.")):
        unit = unit_of(world.registration, number)
        asked(world.registration, unit, RequestState.IN_PLACE, adjustment=words)
    round_ = taken(world.handed_in(), world.assessor)
    bench = bench_of(round_, path="", criterion=None, today=TODAY)
    assert bench.adjustments == ("Words read aloud.",)


def test_an_earlier_decision_says_whether_it_still_counts() -> None:
    world = make_world()
    judged(world, world.handed_in(), world.assessor)
    criterion = world.criteria[0]

    def again(minutes: int) -> Judgement:
        return judge_again(
            registration_id=world.registration.pk,
            criteria=[criterion.pk],
            why="I looked at the wrong recording.",
            by=world.assessor,
            now=NOON + timedelta(minutes=minutes),
        )

    second = again(10)
    written(second, criterion, "not_yet", now=NOON + timedelta(minutes=11))
    sent(second, now=NOON + timedelta(minutes=12))
    third = bench_of(again(20), path="", criterion=criterion.pk, today=TODAY)
    assert third.open is not None
    newest, first = third.open.earlier
    assert (newest.outcome, newest.state) == ("Not yet", "")
    assert first.outcome == "Met" and first.state
