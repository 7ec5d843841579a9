"""Course and module pages as this visitor gets them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from academy.shared import clock
from cms.pages.body import kept, plain_body
from cms.pages.preview import empty_row
from courses.catalogue.models import Course
from learners.enrolments.visitors import visitor
from learners.progress.outlines import CourseView
from learners.progress.queries import course_view


def serve_course(page: Any, request: HttpRequest) -> HttpResponse:
    """The course with the visitor's own progress."""
    course = _view(page.key, request)
    if course is None:
        return not_ready(request, page.title)
    body = kept("course", page.pk, revision_of(page), lambda: plain_body(page))
    return render(request, page.template, {"page": page, "course": course, "body_html": body})


def serve_module(page: Any, request: HttpRequest) -> HttpResponse:
    """One module of a course with the visitor's own progress."""
    above = page.above()
    course = _view(above.key, request) if hasattr(above, "key") else None
    if course is None:
        return not_ready(request, page.title)
    rows = {row.key: row for row in course.modules}
    module = rows.get(str(page.key)) or empty_row(page, course.href)
    return render(request, page.template, {"page": page, "course": course, "module": module})


def serve_body(page: Any, request: HttpRequest, body_template: str) -> HttpResponse:
    """A page on which nothing depends on the visitor but its frame."""
    body = kept("page", page.pk, revision_of(page), lambda: plain_body(page, body_template))
    return render(request, page.template, {"page": page, "body_html": body})


def revision_of(page: Any) -> Any:
    """What changes whenever another version of the page is published."""
    return page.live_revision_id or page.last_published_at


def not_ready(request: HttpRequest, title: str) -> HttpResponse:
    """The page is up but the catalogue does not know it yet, or it lost its place in the tree. The nightly check
    mends that; until then it is said plainly."""
    return render(request, "cms/not_ready.html", {"title": title}, status=503)


def _view(key: Any, request: HttpRequest) -> CourseView | None:
    course = Course.objects.filter(key=key, published=True).first()
    return course_view(course=course, visitor=visitor(request), now=clock.now()) if course else None
