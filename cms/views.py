"""Lessons at their own addresses, and every other page."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.backends.utils import csrf_input_lazy
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from academy.shared import clock
from academy.shared.page_cache import same_for_visitors
from academy.shared.storage import range_response
from cms.pages.body import fill_in, kept, lesson_parts
from cms.pages.courses import CoursePage, LessonPage
from cms.pages.publishing import TOP
from cms.pages.serving import not_ready
from courses.catalogue.queries import is_shown, lesson_fact
from learners.enrolments.visitors import visitor
from learners.progress.queries import lesson_view, reflections_of

IMAGE_TYPES = {".avif": "image/avif", ".gif": "image/gif", ".jpg": "image/jpeg", ".png": "image/png"}
IMAGE_TYPES |= {".jpeg": "image/jpeg", ".webp": "image/webp"}


@require_safe
def lesson(request: HttpRequest, key: UUID) -> HttpResponse:
    """The lesson with this key, as it is today and for this visitor; 410 with the way on when it came down."""
    page = LessonPage.objects.live().filter(translation_key=key)
    row = next(iter(page.order_by().values_list("pk", "live_revision_id", "last_published_at")), None)
    found = lesson_view(key=key, visitor=visitor(request), now=clock.now()) if row else None
    if row is None or found is None or not found[1].module.course.published:
        return _lesson_is_not_there(request, key, up=row is not None)
    view, fact, owner = found
    body = ""
    if not view.locked:
        pk, revision, published_at = row
        parts = kept("lesson", pk, revision or published_at, lambda: lesson_parts(page.get(pk=pk)))
        asks = any(part.block_id for part in parts)
        texts = reflections_of(owner, fact.pk) if asks else {}
        body = fill_in(parts, key=key, csrf_input=csrf_input_lazy(request), texts=texts)
    return render(request, "cms/lesson.html", {"lesson": view, "body_html": body})


@same_for_visitors
@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """A course at its short address, found at once; any other page of the first level as well."""
    found = CoursePage.objects.live().filter(slug=slug, depth=TOP + 1).first()
    return found.serve(request) if found is not None else _serve(request, f"{slug}/")


@same_for_visitors
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Any page by its place in the tree. Two queries before the page's own; Wagtail's own way down takes one more
    for each level."""
    return _serve(request, path)


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of a page in one of its sizes. The names come from Wagtail and change with the picture. A name has no
    slash: nothing that lies elsewhere, such as a film's still picture, is given out here."""
    content_type = IMAGE_TYPES.get(name[name.rfind(".") :].lower())
    stored = f"images/{name}"
    if content_type is None or not default_storage.exists(stored):
        raise Http404("There is no such picture.")
    file = default_storage.open(stored)
    response = range_response(
        request, file, size=file.size, content_type=content_type, etag=f"{name}-{file.size}"
    )
    patch_cache_control(response, public=True, max_age=86400)
    return response


def _serve(request: HttpRequest, path: str) -> HttpResponse:
    roots = Site.get_site_root_paths()
    url_path = f"{roots[0].root_path}{path}" if roots else ""
    found = Page.objects.live().filter(url_path=url_path).first() if roots else None
    if (
        found is None or found.specific_class is Page
    ):  # Wagtail's own first page, before there is a front page
        raise Http404("There is no page at this address.")
    response: HttpResponse = found.specific.serve(request)
    return response


def _lesson_is_not_there(request: HttpRequest, key: UUID, *, up: bool) -> HttpResponse:
    """Known but down: 410, and where to go on. Up but unknown to the catalogue: 503. Never known: 404."""
    fact = lesson_fact(key)
    if up and (fact is None or is_shown(fact)):
        return not_ready(request, fact.title if fact else "This lesson")
    if fact is None:
        raise Http404("There is no such lesson.")
    return render(request, "cms/lesson_gone.html", {"fact": fact, "course": fact.module.course}, status=410)
