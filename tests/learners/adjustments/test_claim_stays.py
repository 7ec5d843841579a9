"""What lets a learner take a claim of prior learning back, and what keeps it: only a live decision that rests on it."""

from datetime import timedelta

import pytest

from academy.accounts.models import Account
from courses.qualifications.staff_states import AssessorLevel, Award
from learners.adjustments.claim_policies import may_withdraw_prior
from learners.adjustments.models import PriorLearningClaim
from learners.adjustments.states import ClaimState
from learners.assessment.models import CriterionDecision
from tests.learners import judging, qualifying
from tests.learners.adjustments.ways import World, claim, world
from tests.learners.judging import criteria_of, unit_of
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def mine(here: World) -> PriorLearningClaim:
    return claim(here.registration, here.unit, ClaimState.MAPPED)


def decided(here: World, by: Account, number: int = 1, **facts: object) -> CriterionDecision:
    """The first criterion of a unit, judged on what was handed in for it, or set aside (facts: of the piece)."""
    criterion = criteria_of(here.registration, number)[0]
    handed = judging.handed_in(here.registration, [criterion])
    made = judging.decision(judging.opened(here.registration, by, handed), criterion)
    judging.rests_on(made, handed.items.get(), **{"method": "prior_learning", **facts})
    return made


def stays(here: World, mine: PriorLearningClaim) -> bool:
    return "the claim stays" in may_withdraw_prior(here.learner, mine, now=NOON).reason


def test_a_decision_that_counts_keeps_it(here: World, mine: PriorLearningClaim) -> None:
    assert may_withdraw_prior(here.learner, mine, now=NOON)
    decided(here, here.cast.assessor)
    assert stays(here, mine)


def test_one_that_waits_for_the_countersigner_keeps_it_too(here: World, mine: PriorLearningClaim) -> None:
    trainee = qualifying.assessor(
        here.cast.trainer,
        here.cast.manager,
        level=AssessorLevel.TRAINEE,
        award=Award.NONE,
        award_seen_on=None,
        works_towards_until=TODAY + timedelta(days=90),
        countersigner=here.cast.assessor,
    )
    qualifying.allocated(here.registration, trainee, here.unit)
    assert decided(here, trainee).state == "awaiting"
    assert stays(here, mine)


def test_what_was_set_aside_keeps_nothing(here: World, mine: PriorLearningClaim) -> None:
    decided(here, here.cast.assessor, used=False, why="Too long ago")
    assert may_withdraw_prior(here.learner, mine, now=NOON)


def test_what_counts_as_something_else_keeps_nothing(here: World, mine: PriorLearningClaim) -> None:
    decided(here, here.cast.assessor, method="")
    assert may_withdraw_prior(here.learner, mine, now=NOON)


def test_a_decision_in_another_unit_keeps_nothing(here: World, mine: PriorLearningClaim) -> None:
    other = claim(here.registration, unit_of(here.registration, 2), ClaimState.MAPPED)
    decided(here, here.cast.assessor, number=2)
    assert may_withdraw_prior(here.learner, mine, now=NOON) and stays(here, other)
