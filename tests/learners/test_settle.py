"""`settle` is the one writer of completed_at; any repeat changes nothing and nothing is ever taken back."""

import pytest
from django.db import IntegrityError, transaction

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from courses.catalogue.kinds import CourseKind
from courses.catalogue.models import Lesson, Module
from learners.completion.actions import REQUIREMENTS, settle, verdict_on
from learners.completion.models import ModuleCompletion
from learners.dashboards.queries import my_learning
from learners.enrolments.models import Enrolment
from learners.progress import actions
from learners.progress.rules import Report
from tests.chains import broken_links
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def read_all(course, who, *, but: int = 0, now=NOON) -> None:
    """Every lesson of the course but the last few."""
    todo = worlds.lessons(course)
    for lesson in todo[: len(todo) - but]:
        actions.mark_read(lesson=lesson, by=worlds.signed_in(who), now=now)


def test_every_kind_of_course_says_what_it_asks_for() -> None:
    assert set(REQUIREMENTS) == set(CourseKind)


def test_a_module_and_then_the_course_become_done() -> None:
    course, amara = worlds.course(2, 1), worlds.person()
    place = worlds.joined(amara, course)
    read_all(course, amara, but=1)
    assert list(ModuleCompletion.objects.values_list("module__number", flat=True)) == [1]
    assert verdict_on(place).missing == ("Module 2, Part 2: 1 lesson to go: “Lesson 1 of part 2”.",)
    read_all(course, amara, now=later(hours=1))
    place.refresh_from_db()
    assert place.completed_at == later(hours=1)
    assert ModuleCompletion.objects.count() == 2


def test_settling_again_changes_nothing() -> None:
    course, amara = worlds.course(1), worlds.person()
    read_all(course, amara)
    place = Enrolment.objects.get()
    for _ in range(2):
        settle(enrolment_id=place.pk, now=later(days=1))
    place.refresh_from_db()
    assert place.completed_at == NOON
    assert AuditEvent.objects.filter(action="course_completed").count() == 1
    assert broken_links(chain_of(place)) == []


def test_a_new_lesson_takes_nothing_back() -> None:
    course, amara = worlds.course(1), worlds.person()
    read_all(course, amara)
    module = course.modules.get()
    Lesson.objects.create(
        module=module, key=course.key, number=2, title="New", done_by="reading", seconds=60, published_at=NOON
    )
    place = Enrolment.objects.get()
    settle(enrolment_id=place.pk, now=later(days=1))
    place.refresh_from_db()
    assert place.completed_at == NOON
    assert ModuleCompletion.objects.count() == 1


def test_lessons_that_are_not_required_or_not_published_do_not_count() -> None:
    course, amara = worlds.course(3), worlds.person()
    first, second, third = worlds.lessons(course)
    Lesson.objects.filter(pk=second.pk).update(required=False)
    Lesson.objects.filter(pk=third.pk).update(published=False)
    actions.mark_read(lesson=first, by=worlds.signed_in(amara), now=NOON)
    assert Enrolment.objects.get().completed_at == NOON


def test_a_module_that_is_not_shown_does_not_count() -> None:
    course, amara = worlds.course(1, 1), worlds.person()
    Module.objects.filter(course=course, number=2).update(published=False)
    actions.mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(amara), now=NOON)
    assert Enrolment.objects.get().completed_at == NOON


def test_a_lesson_that_was_only_begun_is_not_done() -> None:
    course, amara = worlds.course(2), worlds.person()
    first, second = worlds.lessons(course)
    report = Report(((0, 8),), 8)  # a second short of enough
    actions.record_watching(lesson=first, report=report, by=worlds.signed_in(amara), now=NOON)
    actions.mark_read(lesson=second, by=worlds.signed_in(amara), now=NOON)
    place = Enrolment.objects.get()
    assert place.completed_at is None
    assert verdict_on(place).missing == ("Module 1, Part 1: 1 lesson to go: “Lesson 1 of part 1”.",)


def test_my_learning_says_what_is_missing_in_the_very_words_of_the_decision() -> None:
    """The page builds them from what it has at hand; each kind of lesson that could be told apart is here."""
    course, amara = worlds.course(6, 2, 1), worlds.person()
    place, me = worlds.joined(amara, course), worlds.signed_in(amara)
    done, begun, optional, down, *_, last = worlds.lessons(course)
    actions.mark_read(lesson=done, by=me, now=NOON)
    actions.mark_read(lesson=last, by=me, now=NOON)
    actions.record_watching(lesson=begun, report=Report(((0, 1),), 1), by=me, now=NOON)
    Lesson.objects.filter(pk=optional.pk).update(required=False)
    Lesson.objects.filter(pk=down.pk).update(published=False)
    (view,) = my_learning(account=amara, now=NOON).courses
    assert view.missing == verdict_on(place).missing
    assert [words.split(":")[1].strip() for words in view.missing] == ["3 lessons to go", "2 lessons to go"]


def test_taking_a_lesson_down_completes_nobody_by_itself() -> None:
    course, amara = worlds.course(2), worlds.person()
    read_all(course, amara, but=1)
    Lesson.objects.filter(number=2).update(published=False)
    assert Enrolment.objects.get().completed_at is None


def test_an_empty_course_is_never_done() -> None:
    course, amara = worlds.course(), worlds.person()
    place = worlds.joined(amara, course)
    verdict = settle(enrolment_id=place.pk, now=NOON)
    assert not verdict.complete
    place.refresh_from_db()
    assert place.completed_at is None


def test_the_database_keeps_the_moment_of_completion() -> None:
    course, amara = worlds.course(1), worlds.person()
    read_all(course, amara)
    for moment in (None, later(days=3)):
        with pytest.raises(IntegrityError, match="cannot be taken back"), transaction.atomic():
            Enrolment.objects.update(completed_at=moment)


def test_joining_twice_gives_one_place() -> None:
    course, amara = worlds.course(1), worlds.person()
    assert worlds.joined(amara, course) == worlds.joined(amara, course)
    assert AuditEvent.objects.filter(action="course_joined").count() == 1
