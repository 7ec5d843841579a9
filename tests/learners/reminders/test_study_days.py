"""Study days: by the clock on a London wall, for as long as somebody learns (INV-44)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from academy.accounts.models import Account
from academy.shared import mail
from learners.progress.actions import mark_read
from learners.progress.models import LessonProgress
from learners.reminders.conditions.goals import STUDY_DAY
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Due
from learners.reminders.models import Sent, StudyGoal
from learners.reminders.states import SentState
from tests.learners import worlds
from tests.learners.reminders.happenings import FRIDAY_EVENING, with_goal
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db

STUDY = REMINDERS[STUDY_DAY]
WEEK = timedelta(days=7)


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def learns(who: Account, lesson: int, now: datetime) -> None:
    course = worlds.Course.objects.get()
    mark_read(lesson=worlds.lessons(course)[lesson], by=worlds.signed_in(who), now=now)


def goal(weekday: int, hour: int, *, lessons: int = 3, begun: str = "2026-01-01") -> Account:
    """Somebody who has done the first of six lessons, and set a goal in the same moment."""
    who, course = worlds.person(), worlds.course(6)
    mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(who), now=at(begun))
    StudyGoal.objects.create(account=who, lessons=lessons, weekday=weekday, hour=hour, set_at=at(begun))
    return who


def sent(due: Due, state: SentState = SentState.SENT, kind: str = STUDY_DAY) -> None:
    assert due.at is not None and due.until is not None
    Sent.objects.create(
        account_id=due.account_id,
        kind=kind,
        subject=due.about,
        occasion=due.occasion,
        state=state,
        claimed_at=due.at,
        message_id="<one@example.org>",
        sent_at=due.at if state == SentState.SENT else None,
        due_at=due.at,
        useful_until=due.until,
        not_before=due.at,
    )


@pytest.mark.both
@pytest.mark.parametrize(
    ("utc", "why"),
    [
        ("2026-03-22T10:00", "the Sunday before the clocks go forward"),
        ("2026-03-29T09:00", "the very Sunday"),
        ("2026-10-18T09:00", "the Sunday before they go back"),
        ("2026-10-25T10:00", "that Sunday"),
    ],
)
def test_ten_oclock_is_ten_oclock_whatever_the_clocks_do(utc: str, why: str) -> None:
    goal(weekday=6, hour=10)
    assert list(STUDY.due(at(utc) - timedelta(seconds=1))) == [], why
    (due,) = STUDY.due(at(utc))
    assert (due.at, due.occasion) == (at(utc), utc[:10])
    assert due.until == at(utc) + timedelta(hours=11), "nine in the evening"
    assert list(STUDY.due(due.until)) == []


@pytest.mark.both
@pytest.mark.parametrize(
    ("done_at", "counts"),
    [
        ("2026-03-22T23:59", False),  # Sunday, in winter time
        ("2026-03-23T00:00", True),  # Monday
        ("2026-03-29T08:59", True),  # the Sunday itself, in summer time
    ],
)
def test_the_week_begins_on_monday_in_london(done_at: str, counts: bool) -> None:
    who = goal(weekday=6, hour=10, lessons=1)
    learns(who, 1, at(done_at))
    assert bool(list(STUDY.due(at("2026-03-29T09:00")))) is not counts


def test_the_week_after_the_clocks_went_forward_begins_an_hour_earlier() -> None:
    who = goal(weekday=0, hour=10, lessons=1)
    learns(who, 1, at("2026-03-29T22:59"))  # 23:59 on Sunday
    assert list(STUDY.due(at("2026-03-30T09:00")))
    learns(who, 2, at("2026-03-29T23:00"))  # midnight
    assert not list(STUDY.due(at("2026-03-30T09:00")))


def test_a_goal_set_after_its_hour_begins_next_week() -> None:
    goal(weekday=6, hour=10, begun="2026-03-22T10:01")
    assert list(STUDY.due(at("2026-03-22T12:00"))) == []
    assert len(list(STUDY.due(at("2026-03-29T09:00")))) == 1


@pytest.mark.both
def test_it_ends_after_three_study_days_without_learning_and_the_third_says_so() -> None:
    who = with_goal(1)
    last: list[bool] = []
    said: Mapping[str, Any] = {}
    for week in range(3):
        now = FRIDAY_EVENING + week * WEEK
        (due,) = STUDY.due(now)
        said = STUDY.letters([due], now)[due].context
        last.append(said["last"])
        sent(due, SentState.UNKNOWN if week == 1 else SentState.SENT)
    assert last == [False, False, True]
    words = [
        mail.words_of(mail.Part(STUDY_DAY, {**said, "last": one, "name": "Amara"})) for one in (False, True)
    ]
    assert ["we write again" in one for one in words] == [True, False]
    assert ["we stop these messages" in one for one in words] == [False, True]
    assert list(STUDY.due(FRIDAY_EVENING + 3 * WEEK)) == []
    learns(who, 1, FRIDAY_EVENING + 2 * WEEK + timedelta(days=1))
    assert len(list(STUDY.due(FRIDAY_EVENING + 3 * WEEK))) == 1, "learning begins them again"


@pytest.mark.parametrize(
    "what", ["a new goal", "days that were not sent", "other messages", "a lesson in between"]
)
def test_what_is_no_row_of_three(what: str) -> None:
    who = with_goal(1)
    for week in range(3):
        (due,) = STUDY.due(FRIDAY_EVENING + week * WEEK)
        state = SentState.SKIPPED if what == "days that were not sent" else SentState.SENT
        sent(due, state, kind="people_to_ring" if what == "other messages" else STUDY_DAY)
    if what == "a new goal":
        StudyGoal.objects.update(set_at=FRIDAY_EVENING + 2 * WEEK + timedelta(minutes=1))
    elif what == "a lesson in between":
        learns(who, 1, FRIDAY_EVENING + WEEK + timedelta(days=1))
    assert len(list(STUDY.due(FRIDAY_EVENING + 3 * WEEK))) == 1


def test_it_says_how_far_they_are_and_what_comes_next() -> None:
    who = with_goal(1)
    learns(who, 1, FRIDAY_EVENING - timedelta(days=2))
    worlds.joined(who, worlds.Course.objects.get())
    (due,) = STUDY.due(FRIDAY_EVENING)
    words = STUDY.letters([due], FRIDAY_EVENING)[due].context
    assert (words["done"], words["goal"], words["lesson_title"]) == (1, 3, "Lesson 1 of part 2")
    assert words["lesson_why"].endswith("It takes about a minute.")


def test_of_two_courses_the_one_they_were_in_last() -> None:
    who = with_goal(1)
    other = worlds.course(2, code="OTHER", title="Another course")
    mark_read(lesson=worlds.lessons(other)[0], by=worlds.signed_in(who), now=NOON - timedelta(hours=1))
    (due,) = STUDY.due(FRIDAY_EVENING)
    assert STUDY.letters([due], FRIDAY_EVENING)[due].context["course_title"] == "A taste of organising"
    LessonProgress.objects.filter(enrolment__course=other).update(saved_at=FRIDAY_EVENING)
    assert STUDY.letters([due], FRIDAY_EVENING)[due].context["course_title"] == "Another course"


def test_without_anything_open_to_do_there_is_nothing_to_say() -> None:
    who = with_goal(1)
    learns(who, 1, FRIDAY_EVENING - WEEK)  # the free part is done, and the rest was not joined
    (due,) = STUDY.due(FRIDAY_EVENING)
    assert not STUDY.letters([due], FRIDAY_EVENING)
