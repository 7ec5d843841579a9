"""Who is learning: somebody signed in, a guest with a key in a cookie, or a newcomer with neither."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "guest"
SALT = "learners.enrolments.guest"
DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Visitor:
    """`guest_key` stays set when somebody signs in on a device where a guest has learned before."""

    account_id: int | None = None
    guest_key: str | None = None


def visitor(request: HttpRequest) -> Visitor:
    """The visitor behind a request. A cookie that was tampered with or is older than 90 days counts as none."""
    account_id = request.user.pk if request.user.is_authenticated else None
    return Visitor(account_id=account_id, guest_key=guest_key(request))


def guest_key(request: HttpRequest) -> str | None:
    """The key of the guest's cookie, when it is whole and fresh."""
    cookie = request.COOKIES.get(COOKIE)
    if not cookie:
        return None
    try:
        return str(signing.loads(cookie, salt=SALT, max_age=settings.GUEST_COOKIE_DAYS * DAY))
    except signing.BadSignature:
        return None


def remember_guest(response: HttpResponse, key: str) -> None:
    """Put the guest's key into the visitor's browser for 90 days from now."""
    response.set_cookie(
        COOKIE,
        signing.dumps(key, salt=SALT),
        max_age=settings.GUEST_COOKIE_DAYS * DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_guest(response: HttpResponse) -> None:
    """Take the guest's key out of the visitor's browser."""
    response.delete_cookie(COOKIE, samesite="Lax")
