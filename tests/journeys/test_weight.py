"""What a page weighs on the way to a phone: a first visit, and a later one.

`make test ARGS="tests/journeys/test_weight.py -s"` prints it.

Measured in a real browser on the site as production serves it (nginx packs pages, collectstatic has packed styles and
scripts): every byte that Chromium received, with the headers of answers. Where there is no nginx the page itself is
packed here to the same level and counted so. A film is the learner's own choice and is left out; its poster is not.
"""

import gzip
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from academy.accounts.models import Account
from courses.catalogue.models import Lesson
from tests.cast import BACKEND
from tests.servers.site import Site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(400)]

PUBLIC = 100_000  # bytes of a first visit
LESSON = 170_000
READABLE = 90_000  # of a lesson, before its text can be read and its video started
LATER = 20_000
NEEDED_TO_READ = (
    "Document",
    "Stylesheet",
    "Image",
)  # faces swap in, scripts are modules: neither keeps anybody waiting
PHONE = {"width": 390, "height": 844}
QUIET = 700  # milliseconds without anything new: it has all arrived
PATIENCE = 60_000


@dataclass(slots=True)
class Weight:
    """Bytes received for one visit, by Chromium's kind of resource."""

    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        """Without the film."""
        return sum(size for kind, size in self.kinds.items() if kind != "Media")

    @property
    def to_read(self) -> int:
        return sum(self.kinds[kind] for kind in NEEDED_TO_READ)

    def __str__(self) -> str:
        parts = ", ".join(
            f"{kind.lower()} {size / 1000:.1f}" for kind, size in sorted(self.kinds.items()) if size
        )
        return f"{self.total / 1000:6.1f} KB ({parts})"


class Visitor:
    """A phone with an empty cache, which fills."""

    def __init__(self, browser: Browser, site: Site, session: str = "") -> None:
        self.context: BrowserContext = browser.new_context(base_url=site.url, viewport=PHONE)  # type: ignore[arg-type]
        self.packs = "nginx" in site.front
        if session:
            secure = site.url.replace("http:", "https:")  # a browser trusts this machine as it trusts TLS
            self.context.add_cookies([{"name": "__Host-session", "value": session, "url": secure}])

    def visit(self, path: str) -> Weight:
        page: Page = self.context.new_page()
        line = self.context.new_cdp_session(page)
        weight, kinds = Weight(), dict[str, str]()

        def answered(event: dict[str, Any]) -> None:
            kinds[event["requestId"]] = event["type"]

        def finished(event: dict[str, Any]) -> None:
            weight.kinds[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

        line.on("Network.responseReceived", answered)
        line.on("Network.loadingFinished", finished)
        line.send("Network.enable")
        answer = page.goto(path, timeout=PATIENCE)
        assert answer is not None and answer.status == 200, path
        before = -1
        while before != sum(weight.kinds.values()):  # not "networkidle": a film may keep its line open
            before = sum(weight.kinds.values())
            page.wait_for_timeout(QUIET)
        if not self.packs:
            weight.kinds["Document"] = len(gzip.compress(answer.body(), 5))
        page.close()
        return weight


@pytest.fixture
def names(production: Site) -> dict[str, str]:
    call_command("load_sample", verbosity=0)
    lessons = Lesson.objects.filter(module__course__code="FOCUS").order_by("module__number", "number")
    return {"first": str(lessons[0].key), "second": str(lessons[1].key), "half": str(lessons[35].key)}


@pytest.fixture
def amara(names: dict[str, str]) -> str:
    """Her session."""
    client = Client()
    client.force_login(Account.objects.get(email="amara@example.org"), backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_weight(browser: Browser, production: Site, names: dict[str, str], amara: str) -> None:
    wrong, visitors = [], []

    def weigh(title: str, path: str, most: int, session: str = "") -> Visitor:
        visitor = Visitor(browser, production, session)
        visitors.append(visitor)
        first, again = visitor.visit(path), visitor.visit(path)
        print(f"{title:<34} first {first}\n{'':<34} later {again}")
        for words, size, limit in (("first", first.total, most), ("later", again.total, LATER)):
            if size > limit:
                wrong.append(f"{title}, {words} visit: {size} bytes, may be {limit}")
        if most == LESSON:
            print(
                f"{'':<34} {first.to_read / 1000:.1f} KB of it before the text can be read and the film started"
            )
        if most == LESSON and first.to_read > READABLE:
            wrong.append(f"{title}, before it can be read: {first.to_read} bytes, may be {READABLE}")
        return visitor

    print(f"\nBytes received by Chromium from {production.front}:")
    for title, path in (
        ("front page", "/"),
        ("hubs", "/hubs/"),
        ("help", "/help/"),
        ("sign in", "/accounts/login/"),
    ):
        weigh(title, path, PUBLIC)
    weigh("course of 70 lessons, visitor", "/framework-focus/", PUBLIC)
    weigh("course of 70 lessons, learner", "/framework-focus/", PUBLIC, amara)
    weigh("my learning", "/my-learning/", PUBLIC, amara)
    weigh("lesson, visitor", f"/lesson/{names['first']}/", LESSON)
    learner = weigh("lesson, learner", f"/lesson/{names['half']}/", LESSON, amara)
    following = learner.visit(f"/lesson/{names['second']}/")
    print(f"{'the next lesson, with its poster':<34} later {following}")
    if following.total - following.kinds["Image"] > LATER:
        wrong.append(f"the next lesson without its poster: {following}, may be {LATER} bytes")
    for visitor in visitors:
        visitor.context.close()
    assert not wrong, "\n".join(wrong)
