"""The judging page's data: everything that is needed to judge, in a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learners.assessment.actions import put_back
from learners.assessment.models import Judgement
from learners.assessment.queries import Board, board
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import Others
from tests.learners import judging, qualifying
from tests.learners.assessment.world import World, judged, make_world, taken, written
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def world() -> World:
    return make_world()


def seen(judgement: Judgement) -> Board:
    """As a page reads it."""
    rows = Judgement.objects.select_related("registration__version", "submission", "assessor")
    return board(rows.get(pk=judgement.pk))


def test_criteria_in_their_order_with_what_was_handed_in(world: World) -> None:
    judgement = taken(world.handed_in(), world.assessor)
    found = seen(judgement)
    assert [one.number for one in found.rows] == sorted(one.number for one in found.rows)
    assert (found.count("met"), found.count("not_yet"), found.count("")) == (0, 0, 3)
    row = found.rows[0]
    assert (row.attempt, len(row.pieces), row.pieces[0].offered) == (1, 1, True)
    assert row.pieces[0].use is not None and row.pieces[0].use.used
    assert row.problems and not found.ready


def test_written_it_is_ready(world: World) -> None:
    judgement = taken(world.handed_in(), world.assessor)
    for criterion in world.criteria:
        written(judgement, criterion)
    assert seen(judgement).ready
    assert seen(judgement).count("met") == 3


def test_a_record_that_counts_lies_beside_it(world: World) -> None:
    judging.record(world.registration, world.assessor)
    row = seen(taken(world.handed_in([world.observed]), world.assessor)).rows[0]
    assert row.prescribed == ("Observation",)
    assert [one.piece.is_record for one in row.pieces if one.offered].count(True) == 1
    record = next(one for one in row.pieces if one.piece.is_record)
    assert record.use is not None and record.use.method == "observation"
    assert record.note == "She asked what the road is like at home time."


def test_earlier_tries_stay_beside_it(world: World) -> None:
    judged(world, world.handed_in(), world.assessor, "not_yet")
    judgement = taken(world.handed_in(attempt=2), world.assessor)
    row = seen(judgement).rows[0]
    assert [one.outcome for one in row.earlier] == ["not_yet"]
    assert [one.offered for one in row.pieces] == [
        True,
        False,
    ]  # the older piece can be used, and need not be


def test_what_somebody_else_wrote_and_left_can_be_read(world: World) -> None:
    submission = world.handed_in()
    first = taken(submission, world.assessor)
    written(first, world.criteria[0], rationale="What Asa thought.")
    put_back(judgement_id=first.pk, by=world.assessor, now=NOON)
    qualifying.allocated(world.registration, world.second, judging.unit_of(world.registration))
    row = seen(taken(submission, world.second)).rows[0]
    assert [one.rationale for one in row.left] == ["What Asa thought."]


def test_inv_47_what_only_the_learner_sees_has_no_title(world: World) -> None:
    item = qualifying.piece(world.registration.account, "My sister Ada")
    submission = world.handed_in(items=[item])
    item.others = Others.SOMEBODY
    item.save()
    piece = seen(taken(submission, world.assessor)).rows[0].pieces[0]
    assert piece.piece.hidden and "Ada" not in piece.piece.title
    assert piece.use is not None and not piece.use.used


def test_a_sent_round_says_what_its_decisions_said(world: World) -> None:
    found = seen(judged(world, world.handed_in(), world.assessor))
    assert found.count("met") == 3
    assert all(one.decision and not one.problems and not one.earlier for one in found.rows)
    assert all(one.pieces[0].use and one.pieces[0].use.used for one in found.rows)


def test_sixty_pieces_need_no_more_queries_than_two(world: World) -> None:
    few = taken(world.handed_in(items=pieces(world, 2)), world.assessor)
    with CaptureQueriesContext(connection) as small:
        seen(few)
    put_back(judgement_id=few.pk, by=world.assessor, now=NOON)
    many = taken(world.handed_in(items=pieces(world, 60)), world.assessor)
    with CaptureQueriesContext(connection) as large:
        found = seen(many)
    assert len(found.rows[0].pieces) == 62
    assert len(large) == len(small) <= 12


def pieces(world: World, many: int) -> list[EvidenceItem]:
    return [qualifying.piece(world.registration.account, f"Piece {number}") for number in range(many)]
