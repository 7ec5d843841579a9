"""Facts: written again and again with the same result, never deleted."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from courses.catalogue import actions
from courses.catalogue.facts import CourseFact, LessonFact, ModuleFact
from courses.catalogue.kinds import DoneBy
from courses.catalogue.models import Course, Lesson, Module
from courses.catalogue.queries import is_shown, lesson_fact, outline
from tests.factories.pages import video

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
COURSE = CourseFact(key=uuid.uuid4(), code="FOCUS", slug="focus", title="Focus")
REACH = ModuleFact(key=uuid.uuid4(), course_key=COURSE.key, number=1, title="Reach", is_free=True)
LISTEN = ModuleFact(key=uuid.uuid4(), course_key=COURSE.key, number=2, title="Listen")


def read_lesson(
    module: ModuleFact = REACH, number: int = 1, key: uuid.UUID | None = None, **more
) -> LessonFact:
    fields: dict[str, Any] = {"title": f"Lesson {number}", "seconds": 180, "done_by": DoneBy.READING} | more
    return LessonFact(key=key or uuid.uuid4(), module_key=module.key, number=number, **fields)


@pytest.fixture(autouse=True)
def course() -> Course:
    made = actions.publish_course(fact=COURSE)
    actions.publish_module(fact=REACH)
    actions.publish_module(fact=LISTEN)
    return made


def test_publishing_again_changes_nothing(course):
    fact = read_lesson()
    first = actions.publish_lesson(fact=fact, now=NOON)
    again = actions.publish_lesson(fact=fact, now=NOON + timedelta(days=1))
    assert (again.pk, again.published_at, again.content_version) == (first.pk, NOON, 1)
    assert actions.publish_course(fact=COURSE).pk == course.pk
    assert Course.objects.count() == 1 and Module.objects.count() == 2


def test_a_withdrawn_fact_stays_and_comes_back():
    fact = read_lesson()
    actions.publish_lesson(fact=fact, now=NOON)
    assert actions.withdraw(key=fact.key, now=NOON) is True
    assert actions.withdraw(key=fact.key, now=NOON + timedelta(hours=1)) is False
    gone = Lesson.objects.get(key=fact.key)
    assert (gone.published, gone.withdrawn_at) == (False, NOON)
    assert not is_shown(lesson_fact(fact.key))
    back = actions.publish_lesson(fact=fact, now=NOON)
    assert (back.pk, back.published, back.withdrawn_at) == (gone.pk, True, None)


def test_a_lesson_that_moves_is_the_same_row():
    fact = read_lesson(REACH)
    before = actions.publish_lesson(fact=fact, now=NOON)
    after = actions.publish_lesson(fact=read_lesson(LISTEN, key=fact.key), now=NOON)
    assert after.pk == before.pk and after.module.title == "Listen"


def test_another_video_is_a_new_version_and_other_words_are_not():
    one, other = video(10), video(20)
    key = uuid.uuid4()
    watch = {"done_by": DoneBy.WATCHING, "key": key}
    actions.publish_lesson(fact=read_lesson(video_id=one.pk, seconds=10, **watch), now=NOON)
    same = actions.publish_lesson(
        fact=read_lesson(video_id=one.pk, seconds=10, title="Better", **watch), now=NOON
    )
    assert (same.title, same.content_version) == ("Better", 1)
    new = actions.publish_lesson(fact=read_lesson(video_id=other.pk, seconds=20, **watch), now=NOON)
    assert (new.content_version, new.seconds) == (2, 20)


def test_a_changed_film_reaches_every_lesson_that_shows_it():
    clip = video(10)
    fact = read_lesson(video_id=clip.pk, seconds=10, done_by=DoneBy.WATCHING)
    actions.publish_lesson(fact=fact, now=NOON)
    clip.duration_s = 12
    clip.save()
    assert actions.video_changed(video_id=clip.pk) == 1
    lesson = Lesson.objects.get(key=fact.key)
    assert (lesson.seconds, lesson.content_version) == (12, 2)


def test_numbering_writes_only_what_changes():
    facts = [read_lesson(number=number) for number in (1, 2, 3)]
    for fact in facts:
        actions.publish_lesson(fact=fact, now=NOON)
    first, second, third = (fact.key for fact in facts)
    assert actions.number_lessons(keys=[first, second, third]) == 0
    assert actions.number_lessons(keys=[third, first, uuid.uuid4(), second]) == 3
    assert list(Lesson.objects.order_by("number").values_list("key", flat=True)) == [third, first, second]


def test_two_courses_cannot_have_one_code():
    with pytest.raises(IntegrityError):
        actions.publish_course(fact=CourseFact(key=uuid.uuid4(), code="FOCUS", slug="other", title="Other"))


def test_a_lesson_of_an_unknown_module_is_refused():
    with pytest.raises(Module.DoesNotExist):
        actions.publish_lesson(fact=read_lesson(ModuleFact(uuid.uuid4(), COURSE.key, 9, "Nowhere")), now=NOON)


def test_the_outline_shows_what_is_up_in_two_queries(course):
    for module in (REACH, LISTEN):
        for number in (1, 2):
            actions.publish_lesson(fact=read_lesson(module, number), now=NOON)
    actions.withdraw(key=lesson_keys()[0], now=NOON)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        modules = outline(course.pk)
    assert len(queries) == 2
    assert [(module.title, len(module.lessons)) for module in modules] == [("Reach", 1), ("Listen", 2)]
    actions.withdraw(key=LISTEN.key, now=NOON)
    assert [module.title for module in outline(course.pk)] == ["Reach"]
    assert is_shown(lesson_fact(lesson_keys()[1])) and not is_shown(lesson_fact(lesson_keys()[2]))


def lesson_keys() -> list[uuid.UUID]:
    return list(Lesson.objects.order_by("module__number", "number").values_list("key", flat=True))
