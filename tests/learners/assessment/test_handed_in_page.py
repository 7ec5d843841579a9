"""The page of what was handed in says before anybody presses whether they can judge it, and why not."""

import re

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from learners.submissions.models import Submission
from tests.browsing import browser, words_of
from tests.cast import hold, person
from tests.learners import judging, qualifying, signatures
from tests.learners.assessment.world import World, judged, make_world, taken
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import handed_in, linked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def handed(world: World, *at: int) -> Submission:
    """For the criteria at these places (the first); the fourth is of unit 2."""
    return handed_in([linked(world.registration, f"Piece {one}", at=one) for one in at or (0,)])


def page(made: Submission, by: Account) -> str:
    return words_of(browser(by), reverse("submission", args=[made.token]))


def offered(made: Submission, html: str) -> bool:
    return f'action="{reverse("claim", args=[made.token])}"' in html


def refused(made: Submission, by: Account, words: str) -> None:
    """The button stands there, cannot be pressed, and says why."""
    html = page(made, by)
    assert not offered(made, html)
    assert re.search(r'aria-disabled="true" aria-describedby="not-judged">Judge it<', html)
    assert words in html.split('id="not-judged">')[1].split("</p>")[0]


def test_who_can_judge_it_presses(world: World) -> None:
    made = handed(world)
    html = page(made, world.assessor)
    assert offered(made, html) and ">Judge it<" in html
    taken(made, world.assessor)
    html = page(made, world.assessor)
    assert offered(made, html) and ">Go on judging it<" in html


@pytest.fixture
def world() -> World:
    return make_world()


def test_without_an_entry_in_the_staff_file_it_says_so(world: World) -> None:
    olu = person("Olu Assessor")
    hold(olu, Role.ASSESSOR, world.cast.harbour)
    qualifying.allocated(world.registration, olu, judging.unit_of(world.registration))
    refused(handed(world), olu, "staff file")


def test_below_a_signature_it_says_so(world: World) -> None:
    made = handed(world)
    signatures.signed_off(world.registration, world.assessor)
    refused(made, world.assessor, "Unit 1 is signed off")


def test_where_their_part_is_judged_it_says_so(world: World) -> None:
    qualifying.allocated(world.registration, world.second, judging.unit_of(world.registration, 2))
    made = handed(world, 0, 3)
    judged(world, made, world.assessor)
    refused(made, world.assessor, "Your part of it is judged already.")
    assert offered(made, page(made, world.second))


def test_where_the_way_has_ended_it_says_so(world: World) -> None:
    made = handed(world)
    type(world.registration).objects.update(state="withdrawn", ended_at=NOON)
    refused(made, world.assessor, "Work is judged while it is under way")


def test_the_learner_and_those_who_check_see_no_button(world: World) -> None:
    made = handed(world)
    qualifying.allocated(world.registration, world.cast.quality, task=qualifying.AllocatedAs.QUALITY)
    for who in (world.cast.learner, world.cast.quality):
        assert "Judge it" not in page(made, who)


def test_once_it_is_judged_there_is_no_button(world: World) -> None:
    made = handed(world)
    judged(world, made, world.assessor)
    assert "Judge it" not in page(made, world.assessor)
