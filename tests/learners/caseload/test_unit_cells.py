"""A cell of my learners: met, not yet met, on hold or signed off, as it was told, and not what still waits."""

import pytest

from learners.adjustments.models import AssessmentHold
from learners.assessment.models import Judgement
from learners.dashboards.my_learners_queries import learner_rows
from tests.learners import judging, signatures
from tests.learners.adjustments import ways
from tests.learners.assessment import signing
from tests.learners.assessment.world import World, judged, make_world, sent, taken, with_trainee, written
from tests.learners.planning.plans import agreed
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def cells(world: World) -> dict[int, str]:
    """By unit, for whoever has her."""
    who = world.registration.allocations.get().person
    (row,) = learner_rows(who, today=TODAY)
    return {one.number: one.words for one in row.units}


def mixed(world: World) -> Judgement:
    judgement = taken(world.handed_in(), world.assessor)
    for at, criterion in enumerate(world.criteria):
        written(judgement, criterion, "met" if at < 2 else "not_yet")
    return sent(judgement)


def test_met_and_not_yet(db: None) -> None:
    world = make_world()
    mixed(world)
    assert cells(world)[1] == f"2 of {len(world.criteria)} met, 1 not yet"
    judged(world, world.handed_in(world.criteria[2:], attempt=2), world.assessor)
    assert cells(world)[1] == f"3 of {len(world.criteria)} met", "the newest answer counts"


def test_inv_13_what_waits_for_a_countersigner_is_not_met_yet(db: None) -> None:
    world = with_trainee()
    judged(world, world.handed_in(), world.trainee)
    assert "met" not in cells(world)[1]


@pytest.mark.parametrize("whole", [True, False])
def test_a_hold_says_so_and_only_where_it_stands(whole: bool, db: None) -> None:
    world = make_world()
    mixed(world)
    hold = ways.held(
        world.registration, world.cast.quality, None if whole else judging.unit_of(world.registration, 1)
    )
    assert cells(world)[1] == "On hold, 2 of 3 met"
    assert ("On hold" in cells(world)[2]) is whole
    AssessmentHold.objects.filter(pk=hold.pk).update(
        lifted_at=NOON, lifted_by=world.cast.quality, lifted_why="Looked into."
    )
    assert "On hold" not in cells(world)[1]


def test_signed_off(db: None) -> None:
    world = make_world()
    signatures.signed_off(world.registration, world.assessor)
    assert cells(world)[1] == "Signed off"


def turn(world: World) -> tuple[str, str]:
    """Who is next with her, and with what."""
    (row,) = learner_rows(world.assessor, today=TODAY)
    return row.turn.who, row.turn.words


def test_a_unit_with_everything_met_is_the_assessors_turn_then_the_learners(db: None) -> None:
    world = make_world()
    agreed(world.registration, world.assessor)
    judged(world, world.handed_in(), world.assessor)
    assert turn(world) == ("You", "Everything in unit 1 is met. Sign it off.")
    signoff = signing.signs(world.registration, world.assessor)
    who, words = turn(world)
    assert who != "You" and words == "Confirm unit 1, which was signed off."
    signing.confirms(signoff, world.cast.learner)
    assert "unit 1" not in turn(world)[1]
