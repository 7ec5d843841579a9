"""Back and Next on a lesson's page lead through the whole course, across its modules."""

import pytest

from courses.catalogue.models import Lesson, Module
from learners.enrolments.visitors import Visitor
from learners.progress.actions import mark_read
from learners.progress.outlines import LessonView
from learners.progress.queries import lesson_view
from tests.learners import worlds
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def view(lesson: Lesson, who: Visitor | None = None) -> LessonView:
    found = lesson_view(key=lesson.key, visitor=who or Visitor(), now=NOON)
    assert found is not None
    return found[0]


def walk(lessons: list[Lesson]) -> list[tuple[str, str]]:
    views = [view(lesson) for lesson in lessons]
    return [(one.previous.title if one.previous else "", one.next.title if one.next else "") for one in views]


def test_every_lesson_knows_the_one_before_and_the_one_after() -> None:
    lessons = worlds.lessons(worlds.course(3, 1, 2))
    titles = ["", *(lesson.title for lesson in lessons), ""]
    assert walk(lessons) == [(titles[at], titles[at + 2]) for at in range(len(lessons))]


def test_modules_that_are_empty_or_hidden_are_passed_over() -> None:
    course = worlds.course(2, 1, 2)
    first, second, hidden, third, fourth = worlds.lessons(course)
    Module.objects.filter(pk=hidden.module_id).update(published=False)
    Lesson.objects.filter(pk=third.pk).update(published=False)
    assert walk([second, fourth]) == [(first.title, fourth.title), (second.title, "")]
    assert lesson_view(key=hidden.key, visitor=Visitor(), now=NOON) is None


def test_a_lesson_says_how_its_module_and_its_neighbours_stand() -> None:
    course = worlds.course(2, 1)
    first, second, third = worlds.lessons(course)
    amara = worlds.signed_in(worlds.person())
    mark_read(lesson=first, by=amara, now=NOON)
    one = view(second, amara)
    assert (one.number, one.count, one.module.done, one.module.total) == (2, 2, 1, 2)
    assert [(row.done, row.now, row.locked) for row in one.module.lessons] == [
        (True, False, False),
        (False, True, False),
    ]
    assert one.previous is not None and one.previous.done
    assert one.next is not None and one.next.locked  # the second module is not free
    assert one.next.href == f"/lesson/{third.key}/"
