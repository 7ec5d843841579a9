"""Addresses of the page of judging that nobody is led to, and rounds that are looked at after a newer one."""

import re
from datetime import datetime, timedelta

import pytest

from learners.assessment.actions import claim_records
from learners.assessment.bench_queries import bench_of
from learners.assessment.models import Judgement
from tests.learners import judging, qualifying
from tests.learners.assessment.rounds import address, answers, draft_of
from tests.learners.assessment.test_send_pages import browser, text
from tests.learners.assessment.world import World, make_world, sent, taken, written
from tests.learners.qualifying import NOON, TODAY

pytestmark = pytest.mark.django_db


def shown(page: str) -> str:
    """The key of the piece that is open."""
    (key,) = set(re.findall(r'name="shown" value="([^"]*)"', page))
    return key


def keys(judgement: Judgement) -> list[str]:
    """Of the pieces that were handed in, in their order."""
    assert judgement.submission is not None
    return [f"entry:{one.pk}" for one in judgement.submission.items.order_by("number")]


@pytest.mark.parametrize("asked", ["entry:999999", "entry:", "record:1", "nonsense", "entry:1&piece="])
def test_a_piece_that_is_not_there_opens_the_first_one(asked: str, time_machine) -> None:  # type: ignore[no-untyped-def]
    time_machine.move_to(NOON, tick=False)
    world = make_world()
    items = [qualifying.piece(world.cast.learner, f"Piece {number}") for number in (1, 2)]
    judgement = taken(world.handed_in(world.criteria[:1], items), world.assessor)
    client = browser(world.assessor)
    here = address(judgement, world.criteria[0])
    first, second = keys(judgement)
    assert shown(text(client.get(f"{here}?piece={second}"))) == second
    answer = client.get(f"{here}?piece={asked}")
    assert answer.status_code == 200 and shown(text(answer)) == first


def test_what_was_open_stays_open_after_it_is_kept_and_nothing_else_is_asked_for(time_machine) -> None:  # type: ignore[no-untyped-def]
    """Also without a script: the page itself says which piece it shows."""
    time_machine.move_to(NOON, tick=False)
    world = make_world()
    items = [qualifying.piece(world.cast.learner, f"Piece {number}") for number in (1, 2)]
    judgement = taken(world.handed_in(world.criteria[:1], items), world.assessor)
    client = browser(world.assessor)
    here = address(judgement, world.criteria[0])
    for key in keys(judgement):
        page = text(client.get(f"{here}?piece={key}"))
        sends = answers(draft_of(judgement), rationale=f"Seen in {key}.", shown=shown(page))
        assert client.post(here, sends)["Location"].startswith(f"{here}?piece={key}#")
    odd = client.post(here, answers(draft_of(judgement), rationale="Seen.", shown="entry:999999"))
    assert odd["Location"].startswith(f"{here}#")


# --- how a round looks after a newer one ------------------------------------------------------------------------


def by_record(world: World, at: datetime) -> Judgement:
    """A record about the criterion of unit 2 that counts from then, and a round an hour later."""
    judging.record(world.registration, world.assessor, [world.observed], now=at)
    made = claim_records(
        registration_id=world.registration.pk,
        criteria=[world.observed.pk],
        by=world.assessor,
        now=at + timedelta(hours=1),
    )
    written(made, world.observed, "not_yet", now=at + timedelta(hours=1))
    return sent(made, now=at + timedelta(hours=1))


def test_an_older_round_shows_what_was_new_when_it_was_judged() -> None:
    """Not what is new since a later one, nor everything that there ever was."""
    world = make_world()
    rounds = [by_record(world, NOON + timedelta(hours=3 * number)) for number in range(3)]
    at = [one.decided_at for one in rounds]
    found = [
        bench_of(one, path="", criterion=None, today=TODAY).shelf.decided.get(world.observed.pk)
        for one in rounds
    ]
    assert found == [None, at[0], at[1]]


def test_what_was_sent_in_the_same_moment_was_not_there_before() -> None:
    world = make_world()
    first, _ = by_record(world, NOON), by_record(world, NOON)
    assert bench_of(first, path="", criterion=None, today=TODAY).shelf.decided == {}
