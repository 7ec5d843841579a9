"""What a browser may do on our pages: two constant headers, made once."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from academy.templating import import_map_hash

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)

CONTENT, PERMISSIONS = "Content-Security-Policy", "Permissions-Policy"


class BrowserRules:
    """Sets both headers where a view has not set its own (the editors' screens have)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(CONTENT, content_policy(response.status_code == 500))
        response.headers.setdefault(PERMISSIONS, settings.PERMISSIONS_POLICY)
        return response


@functools.cache
def content_policy(broken: bool = False) -> str:
    """No inline script and no inline style; the import map alone is allowed, by its hash. The page that says that
    something broke (500.html) must need no other file, so it may bring its own styles.

    Made at the first answer: the hash covers the names of the static files, which collectstatic writes.
    """
    directives = dict(settings.CONTENT_POLICY)
    directives["script-src"] += f" {import_map_hash()}"
    if broken:
        directives["style-src"] = "'unsafe-inline'"
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def may_record(view: Callable[P, R]) -> Callable[P, R]:
    """For views whose pages record: these may use the camera and the microphone, and play what was just recorded."""

    @functools.wraps(view)
    def opened(*args: P.args, **kwargs: P.kwargs) -> R:
        response = view(*args, **kwargs)
        response.headers.setdefault(CONTENT, content_policy().replace("media-src ", "media-src blob: "))
        permissions = settings.PERMISSIONS_POLICY
        for device in ("camera", "microphone"):
            permissions = permissions.replace(f"{device}=()", f"{device}=(self)")
        response.headers.setdefault(PERMISSIONS, permissions)
        return response

    return opened
