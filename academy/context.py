"""What every template gets: who is looking, and the site's own frame."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from academy.accounts.here import LEARNING, Here, here_of
from academy.shared import clock


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main menu."""

    title: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """The frame around every page. `here`: as what somebody with roles is here. `looking`: the name of the person at
    whose pages somebody looks to help them; empty: nobody does.
    """

    name: str
    base_url: str
    is_demo: bool
    nav: tuple[NavItem, ...]
    here: Here | None
    looking: str


def site(request: HttpRequest) -> dict[str, Any]:
    """`me` is the person who is signed in, or None; `site` is the frame with its menu, made when a page draws it."""
    user = getattr(request, "user", None)
    me = user if user is not None and user.is_authenticated else None
    return {"me": me, "site": SimpleLazyObject(partial(_frame, request, me))}


def _frame(request: HttpRequest, me: Any) -> SiteFrame:
    here = here_of(request, clock.today()) if me is not None else None
    return SiteFrame(
        name=settings.WAGTAIL_SITE_NAME,
        base_url=settings.BASE_URL,
        is_demo=settings.DEMO,
        nav=tuple(_nav(request.path, me, here)),
        here=here,
        looking=str(request.looking.account) if hasattr(request, "looking") else "",
    )


def _nav(path: str, me: Any, here: Here | None) -> list[NavItem]:
    """Whoever works here sees the pages of that work first, and the public ones stand at the foot of every page."""
    places = [
        ("Courses", "/framework-focus/"),
        ("Dates", reverse("dates")),
        ("Find a hub", reverse("hubs")),
        ("Help", "/help/"),
    ]
    if me is None:
        places = [*places, ("Check a certificate", reverse("verify")), ("Sign in", reverse("account_login"))]
    else:
        own = [("My learning", reverse(LEARNING)), *places]
        if here is not None and here.now.menu:
            work = [(title, reverse(name)) for title, name in here.now.menu]
            own = [*work, ("My learning", reverse(LEARNING)), ("Help", "/help/")]
        places = [*own, (me.short_name, reverse("profile"))]
    longest = max((href for _, href in places if path.startswith(href)), key=len, default="")
    return [NavItem(title, href, href == longest) for title, href in places]
