"""Two at once, on real connections: taking the same work, and sending the same round."""

from collections.abc import Iterator
from functools import partial

import pytest

from academy.shared.audit import chain_of
from academy.shared.rulings import Refused
from learners.assessment.actions import claim, send
from learners.assessment.models import CriterionDecision, DraftDecision, Judgement
from tests.chains import broken_links
from tests.learners.assessment.test_taking import shared_by_two
from tests.learners.assessment.world import WORDS, make_world, shown, taken, written
from tests.learners.qualifying import NOON
from tests.learners.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    yield


def test_two_assessors_take_the_same_work_and_one_has_it() -> None:
    world = shared_by_two()
    submission = world.handed_in()

    def takes(by: object) -> str:
        try:
            return claim(submission_id=submission.pk, by=by, now=NOON).assessor.full_name  # type: ignore[arg-type]
        except Refused as refused:
            return refused.reason[:20]

    people = [world.assessor, world.second] * 2
    found = set(at_once(*[partial(takes, one) for one in people]))
    assert Judgement.objects.count() == 1
    assert DraftDecision.objects.filter(open=True).count() == 3
    holder = Judgement.objects.get().assessor.full_name
    assert found == {holder, f"{holder} is judging this"[:20]}
    assert not broken_links(chain_of(world.registration))


def test_four_presses_send_once() -> None:
    world = make_world()
    judgement = taken(world.handed_in(), world.assessor)
    for criterion in world.criteria:
        written(judgement, criterion)
    press = partial(
        send,
        judgement_id=judgement.pk,
        words=WORDS,
        next_step="",
        next_by=None,
        spoken_item_id=None,
        how="email",
        by=world.assessor,
        now=NOON,
        **shown(judgement),
    )
    assert {one.pk for one in at_once(*[press] * 4)} == {judgement.pk}
    assert CriterionDecision.objects.count() == 3
    assert not broken_links(chain_of(world.registration))
