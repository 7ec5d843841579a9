"""Waiting for me, at its edges: what is mixed, what is half with somebody else, what came back and was put back."""

from datetime import timedelta

import pytest

from academy.accounts.models import Account
from learners.assessment.actions import put_back
from learners.assessment.models import Judgement
from learners.assessment.queue_kinds import Kind
from learners.assessment.queue_queries import waiting_for
from learners.assessment.states import RecordState
from tests.learners import judging, qualifying
from tests.learners.assessment.world import countersigned, judged, make_world, with_trainee
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db


def kinds(who: Account) -> list[Kind]:
    return [one.kind for one in waiting_for(who, now=NOON)]


def test_a_record_that_is_older_comes_before_work_that_was_handed_in() -> None:
    world = make_world()
    judging.record(
        world.registration, world.assessor, state=RecordState.QUERIED, now=NOON - timedelta(days=9)
    )
    world.handed_in()
    assert kinds(world.assessor) == [Kind.QUERIED, Kind.HANDED_IN]


def test_what_is_half_with_another_can_be_begun() -> None:
    """Unit 1 was given to both for a day; the other has taken one criterion of it."""
    world = make_world()
    world.registration.allocations.update(ends_on=NOON.date() + timedelta(days=1), ended_why="Moves away")
    qualifying.allocated(world.registration, world.second, since=NOON.date())
    made = world.handed_in()
    judging.opened(
        world.registration, world.second, made, world.criteria[:1], held_until=NOON + timedelta(hours=1)
    )
    (one,) = waiting_for(world.assessor, now=NOON)
    assert (one.kind, one.held_by, one.held_until) == (Kind.HANDED_IN, "", None)


def test_what_came_back_and_was_put_back_waits_as_handed_in() -> None:
    world = with_trainee()
    first = judged(world, world.handed_in(), world.trainee)
    countersigned(first, "Look at page 2.")
    assert kinds(world.trainee) == [Kind.SENT_BACK]
    put_back(judgement_id=Judgement.objects.get(follows=first).pk, by=world.trainee, now=NOON)
    assert kinds(world.trainee) == [Kind.HANDED_IN]


def test_a_record_that_is_questioned_waits_for_whoever_wrote_it() -> None:
    world = make_world()
    judging.record(world.registration, world.assessor, state=RecordState.QUERIED)
    assert (kinds(world.assessor), kinds(world.second)) == ([Kind.QUERIED], [])


def test_what_i_began_is_as_old_as_the_day_on_which_it_was_handed_in() -> None:
    world = make_world()
    week_ago = NOON - timedelta(days=7)
    made = judging.handed_in(world.registration, now=week_ago)
    judging.opened(world.registration, world.assessor, made, held_until=NOON + timedelta(hours=1))
    assert [(one.kind, one.since) for one in waiting_for(world.assessor, now=NOON)] == [
        (Kind.GOING_ON, week_ago)
    ]
