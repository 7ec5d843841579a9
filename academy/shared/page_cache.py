"""Pages on which nothing depends on the person, kept for visitors who bring no cookie at all.

A view says so with `same_for_visitors`. Its answer is given again for up to PAGE_CACHE_SECONDS, or until somebody who
changed what such pages show calls `forget_pages`. Nothing with a cookie in the request or in the answer is ever kept,
so nobody meets another person's page. Django's own middleware would let browsers keep the page too, and then what is
published would not show at once.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from academy.shared.tokens import new_token

NEWEST = "pages:newest"  # a random word; pages that were kept under another one are out of date

View = TypeVar("View", bound=Callable[..., object])


def same_for_visitors(view: View) -> View:
    """Mark a view whose answer is the same for everybody who is neither signed in nor known as a guest."""
    view.same_for_visitors = True  # type: ignore[attr-defined]
    return view


def forget_pages() -> None:
    """After the transaction commits, every page is made anew. While the cache is away, they are anyway."""
    transaction.on_commit(lambda: cache.set(NEWEST, new_token(), None), robust=True)


class PageCache:
    """Middleware: stands inside the security headers and outside sessions. Asks the cache once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_visit(request):
            return _private(self.get_response(request))
        address = f"{request.scheme}://{request.get_host()}{request.path}"
        name = f"page:{hashlib.sha256(address.encode()).hexdigest()}"
        found = cache.get_many([NEWEST, name])
        newest, (kept_under, body, headers) = found.get(NEWEST), found.get(name, (None, b"", {}))
        if body and kept_under == newest:
            return HttpResponse(body, headers=headers)
        response = self.get_response(request)
        if not _may_be_kept(request, response):
            return _private(response)
        patch_vary_headers(response, ["Cookie"])
        # A browser asks each time, so that what is published shows at once.
        response.headers["Cache-Control"] = "no-cache"
        if request.method == "GET":
            kept = (newest, response.content, dict(response.headers))
            cache.set(name, kept, settings.PAGE_CACHE_SECONDS)
        return response


def _is_visit(request: HttpRequest) -> bool:
    is_preview = getattr(request, "is_dummy", False)  # Wagtail's, for an editor
    plain = request.method in ("GET", "HEAD") and not is_preview
    brings = any(request.META.get(name) for name in ("HTTP_COOKIE", "QUERY_STRING"))
    return plain and not brings and settings.PAGE_CACHE_SECONDS > 0


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    marked = getattr(getattr(request.resolver_match, "func", None), "same_for_visitors", False)
    plain = response.status_code == 200 and not response.streaming and not response.cookies
    return marked and plain and "Cache-Control" not in response.headers


def _private(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
