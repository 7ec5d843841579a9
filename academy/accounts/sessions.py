"""How long somebody stays signed in: half an hour without use on a shared device, a month on one's own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from academy.shared import clock

SHARED = "shared_device"
SEEN = "shared_device_seen"
SAVE_EVERY = 60  # seconds between two writes of a sliding session


def choose(request: HttpRequest, *, shared: bool) -> None:
    """Remember the tick at sign-in until the person is signed in."""
    if shared:
        request.session[SHARED] = True
    else:
        request.session.pop(SHARED, None)


def apply(request: HttpRequest) -> None:
    """Give the session the length that was chosen. Called when somebody has just been signed in."""
    shared = request.session.get(SHARED, False)
    request.session.set_expiry(settings.SHARED_DEVICE_SECONDS if shared else None)
    if shared:
        request.session[SEEN] = _seconds()


class ShortSessions:
    """Middleware: on a shared device every use starts the half hour again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SEEN in request.session:
            now = _seconds()
            if now - request.session[SEEN] >= SAVE_EVERY:
                request.session[SEEN] = now  # saved at the end of the request, and the cookie with it
        return self.get_response(request)


def _seconds() -> int:
    return int(clock.now().timestamp())
