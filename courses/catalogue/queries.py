"""Reading the catalogue: plain tuples in the order in which people meet them."""

from typing import NamedTuple
from uuid import UUID

from courses.catalogue.models import CourseOutcomes, Lesson, Module


class OutlineLesson(NamedTuple):
    """A lesson that is shown. Length in seconds."""

    key: UUID
    number: int
    title: str
    seconds: int
    required: bool


class OutlineModule(NamedTuple):
    """A module that is shown, with its lessons."""

    key: UUID
    number: int
    title: str
    is_free: bool
    lessons: tuple[OutlineLesson, ...]


def outline(course_id: int) -> tuple[OutlineModule, ...]:
    """What a course is made of, as it is shown now. Two queries."""
    lessons: dict[int, list[OutlineLesson]] = {}
    rows = Lesson.objects.filter(module__course=course_id, module__published=True, published=True)
    rows = rows.order_by("module", "number", "pk")
    for module_id, *lesson in rows.values_list("module", *OutlineLesson._fields):
        lessons.setdefault(module_id, []).append(OutlineLesson(*lesson))
    modules = Module.objects.filter(course=course_id, published=True).order_by("number", "pk")
    return tuple(
        OutlineModule(key, number, title, is_free, tuple(lessons.get(pk, ())))
        for pk, key, number, title, is_free in modules.values_list("pk", "key", "number", "title", "is_free")
    )


def lesson_fact(key: UUID) -> Lesson | None:
    """The fact of a lesson with its module and course, also one that came down; None when never known. One query."""
    return Lesson.objects.select_related("module__course").filter(key=key).first()


def outcomes_of(course_id: int) -> CourseOutcomes | None:
    """What people can do after this course, in today's words; None where nobody has written it. One query."""
    return CourseOutcomes.objects.filter(course=course_id).order_by("-version").first()


def is_shown(lesson: Lesson) -> bool:
    """Whether a lesson stands where people can reach it: itself, its module and its course are up."""
    return lesson.published and lesson.module.published and lesson.module.course.published
