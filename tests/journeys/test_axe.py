"""Nothing on any page keeps anybody out: axe, small screens, large text, forced colours, for every kind of person."""

import logging
import os
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings as project
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.urls import Resolver404, URLResolver, get_resolver, resolve
from playwright.sync_api import Error, Page

from academy.accounts.invitation_actions import send_waiting_invitations
from academy.accounts.models import Account
from academy.demo.messages import read_mails
from academy.shared import clock
from learners.enrolments.visitors import COOKIE
from learners.reminders.channels import Lines
from learners.reminders.planning import plan
from learners.reminders.sending import send_next
from tests.cast import BACKEND
from tests.fixtures.browser import NewPage
from tests.journeys.looking import PHONE, Looker
from tests.journeys.pages import NOT_PAGES, PARTS, Stop
from tests.journeys.town import Town, build_town

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(600),
    pytest.mark.urls("tests.demo_urls"),
]
SENDS = "visitors and learners"  # codes and invitations go out while they sign up
OURS = ("academy.", "courses.", "learners.", "cms.", "allauth.")


@pytest.fixture
def town(transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    # A worker kept from another test would take the nudges, and the messages with them.
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    # Read before DEMO is on: tests that come after in this process ask for the addresses of the site without it.
    assert get_resolver("academy.urls").url_patterns
    settings.DEMO = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "hub_code": "1/m/ip"}
    return build_town()


@pytest.mark.parametrize("part", PARTS)
def test_nothing_keeps_anybody_out(
    town: Town,
    new_page: NewPage,
    part: str,
    caplog: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A test for many pages, because the town takes long to build; it names every page that something is wrong with."""
    caplog.set_level(logging.CRITICAL, "django.request")  # pages that refuse are meant to
    looker, reached = Looker(), set[str]()
    browsers = Browsers(town, new_page, looker)
    for stop in PARTS[part](town):
        page = browsers.arrive(stop)
        reached.add(name_of(page.url))
        looker.look(page, wide=stop.wide)
    if part == SENDS:
        look_at_letters(looker, new_page(), tmp_path / "mail")
        look_at_our_own_fault(browsers, monkeypatch)
    assert not looker.lines, looker.report()
    look_whether_all_were_reached(part, reached, tmp_path_factory)


def look_whether_all_were_reached(part: str, reached: set[str], folders: pytest.TempPathFactory) -> None:
    """Whichever part ends last knows what all of them reached; they may run beside each other."""
    folder = folders.getbasetemp()
    folder = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    (folder / f"reached {part}").write_text("\n".join(reached))
    files = list(folder.glob("reached *"))
    if len(files) == len(PARTS):
        by_all = {name for file in files for name in file.read_text().splitlines()}
        missed = sorted(set(named(get_resolver("tests.demo_urls"))) - by_all - NOT_PAGES)
        assert not missed, f"nobody looked at {', '.join(missed)}"


def look_at_letters(looker: Looker, page: Page, folder: Path) -> None:
    """One message of each kind, as a mail program shows it; from tomorrow noon on, whatever the hour is now."""
    send_waiting_invitations(now=clock.now())
    for kind, days in (("welcome", 1), ("certificate_ready", 1), ("course_idle", 9)):
        moment = clock.now().replace(hour=12) + timedelta(days=days)
        plan([kind], now=moment)
        with Lines() as lines:
            while send_next(lines=lines, now=moment, kind=kind):
                pass
    mails = {re.sub(r"\d+", "", mail.subject): mail.html for mail in read_mails(folder, newest=500)}
    assert len(mails) >= 6, mails.keys()
    looker.listen(page)
    for subject, html in mails.items():
        looker.at(f"e-mail “{subject}”")
        page.goto("about:blank")
        page.set_content(html)
        looker.look(page, wide=False, whole=False)


def look_at_our_own_fault(browsers: "Browsers", monkeypatch: pytest.MonkeyPatch) -> None:
    """500.html, as a visitor gets it."""
    monkeypatch.setattr("academy.network.views.public_hubs", lambda: 1 / 0)
    page = browsers.arrive(Stop("500", "/hubs/", status=500))
    browsers.looker.look(page, wide=False, whole=False)


class Browsers:
    """One browser for each person, and a new one for each stop where something is done."""

    def __init__(self, town: Town, new_page: NewPage, looker: Looker) -> None:
        self.town, self.new_page, self.looker = town, new_page, looker
        self.kept: dict[str, Page] = {}
        self.used: Page | None = None

    def arrive(self, stop: Stop) -> Page:
        """The page, after what the stop does on it."""
        cache.clear()  # the limits of one stop are not those of the next
        page = self._page(stop)
        answer = page.goto(stop.path)
        assert answer is not None
        if answer.status != stop.status:
            self.looker.complain("loading", f"{answer.status}, not {stop.status}", page.url)
        if stop.then:
            try:
                stop.then(page)
            except Error as error:
                self.looker.complain("before looking", str(error))
        return page

    def _page(self, stop: Stop) -> Page:
        if self.used is not None:
            self.used.context.close()
            self.used = None
        if not stop.then and not stop.guest and stop.proof == "code":
            if stop.who not in self.kept:
                self.kept[stop.who] = self._new(stop)
            page = self.kept[stop.who]
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        else:
            page = self.used = self._new(stop)
        self.looker.at(stop.name)
        return page

    def _new(self, stop: Stop) -> Page:
        page = self.new_page(viewport=PHONE)
        self.looker.listen(page)
        if stop.who:
            sign_in(page, self.town.people[stop.who], stop.proof)
        if stop.guest:
            page.context.add_cookies(
                [{"name": COOKIE, "value": self.town.guest_cookie, "url": project.BASE_URL}]
            )
        return page


def sign_in(page: Page, who: Account, proof: str = "code") -> None:
    """A session as after signing in, just now: by a code to one's own address, if nothing else is said."""
    session = SessionStore()
    session[SESSION_KEY] = str(who.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = who.get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": proof, "at": time.time()}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(who.pk)
    session.save()
    cookie = {"name": project.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": project.BASE_URL}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def name_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def named(resolver: URLResolver) -> Iterator[str]:
    """Names of the addresses that our views or allauth's answer."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named(entry)
        elif entry.name and entry.callback.__module__.startswith(OURS):
            yield entry.name
