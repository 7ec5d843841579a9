"""A guest signs in: their lessons are added when they say yes, and forgotten when they say no."""

import pytest

from learners.enrolments.models import Enrolment, Guest
from learners.enrolments.visitors import Visitor
from learners.progress import actions
from learners.progress.guests import add_guest_lessons, forget_guest_lessons
from learners.progress.models import LessonProgress, Reflection
from learners.progress.rules import Report
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def guest_watched(*seconds: tuple[int, int]):
    """A course of one part whose lessons a guest watched so far."""
    course = worlds.course(len(seconds))
    key = None
    for lesson, part in zip(worlds.lessons(course), seconds, strict=True):
        by = Visitor(guest_key=key)
        key = actions.record_watching(
            lesson=lesson, report=Report((part,), part[1]), by=by, now=NOON
        ).guest_key
    assert key
    return course, key


def test_yes_adds_the_lessons_and_finishes_the_course() -> None:
    course, key = guest_watched((0, 9), (0, 10))
    amara = worlds.person()
    assert add_guest_lessons(guest_key=key, by=amara, now=later(days=1)) == 2
    place = Enrolment.objects.get(account=amara)
    assert place.completed_at == later(days=1)
    assert set(place.lessons.values_list("done_at", flat=True)) == {NOON}
    assert not Guest.objects.exists()


def test_yes_joins_the_seconds_of_both() -> None:
    course, key = guest_watched((0, 5), (0, 3))
    amara = worlds.person()
    first = worlds.lessons(course)[0]
    actions.record_watching(lesson=first, report=Report(((5, 9),), 9), by=worlds.signed_in(amara), now=NOON)
    add_guest_lessons(guest_key=key, by=amara, now=NOON)
    mine = LessonProgress.objects.get(lesson=first)
    assert (mine.seconds, mine.done_at, mine.position_s) == (9, None, 9)


def test_yes_never_lowers_what_is_mine() -> None:
    course, key = guest_watched((0, 1))
    amara = worlds.person()
    lesson = worlds.lessons(course)[0]
    actions.record_watching(lesson=lesson, report=Report(((0, 9),), 9), by=worlds.signed_in(amara), now=NOON)
    add_guest_lessons(guest_key=key, by=amara, now=later(days=1))
    mine = LessonProgress.objects.get()
    assert (mine.seconds, mine.done_at) == (9, NOON)


def test_a_second_press_adds_nothing() -> None:
    _, key = guest_watched((0, 9))
    amara = worlds.person()
    add_guest_lessons(guest_key=key, by=amara, now=NOON)
    assert add_guest_lessons(guest_key=key, by=amara, now=NOON) == 0
    assert LessonProgress.objects.count() == 1


def test_no_forgets_everything() -> None:
    course, key = guest_watched((0, 9))
    lesson = worlds.lessons(course)[0]
    actions.keep_reflection(lesson=lesson, block_id="b", text="Hm.", by=Visitor(guest_key=key), now=NOON)
    forget_guest_lessons(guest_key=key)
    assert not Guest.objects.exists()
    assert not LessonProgress.objects.exists()
    assert not Reflection.objects.exists()


def test_reflections_of_both_are_kept() -> None:
    course, key = guest_watched((0, 9), (0, 1))
    first, second = worlds.lessons(course)
    amara = worlds.person()
    actions.keep_reflection(lesson=first, block_id="b", text="Mine.", by=worlds.signed_in(amara), now=NOON)
    for lesson in (first, second):
        actions.keep_reflection(
            lesson=lesson, block_id="b", text="Theirs.", by=Visitor(guest_key=key), now=NOON
        )
    add_guest_lessons(guest_key=key, by=amara, now=NOON)
    assert dict(Reflection.objects.values_list("lesson", "text")) == {
        first.pk: "Mine.\n\nTheirs.",
        second.pk: "Theirs.",
    }
