"""What every template gets: who is looking, and the site's own frame."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main menu."""

    title: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """The frame around every page."""

    name: str
    base_url: str
    is_demo: bool
    nav: tuple[NavItem, ...]


def site(request: HttpRequest) -> dict[str, Any]:
    """`me` is the person who is signed in, or None; `site` is the frame with its menu."""
    user = getattr(request, "user", None)
    me = user if user is not None and user.is_authenticated else None
    return {
        "me": me,
        "site": SiteFrame(
            name=settings.WAGTAIL_SITE_NAME,
            base_url=settings.BASE_URL,
            is_demo=settings.DEMO,
            nav=tuple(_nav(request.path, me)),
        ),
    }


def _nav(path: str, me: Any) -> list[NavItem]:
    places = [
        ("Courses", "/framework-focus/"),
        ("Dates", reverse("dates")),
        ("Find a hub", reverse("hubs")),
        ("Help", "/help/"),
    ]
    if me is not None:
        places = [("My learning", reverse("my-learning")), *places, (me.short_name, reverse("profile"))]
    else:
        places = [*places, ("Check a certificate", reverse("verify")), ("Sign in", reverse("account_login"))]
    return [NavItem(title, href, path.startswith(href)) for title, href in places]
