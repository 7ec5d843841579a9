"""Weekly goals, and what is new among the messages of somebody."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from academy.accounts.models import Account
from learners.progress.actions import mark_read
from learners.reminders.choice_actions import drop_goal, set_goal
from learners.reminders.goal_queries import desk_of, hour_words
from learners.reminders.models import StudyGoal
from learners.reminders.states import SentState
from tests.cast import Cast, make_cast
from tests.learners import worlds
from tests.learners.reminders.letterbox import Acts, came, only_here, told, unknown
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def cast(db: None, acts: Acts) -> Cast:
    return make_cast()


def test_one_goal_each_that_can_change_and_go(cast: Cast) -> None:
    me = cast.learner.pk
    set_goal(account_id=me, lessons=2, weekday=1, hour=19, now=NOON)
    set_goal(account_id=me, lessons=3, weekday=6, hour=12, now=later(hours=1))
    goal = StudyGoal.objects.get()
    assert (goal.lessons, goal.weekday, goal.hour, goal.set_at) == (3, 6, 12, later(hours=1))
    mine = desk_of(me, now=NOON).goal
    assert mine is not None
    assert mine.promise.startswith(
        "On Sundays at noon we remind you, unless you have already done your 3 lessons"
    )
    drop_goal(account_id=me)
    assert desk_of(me, now=NOON).goal is None
    drop_goal(account_id=me)


@pytest.mark.parametrize(
    "facts", [{"lessons": 0}, {"lessons": 21}, {"weekday": 7}, {"hour": 7}, {"hour": 21}]
)
def test_a_goal_that_makes_no_sense_is_not_kept(cast: Cast, facts: dict[str, int]) -> None:
    sound = {"lessons": 2, "weekday": 1, "hour": 19}
    with pytest.raises(IntegrityError), transaction.atomic():
        set_goal(account_id=cast.learner.pk, now=NOON, **{**sound, **facts})


def test_the_week_begins_on_monday_in_london(cast: Cast) -> None:
    course = worlds.course(4)
    set_goal(account_id=cast.learner.pk, lessons=3, weekday=1, hour=19, now=NOON)
    monday = datetime(2026, 6, 28, 23, 0, tzinfo=UTC)  # midnight in London
    before = datetime(2026, 6, 28, 22, 59, tzinfo=UTC)
    for lesson, at in zip(worlds.lessons(course), (before, monday, monday, monday), strict=True):
        mark_read(lesson=lesson, by=worlds.signed_in(cast.learner), now=at)
    other = worlds.signed_in(cast.stranger)
    mark_read(lesson=worlds.lessons(course)[0], by=other, now=monday)
    goal = desk_of(cast.learner.pk, now=monday).goal
    assert goal is not None
    assert (goal.done, goal.reached) == (3, True)
    goal = desk_of(cast.learner.pk, now=before).goal
    assert goal is not None and goal.done == 4, "the week before"


def test_hours_as_people_say_them() -> None:
    assert [hour_words(hour) for hour in (8, 12, 17)] == ["8am", "noon", "5pm"]


def test_new_is_what_can_have_been_seen_nowhere_else(cast: Cast, django_assert_num_queries) -> None:
    me = cast.learner
    came(me)
    told(me, cast.trainer)
    only_here(me, read_at=NOON)
    only_here(cast.stranger)
    came(me, state=SentState.WAITING, sent_at=None, way="inbox")
    with django_assert_num_queries(2):
        assert desk_of(me.pk, now=NOON).new_messages == 0
    only_here(me)
    unknown(me)
    came(me, bounced_at=NOON)
    assert desk_of(me.pk, now=NOON).new_messages == 3


def test_what_is_new_to_an_account_that_was_joined_is_new_to_its_person(cast: Cast) -> None:
    only_here(cast.stranger)
    assert desk_of(cast.learner.pk, now=NOON).new_messages == 0
    Account.objects.filter(pk=cast.stranger.pk).update(joined_to=cast.learner, is_active=False, email=None)
    assert desk_of(cast.learner.pk, now=NOON).new_messages == 1
