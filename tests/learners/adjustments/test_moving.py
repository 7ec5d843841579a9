"""A hold and an approved adjustment go along when a registration goes on as another one."""

from typing import Any

import pytest

from learners.adjustments.moving_actions import ways_follow
from learners.adjustments.queries import adjustments_in_place, holds_on
from learners.adjustments.states import RequestState
from learners.registrations.side_actions import FOLLOWERS
from tests.learners import qualifying
from tests.learners.adjustments.ways import asked, held, world
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_what_stands_goes_along_and_what_is_over_stays() -> None:
    here = world()
    old = here.registration
    held(old, here.cast.quality, here.unit)
    over: dict[str, Any] = {"lifted_at": NOON, "lifted_by": here.cast.quality, "lifted_why": "Answered."}
    held(old, here.cast.quality, **over)
    asked(old, here.unit, RequestState.IN_PLACE)
    asked(old, here.unit, RequestState.REFUSED)
    new = qualifying.registered(here.cast.neighbour, here.cast.millfield, here.cast.manager)
    assert ways_follow(old=old, new=new) == 2
    assert [one.unit for one in holds_on(new)] == [1]
    assert [one.unit for one in adjustments_in_place(new, here.unit)] == [1]


def test_a_move_asks_for_it() -> None:
    assert "learners.adjustments.moving_actions.ways_follow" in FOLLOWERS
