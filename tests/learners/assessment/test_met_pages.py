"""What a *met* needs, tried from the page on which a judgement is sent."""

import pytest
from django.test import Client

from learners.assessment.models import CriterionDecision, Judgement
from tests.learners.assessment.test_send_pages import GOOD, browser, send_at
from tests.learners.assessment.world import World, make_world, shown, taken, written
from tests.learners.judging import ALL_HOLD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def begun(world: World) -> Judgement:
    judgement = taken(world.handed_in(), world.assessor)
    for criterion in world.criteria:
        written(judgement, criterion)
    return judgement


def refused(client: Client, judgement: Judgement) -> None:
    client.post(send_at(judgement), {**GOOD, **shown(judgement)})
    assert not CriterionDecision.objects.exists()


def test_inv_10_the_screen_sends_nothing_without_a_reason(db: None) -> None:
    world = make_world()
    judgement = begun(world)
    written(judgement, world.criteria[0], rationale=" ")
    refused(browser(world.assessor), judgement)


def test_inv_11_the_screen_sends_no_met_over_a_no(db: None) -> None:
    world = make_world()
    judgement = begun(world)
    written(judgement, world.criteria[0], checks={**ALL_HOLD, "valid": False})
    refused(browser(world.assessor), judgement)


def test_the_same_page_sends_what_is_whole(db: None) -> None:
    world = make_world()
    judgement = begun(world)
    browser(world.assessor).post(send_at(judgement), {**GOOD, **shown(judgement)})
    assert CriterionDecision.objects.filter(judgement=judgement, outcome="met").count() == 3
