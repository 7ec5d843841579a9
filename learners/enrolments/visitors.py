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


def owner_name(account_id: int | None) -> str:
    """Whose a page is, as its forms and reports say it: the person's id, empty without an account."""
    return "" if account_id is None else str(account_id)


def why_not_from_here(request: HttpRequest, who: Visitor) -> str:
    """Empty where a page reports for whoever has the browser now; otherwise the words for somebody who left it open.

    A page says whose it is in the field `owner`; without that field nothing is asked.
    """
    owner = request.POST.get("owner")
    if owner is None or owner == owner_name(who.account_id):
        return ""
    if who.account_id is None:
        return "You have been signed out. Sign in again, and this is saved then."
    return "Somebody has signed in here since this page was opened. Load the page again."


def guest_key(request: HttpRequest, days: int | None = None) -> str | None:
    """The key of the guest's cookie, when it is whole and at most so many days old (else 90)."""
    cookie = request.COOKIES.get(COOKIE)
    if not cookie:
        return None
    try:
        max_age = DAY * (settings.GUEST_COOKIE_DAYS if days is None else days)
        return str(signing.loads(cookie, salt=SALT, max_age=max_age))
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
