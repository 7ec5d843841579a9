"""The files of a lesson: each is given only to whom the lesson is open, each time it is asked for (INV-50)."""

import logging
from uuid import UUID

from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from academy.shared import clock
from academy.shared.storage import range_response
from courses.catalogue.models import Lesson
from courses.catalogue.queries import is_shown
from courses.media.models import Video
from learners.enrolments.policies import may_learn
from learners.enrolments.visitors import visitor
from learners.progress.queries import owner_of

log = logging.getLogger(__name__)

KEEP = {"private": True, "max_age": 3600}  # by the browser, for whoever asked
FILES = {"video": ("file", "video/mp4"), "audio": ("audio", "audio/mp4"), "poster": ("poster", "image/webp")}


@require_safe
def media(request: HttpRequest, key: UUID, kind: str) -> HttpResponseBase:
    """video, audio or poster of a lesson, in ranges."""
    video = _open_video(request, key)
    field, content_type = FILES[kind]
    file: FieldFile = getattr(video, field)
    if not file.name:
        raise Http404("There is no such file.")
    try:
        opened = file.storage.open(file.name)
    except OSError as error:
        log.error("the %s of video %s is missing: %s", kind, video.pk, error)
        reason = (
            "This file is missing here. The words of the lesson are still on its page. We have been told."
        )
        return render(request, "404.html", {"reason": reason}, status=404)
    response = range_response(
        request,
        opened,
        size=opened.size,
        content_type=content_type,
        etag=f'"{video.token}-{video.content_version}-{kind}"',
    )
    patch_cache_control(response, **KEEP)
    return response


@require_safe
@cache_control(**KEEP)
def captions(request: HttpRequest, key: UUID) -> HttpResponse:
    """The captions as WebVTT."""
    return HttpResponse(_open_video(request, key).captions, content_type="text/vtt; charset=utf-8")


@require_safe
@cache_control(**KEEP)
def words(request: HttpRequest, key: UUID) -> HttpResponse:
    """The transcript as a text file to keep."""
    video = _open_video(request, key)
    response = HttpResponse(
        f"{video.title}\n\n{video.transcript}\n", content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="words.txt"'
    return response


def _open_video(request: HttpRequest, key: UUID) -> Video:
    lesson = (
        Lesson.objects.select_related("module__course", "video")
        .filter(Q(key=key, video__isnull=False))
        .first()
    )
    if lesson is None or lesson.video is None or not is_shown(lesson):
        raise Http404("There is no such video.")
    now = clock.now()
    place = None if lesson.module.is_free else owner_of(visitor(request), lesson.module.course_id).enrolment
    may_learn(place, lesson.module, now=now).enforce()
    return lesson.video
