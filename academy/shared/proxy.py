"""Who asks, when a server of ours stands in front."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ClientAddress:
    """Middleware: puts the visitor's own address into REMOTE_ADDR, where limits and sign-in look for it.

    Exactly one server in front is trusted: what it saw is the last entry of X-Forwarded-For. Whatever a visitor wrote
    into that header stands before it and is not read. So nothing but that server may reach the workers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen_by_proxy = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if seen_by_proxy:
            request.META["REMOTE_ADDR"] = seen_by_proxy
        return self.get_response(request)
