"""The only writers of facts. Each may be repeated as often as one likes; the key is the page's translation key."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from courses.catalogue.facts import CourseFact, LessonFact, ModuleFact
from courses.catalogue.models import Course, CourseOutcomes, Lesson, Module
from courses.catalogue.queries import outcomes_of
from courses.media.models import Video

Fact = TypeVar("Fact", Course, Module, Lesson)


@transaction.atomic
def publish_course(*, fact: CourseFact, shown: bool = True) -> Course:
    """Record a course; with shown=False it is known but offered to nobody (its page is still a draft).

    Raises IntegrityError when another course has this code or this slug.
    """
    values = {
        "code": fact.code,
        "slug": fact.slug,
        "title": fact.title,
        "summary": fact.summary,
        "kind": fact.kind,
        "certificate_kind": fact.certificate_kind,
        "watch_percent": fact.watch_percent,
        "is_sample": fact.is_sample,
        "min_age": fact.min_age,
        "consent_below": fact.consent_below,
        "min_for_certificate": fact.min_for_certificate,
        "published": shown,
    }
    course = _record(Course.objects.all(), fact.key, values)
    helps = Course.objects.filter(code__in=fact.prior).exclude(pk=course.pk)
    if set(helps) != set(course.recommended_prior.all()):
        course.recommended_prior.set(helps)
    _word_outcomes(course, fact.outcomes)
    return course


@transaction.atomic
def publish_module(*, fact: ModuleFact, shown: bool = True) -> Module:
    """Record a module of a course that is known. Raises Course.DoesNotExist. One that moved takes its lessons along."""
    values = {
        "course": Course.objects.get(key=fact.course_key),
        "number": fact.number,
        "title": fact.title,
        "summary": fact.summary,
        "picture": fact.picture,
        "is_free": fact.is_free,
        "published": shown,
    }
    return _record(Module.objects.all(), fact.key, values)


@transaction.atomic
def publish_lesson(*, fact: LessonFact, now: datetime) -> Lesson:
    """Record a lesson of a module that is known. Raises Module.DoesNotExist.

    A lesson that moved is the same row under another module, so what people did in it stays. Another video is a new
    version of the content, and learners are told that the lesson was updated since they watched it.
    """
    before = Lesson.objects.filter(key=fact.key).values_list("video", "content_version").first()
    values = {
        "module": Module.objects.get(key=fact.module_key),
        "number": fact.number,
        "title": fact.title,
        "summary": fact.summary,
        "required": fact.required,
        "done_by": fact.done_by,
        "video_id": fact.video_id,
        "seconds": fact.seconds,
        "published": True,
        "withdrawn_at": None,
    }
    if before is not None and before[0] != fact.video_id:
        values["content_version"] = before[1] + 1
    return _record(Lesson.objects.all(), fact.key, values, first={"published_at": now})


@transaction.atomic
def withdraw(*, key: UUID, now: datetime) -> bool:
    """The page with this key came down. The fact stays, with everything that hangs on it. True when it was shown."""
    shown = {"key": key, "published": True}
    lessons = Lesson.objects.filter(**shown).update(published=False, withdrawn_at=now)
    modules = Module.objects.filter(**shown).update(published=False)
    courses = Course.objects.filter(**shown).update(published=False)
    return bool(lessons or modules or courses)


@transaction.atomic
def number_lessons(*, keys: Sequence[UUID]) -> int:
    """Number the lessons of a module 1, 2, 3 in this order. Gives how many numbers changed."""
    return _number(Lesson.objects.all(), keys)


@transaction.atomic
def number_modules(*, keys: Sequence[UUID]) -> int:
    """Number the modules of a course 1, 2, 3 in this order. Gives how many numbers changed."""
    return _number(Module.objects.all(), keys)


@transaction.atomic
def video_changed(*, video_id: int) -> int:
    """The film of a video was changed: its lessons have a new length and a new version. Gives how many lessons."""
    seconds = Video.objects.values_list("duration_s", flat=True).get(pk=video_id)
    lessons = Lesson.objects.filter(video=video_id)
    return lessons.update(seconds=seconds, content_version=F("content_version") + 1)


def _word_outcomes(course: Course, texts: Sequence[str]) -> None:
    """A new version when the words are others. Whoever holds the course's row is alone here."""
    newest = outcomes_of(course.pk)
    if list(texts) != (newest.texts if newest else []):
        version = newest.version + 1 if newest else 1
        CourseOutcomes.objects.create(course=course, version=version, texts=list(texts))


def _record(
    rows: QuerySet[Fact], key: UUID, values: dict[str, Any], first: dict[str, Any] | None = None
) -> Fact:
    """Write the row with this key, made when it is missing. Two at once write the same row one after the other."""
    row = rows.select_for_update().filter(key=key).first()
    if row is None:
        row, made = rows.get_or_create(key=key, defaults=values | (first or {}))
        if made:
            return row
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


def _number(rows: QuerySet[Any], keys: Sequence[UUID]) -> int:
    numbers = dict(rows.filter(key__in=keys).values_list("key", "number"))
    changed = 0
    for number, key in enumerate((key for key in keys if key in numbers), start=1):
        if numbers[key] != number:
            changed += rows.filter(key=key).update(number=number)
    return changed
