"""Course, module and lesson pages as somebody would get them, from the pages alone. Writes nothing."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import reverse
from wagtail.models import Page

from academy.shared import clock
from academy.shared.rulings import Ruling
from cms.pages.body import lesson_body
from courses.catalogue.models import Course, Module
from courses.media.models import Video
from learners.enrolments.models import Enrolment
from learners.enrolments.policies import may_learn
from learners.enrolments.states import EnrolmentKind, Entitlement
from learners.progress.captions import lines_of
from learners.progress.facts import LessonFact
from learners.progress.outlines import CourseView, LessonView, MediaView, ModuleRow
from learners.progress.rows import course_outline, module_rows
from learners.progress.rules import seconds_needed

NOBODYS = UUID(int=0)  # in place of the lesson's key: what is pressed in a preview is kept nowhere

AS_VISITOR, AS_LEARNER, AS_MEMBER = "visitor", "learner", "member"


def preview_course(page: Any, mode: str) -> CourseView:
    """A course with nothing done yet."""
    course = _course(page)
    return course_outline(
        course,
        list(_facts(page)),
        {},
        opens_all=mode == AS_MEMBER,
        joined=mode != AS_VISITOR,
        completed_at=None,
    )


def preview_module(page: Any, mode: str) -> tuple[CourseView, ModuleRow]:
    """A module within its course."""
    course_page = page.above()
    course = preview_course(course_page, mode)
    href = course.href
    rows = module_rows(list(_facts(course_page, page)), {}, course_href=href, opens_all=mode == AS_MEMBER)
    return course, next((row for row in rows if row.key == str(page.key)), empty_row(page, href))


def preview_lesson(page: Any, mode: str) -> dict[str, Any]:
    """What the template of a lesson gets."""
    view = _lesson_view(page, mode)
    body: str = "" if view.locked else lesson_body(page, key=NOBODYS, csrf_input="", texts={})
    return {"lesson": view, "body_html": body}


def _lesson_view(page: Any, mode: str) -> LessonView:
    module_page = page.above()
    course_page = module_page.above()
    course = _course(course_page)
    ruling = _ruling(module_page, mode)
    facts = list(_facts(course_page, module_page, page))
    href = _address(course_page)
    modules = module_rows(facts, {}, course_href=href, opens_all=mode == AS_MEMBER, current=page.key)
    module = next(row for row in modules if row.key == str(module_page.key))
    every = list(module.lessons)
    here = next(place for place, row in enumerate(every) if row.now)
    return LessonView(
        key=str(NOBODYS),
        title=page.title,
        summary=page.summary,
        number=here + 1,
        count=len(every),
        module=module,
        course_title=course.title,
        course_href=href,
        join_href=reverse("join-course", args=[course.slug]),
        previous=every[here - 1] if here else None,
        next=every[here + 1] if here + 1 < len(every) else None,
        done=False,
        done_via="",
        done_by=page.done_by,
        seconds_watched=0,
        seconds_needed=seconds_needed(page.seconds(_length(page.video_id)), course.watch_percent),
        position_s=0,
        saved_at=None,
        updated_since=False,
        locked=not ruling,
        locked_reason=ruling.reason,
        signed_in=mode != AS_VISITOR,
        media=_media(Video.objects.filter(pk=page.video_id or 0).first()) if ruling else None,
    )


def _ruling(module_page: Any, mode: str) -> Ruling:
    """Whether the module is open to such a person: the very rule that real learners meet, and its words."""
    now = clock.now()
    place = None
    if mode != AS_VISITOR:
        entitlement = Entitlement.GRANTED if mode == AS_MEMBER else Entitlement.FREE
        place = Enrolment(kind=EnrolmentKind.ONLINE, entitlement=entitlement, opens_at=now, started_at=now)
    return may_learn(place, Module(is_free=module_page.is_free), now=now)


def _course(page: Any) -> Course:
    return Course(
        key=page.key,
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        certificate_kind=page.certificate_kind,
        watch_percent=page.watch_percent,
        published=True,
    )


def _address(page: Any) -> str:
    return reverse("course", args=[page.slug])


def _facts(course: Page, changed_module: Any = None, changed_lesson: Any = None) -> Iterator[LessonFact]:
    """Every live lesson of a course, and the one in hand as it stands in the editor."""
    number = 0
    for module in _pages_under(course, changed_module):
        lessons = _pages_under(module, changed_lesson)
        number += bool(lessons)
        for place, lesson in enumerate(lessons, start=1):
            yield LessonFact(
                pk=lesson.pk or 0,
                key=lesson.key,
                number=place,
                title=lesson.title,
                seconds=lesson.seconds(_length(lesson.video_id)),
                required=lesson.required,
                course_id=course.pk,
                module_key=module.key,
                module_number=number,
                module_title=module.title,
                module_summary=module.summary,
                module_picture=module.picture,
                module_free=module.is_free,
            )


def _pages_under(parent: Page, changed: Any) -> list[Any]:
    """The live pages under one page, in order; the one that is being edited takes the place of its published self."""
    pages = [
        page for page in parent.get_children().specific() if page.live or (changed and page.pk == changed.pk)
    ]
    if changed is None:
        return pages
    if changed.pk is None:
        return [*pages, changed] if changed.above().pk == parent.pk else pages
    return [changed if page.pk == changed.pk else page for page in pages]


def _length(video_id: int | None) -> int | None:
    return (
        Video.objects.filter(pk=video_id).values_list("duration_s", flat=True).first() if video_id else None
    )


def _media(video: Video | None) -> MediaView | None:
    """The video with addresses that are open to editors only."""
    if video is None:
        return None
    href = {
        kind: reverse("editors-video", args=[video.pk, kind])
        for kind in ("video", "audio", "poster", "captions")
    }
    return MediaView(
        title=video.title,
        duration_s=video.duration_s,
        video_href=href["video"],
        video_bytes=video.bytes,
        audio_href=href["audio"] if video.audio else "",
        audio_bytes=video.audio_bytes,
        captions_href=href["captions"],
        words_href=href["captions"],
        words_bytes=len(video.transcript.encode()),
        poster_href=href["poster"] if video.poster else "",
        lines=lines_of(video.captions),
    )


def empty_row(page: Any, course_href: str) -> ModuleRow:
    """A module that has no live lesson yet."""
    return ModuleRow(
        key=str(page.key),
        number=1,
        title=page.title,
        summary=page.summary,
        picture=page.picture,
        href=course_href,
        free=page.is_free,
        locked=False,
        state="new",
        lessons=(),
        done=0,
        total=0,
        seconds=0,
    )
