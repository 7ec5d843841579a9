"""From pages to facts: what is told to courses.catalogue when a page goes up, comes down or moves.

Everything here may be repeated: it looks at the pages of today and writes what they say.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Page
from wagtail.query import PageQuerySet

from academy.shared.page_cache import forget_pages
from cms.pages.courses import CoursePage, LearningPage, LessonPage, ModulePage
from cms.pages.taught import TaughtCoursePage
from courses.catalogue import actions
from courses.catalogue.facts import CourseFact, LessonFact, ModuleFact
from courses.catalogue.kinds import CertificateKind, CourseKind
from courses.catalogue.models import Course, Lesson, Module
from courses.media.models import Video


class Misplaced(Exception):
    """A page that does not stand where it belongs, such as a lesson whose module is gone."""


@transaction.atomic
def record(page: Page, *, now: datetime) -> None:
    """Write what this page says, with what stands above it when that was never recorded. Raises Misplaced."""
    if isinstance(page, LessonPage):
        _record_lesson(page, now)
    elif isinstance(page, ModulePage):
        _record_module(page, now)
    elif isinstance(page, CoursePage):
        actions.publish_course(fact=course_fact(page), shown=page.live)
    elif isinstance(page, TaughtCoursePage):
        actions.publish_course(fact=taught_fact(page), shown=page.live)


@transaction.atomic
def forget(page: Page, *, now: datetime) -> None:
    """The page came down: its fact stays, marked so; what stands beside it moves up in the numbering."""
    if not isinstance(page, LearningPage):
        return
    others = type(page).objects.live().filter(translation_key=page.key).exclude(pk=page.pk)
    if other := others.first():
        record(other, now=now)
        return
    actions.withdraw(key=page.key, now=now)
    if isinstance(page, LessonPage):
        _one_at_a_time(modules__lessons__key=page.key)
        actions.number_lessons(keys=keys_beside(page))
    elif isinstance(page, ModulePage):
        _one_at_a_time(modules__key=page.key)
        actions.number_modules(keys=keys_beside(page))


@transaction.atomic
def moved(page: Page, *, now: datetime) -> None:
    """The page stands elsewhere now: record it there, and close the gap that it left behind."""
    page = Page.objects.get(pk=page.pk).specific
    if not isinstance(page, LessonPage | ModulePage) or not page.live:
        return
    forget_pages()
    left = _fact_above(page)
    record(page, now=now)
    here = _fact_above(page)
    if left is None or left == here:
        return
    if isinstance(page, LessonPage) and (old := ModulePage.objects.filter(translation_key=left).first()):
        actions.number_lessons(keys=keys_under(old, LessonPage))
    if isinstance(page, ModulePage) and (old := CoursePage.objects.filter(translation_key=left).first()):
        actions.number_modules(keys=keys_under(old, ModulePage))


def keys_under(parent: Page, kind: type[LearningPage]) -> list[UUID]:
    """The keys of the live pages of this kind under a page, in their order. Asks the path, not the count of children,
    which is not yet true while a tree is being copied."""
    return _keys(kind.objects.child_of(parent))


def keys_beside(page: LearningPage) -> list[UUID]:
    """The keys of the live pages beside this one, in their order, without it."""
    return _keys(type(page).objects.sibling_of(page, inclusive=False))


def _keys(pages: PageQuerySet) -> list[UUID]:
    return list(pages.live().order_by("path").values_list("translation_key", flat=True))


def course_fact(page: CoursePage) -> CourseFact:
    """What a course page says."""
    return CourseFact(
        key=page.key,
        code=page.code,
        slug=page.slug,
        title=page.title[:160],
        summary=page.summary,
        certificate_kind=CertificateKind(page.certificate_kind),
        watch_percent=page.watch_percent,
        is_sample=page.is_sample,
    )


def taught_fact(page: TaughtCoursePage) -> CourseFact:
    """What the page of a course with other people says."""
    return CourseFact(
        key=page.key,
        code=page.code,
        slug=page.slug,
        title=page.title[:160],
        summary=page.summary,
        kind=CourseKind(page.kind),
        certificate_kind=CertificateKind(page.certificate_kind),
        is_sample=page.is_sample,
        min_age=page.min_age,
        consent_below=page.consent_below,
        min_for_certificate=page.min_for_certificate,
        prior=page.prior_codes,
        outcomes=page.outcome_texts,
    )


def module_fact(page: ModulePage, *, course_key: UUID, number: int) -> ModuleFact:
    """What a module page says."""
    return ModuleFact(
        key=page.key,
        course_key=course_key,
        number=number,
        title=page.title[:160],
        summary=page.summary,
        picture=page.picture,
        is_free=page.is_free,
    )


def lesson_fact(page: LessonPage, *, module_key: UUID, number: int, video_seconds: int | None) -> LessonFact:
    """What a lesson page says."""
    return LessonFact(
        key=page.key,
        module_key=module_key,
        number=number,
        title=page.title[:160],
        summary=page.summary,
        required=page.required,
        done_by=page.done_by,
        video_id=page.video_id,
        seconds=page.seconds(video_seconds),
    )


def _record_lesson(page: LessonPage, now: datetime) -> None:
    module = page.get_parent().specific
    if not isinstance(module, ModulePage):
        raise Misplaced(f"the lesson {page.key} does not stand under a module")
    if not Module.objects.filter(key=module.key).exists():
        _record_module(module, now)
    _one_at_a_time(modules__key=module.key)
    seconds = Video.objects.filter(pk=page.video_id or 0).values_list("duration_s", flat=True).first()
    if not page.live:
        actions.withdraw(key=page.key, now=now)
        return
    keys = keys_under(module, LessonPage)
    number = keys.index(page.key) + 1
    fact = lesson_fact(page, module_key=module.key, number=number, video_seconds=seconds)
    actions.publish_lesson(fact=fact, now=now)
    actions.number_lessons(keys=keys)


def _record_module(page: ModulePage, now: datetime) -> None:
    course = page.get_parent().specific
    if not isinstance(course, CoursePage):
        raise Misplaced(f"the module {page.key} does not stand under a course")
    if not Course.objects.filter(key=course.key).exists():
        record(course, now=now)
    _one_at_a_time(key=course.key)
    keys = keys_under(course, ModulePage)
    number = keys.index(page.key) + 1 if page.key in keys else len(keys) + 1
    actions.publish_module(fact=module_fact(page, course_key=course.key, number=number), shown=page.live)
    actions.number_modules(keys=keys)


def _one_at_a_time(**which: Any) -> None:
    """Lock the course until the transaction ends: two lessons that go up at once do not get one number."""
    Course.objects.select_for_update(of=("self",)).filter(**which).first()


def _fact_above(page: LessonPage | ModulePage) -> UUID | None:
    """The key under which the catalogue has this page at the moment."""
    if isinstance(page, LessonPage):
        return Lesson.objects.filter(key=page.key).values_list("module__key", flat=True).first()
    return Module.objects.filter(key=page.key).values_list("course__key", flat=True).first()
