"""Screens of the editors that are ours and not Wagtail's."""

from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.admin.views.account import AccountView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.pages.ordering import SetPagePositionView
from wagtail.models import Page

from academy.shared.storage import range_response
from cms.apps import stands_elsewhere
from courses.media.models import Video

FILES = {"video": ("file", "video/mp4"), "audio": ("audio", "audio/mp4"), "poster": ("poster", "image/webp")}
OWN_SETTINGS = ("notifications", "locale", "theme")  # name, e-mail address and password are kept at /profile/


class Reorder(SetPagePositionView):
    """Another place among its siblings: Wagtail has no hook for that, so the catalogue is told here."""

    def post(self, request: HttpRequest, page_to_move_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, page_to_move_id, *args, **kwargs)
        stands_elsewhere(Page.objects.get(pk=page_to_move_id))
        return response


class Move(MoveConfirmView):
    """Under another page: the catalogue is told in the same request."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        stands_elsewhere(self.page_to_move)
        return response


class OwnSettings(AccountView):
    """An editor's own settings of these screens."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if panel.name in OWN_SETTINGS]


def people_elsewhere(request: HttpRequest, *args: Any) -> HttpResponse:
    """Nobody gives roles here, whoever they are."""
    return render(request, "cms/people_elsewhere.html", status=403)


def not_offered(request: HttpRequest) -> HttpResponse:
    """A way around the editor's form."""
    return JsonResponse(
        {"error": "This is not offered here. Use the buttons of the page's editor."}, status=403
    )


@require_safe
def video_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """A video's file, sound, poster or captions, for previews: published or not, and only for editors."""
    video = get_object_or_404(Video, pk=pk)
    if kind == "captions":
        return HttpResponse(video.captions, content_type="text/vtt; charset=utf-8")
    field, content_type = FILES.get(kind, ("", ""))
    file: FieldFile | None = getattr(video, field) if field else None
    if not file or not file.name or not file.storage.exists(file.name):
        raise Http404("This file is missing.")
    etag = f"{video.token}-{video.content_version}-{kind}"
    return range_response(request, file.open(), size=file.size, content_type=content_type, etag=etag)
