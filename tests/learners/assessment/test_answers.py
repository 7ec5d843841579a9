"""What a learner is told changes what they can hand in; another try where the rule allows none."""

from datetime import timedelta
from typing import Any

import pytest

from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion
from courses.qualifications.states import GivesAttempts
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import ExtraAttempt
from learners.submissions.attempt_actions import give_attempt
from learners.submissions.check_queries import check
from learners.submissions.queries import criteria_states_of
from learners.submissions.show_queries import to_show
from learners.submissions.states import CriterionState, Outcome
from tests.learners import judging, qualifying
from tests.learners.assessment.world import World, judged, make_world, with_trainee
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
C = CriterionState
SOON = NOON + timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return make_world()


def states_of(world: World) -> dict[int, CriterionState]:
    one = mine(world)
    return criteria_states_of([one])[one.pk]


def mine(world: World) -> QualRegistration:
    """As a page finds it."""
    rows = QualRegistration.objects.select_related("account", "version__qualification", "hub")
    return rows.get(pk=world.registration.pk)


def rule(world: World, **facts: Any) -> None:
    QualificationVersion.objects.filter(pk=world.registration.version_id).update(**facts)


def stops(world: World) -> tuple[str, ...]:
    """Why the first criterion cannot be handed in again."""
    item = qualifying.piece(world.registration.account, "Another try")
    link = qualifying.shows(item, world.registration, world.criteria[0])
    return check(mine(world), [link.pk], on=TODAY).criteria[0].stops


def test_the_states_follow_the_answers(world: World) -> None:
    first, second, third = world.criteria
    judged(world, world.handed_in([first]), world.assessor)
    judged(world, world.handed_in([second]), world.assessor, "not_yet")
    world.handed_in([third])
    states = states_of(world)
    assert [states[one.pk] for one in (first, second, third)] == [C.MET, C.NOT_YET, C.HANDED_IN]


def test_what_is_met_is_not_handed_in_again(world: World) -> None:
    judged(world, world.handed_in(), world.assessor)
    assert stops(world) == ("This is met. There is nothing more to do for it.",)


def test_what_is_not_yet_met_says_what_next_and_can_be_handed_in(world: World) -> None:
    judged(world, world.handed_in(), world.assessor, "not_yet")
    assert stops(world) == ()
    unit = to_show(mine(world), on=TODAY)[0]
    assert unit.criteria[0].next_step == "Record one more talk."
    assert unit.criteria[0].open


def test_a_second_try_is_counted_and_its_answer_takes_the_place_of_the_first(world: World) -> None:
    judged(world, world.handed_in(), world.assessor, "not_yet")
    again = judged(world, world.handed_in(attempt=2), world.assessor)
    assert {one.attempt for one in again.decisions.all()} == {2}
    assert set(states_of(world).values()) == {C.MET, C.NOTHING}


def test_inv_13_what_waits_for_the_countersigner_is_just_handed_in() -> None:
    world = with_trainee()
    judged(world, world.handed_in(), world.trainee)
    states = states_of(world)
    assert {states[one.pk] for one in world.criteria} == {C.HANDED_IN}


# --- another try ------------------------------------------------------------------------------------------------


def given(world: World, **facts: Any) -> ExtraAttempt:
    usual = {
        "until": TODAY + timedelta(days=20),
        "why": "You were ill.",
        "by": world.cast.quality,
        "now": SOON,
    }
    ids = {"registration_id": world.registration.pk, "criterion_id": world.criteria[0].pk}
    return give_attempt(**{**ids, **usual, **facts})


def used_up(world: World) -> None:
    rule(world, attempts=1)
    judged(world, world.handed_in(), world.assessor, "not_yet")


def test_another_try_opens_what_the_rule_closed(world: World) -> None:
    used_up(world)
    assert "once" in stops(world)[0]
    given(world)
    assert stops(world) == ()
    with pytest.raises(Refused, match="can hand this in again"):
        given(world)
    assert ExtraAttempt.objects.count() == 1


def test_another_try_is_used_up_by_handing_in(world: World) -> None:
    used_up(world)
    given(world)
    again = judging.handed_in(
        world.registration, world.criteria[:1], now=SOON + timedelta(hours=1), attempt=2
    )
    assert "has this already" in stops(world)[0]
    judged(world, again, world.assessor, "not_yet")
    assert "once" in stops(world)[0]


def test_another_try_has_a_last_day(world: World) -> None:
    used_up(world)
    ExtraAttempt.objects.create(
        registration=world.registration,
        criterion=world.criteria[0],
        until=TODAY - timedelta(days=1),
        why="You were ill.",
        given_by=world.cast.quality,
        given_at=SOON,
    )
    assert "extra time" in stops(world)[0]


@pytest.mark.parametrize(("gives", "who"), [("lead", "quality"), ("assessor", "assessor")])
def test_who_gives_it_is_for_the_version_to_say(world: World, gives: str, who: str) -> None:
    rule(world, gives_attempts=gives)
    used_up(world)
    for name in {"quality", "assessor", "manager", "learner", "stranger"} - {who}:
        with pytest.raises(Refused):
            given(world, by=getattr(world.cast, name))
    assert given(world, by=getattr(world.cast, who)).given_by == getattr(world.cast, who)


def test_nobody_gives_it_where_the_specification_says_no(world: World) -> None:
    rule(world, gives_attempts=GivesAttempts.NOBODY)
    used_up(world)
    with pytest.raises(Refused, match="allows no other try"):
        given(world)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"why": " "}, "Write why"),
        ({"until": TODAY - timedelta(days=1)}, "over already"),
        ({"criterion_id": 10**6}, "does not take"),
    ],
)
def test_a_try_is_given_whole_or_not(world: World, facts: dict[str, Any], why: str) -> None:
    used_up(world)
    with pytest.raises(Refused, match=why):
        given(world, **facts)


def test_no_other_try_for_what_is_met_or_waits(world: World) -> None:
    rule(world, attempts=1)
    judged(world, world.handed_in(world.criteria[:1]), world.assessor)
    with pytest.raises(Refused, match="met"):
        given(world)
    world.handed_in(world.criteria[1:2])
    with pytest.raises(Refused, match="waits"):
        given(world, criterion_id=world.criteria[1].pk)


def test_the_words_of_outcomes_are_those_of_the_states() -> None:
    assert {one.value for one in Outcome} == {C.MET.value, C.NOT_YET.value}
