"""The player, the outbox and the notes of a lesson in a real browser: no second is lost, and none becomes another's."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page, Route, expect

from academy.accounts.models import Account
from courses.catalogue.models import Lesson
from learners.enrolments.models import Guest
from learners.progress.models import LessonProgress, Reflection
from tests.cast import BACKEND
from tests.learners import worlds
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)

SAVED = "[data-player-target=saved]"
BUSY = "milliseconds => { const end = performance.now() + milliseconds; while (performance.now() < end); }"
TIME = "document.querySelector('video').currentTime"


@pytest.fixture
def lesson(transactional_db: None) -> Lesson:
    """A free lesson of the sample Academy with a film and a question."""
    call_command("load_sample", verbosity=0)
    return Lesson.objects.get(module__course__code="TASTE", number=2)


@pytest.fixture
def people(transactional_db: None) -> dict[str, Account]:
    return {name: worlds.person(name, email=f"{name}@player.example") for name in ("amara", "bola")}


def become(page: Page, who: Account | None, url: str) -> None:
    """Somebody signs in (None: out) elsewhere in this browser."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    if who is not None:
        client = Client()
        client.force_login(who, backend=BACKEND)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


def play(page: Page, seconds: float) -> None:
    page.get_by_role("button", name="Play", exact=True).click()
    reach(page, seconds)


def reach(page: Page, seconds: float) -> None:
    eventually(lambda: page.evaluate(TIME) > seconds)


def pause(page: Page) -> None:
    page.get_by_role("button", name="Pause").click()


def test_a_page_left_open_reports_for_nobody_else(
    page: Page, lesson: Lesson, people: dict[str, Account], live_server: Any
) -> None:
    amara, bola = people["amara"], people["bola"]
    become(page, amara, live_server.url)
    page.goto(f"/lesson/{lesson.key}/")
    play(page, 1)
    become(page, bola, live_server.url)
    pause(page)
    expect(page.locator(SAVED)).to_contain_text("Somebody has signed in here")
    page.goto(f"/lesson/{lesson.key}/")
    become(page, None, live_server.url)
    play(page, 1)
    pause(page)
    expect(page.locator(SAVED)).to_contain_text("You have been signed out")
    assert not LessonProgress.objects.filter(enrolment__account__in=(amara, bola)).exists()
    assert not Guest.objects.exists()

    become(page, amara, live_server.url)
    page.goto(f"/lesson/{lesson.key}/")
    eventually(lambda: LessonProgress.objects.filter(enrolment__account=amara, seconds__gte=1).exists())
    assert not LessonProgress.objects.filter(enrolment__account=bola).exists()


def test_words_that_wait_on_a_shared_device_are_shown_to_their_writer_alone(
    page: Page, lesson: Lesson, people: dict[str, Account], live_server: Any
) -> None:
    amara, bola = people["amara"], people["bola"]
    become(page, amara, live_server.url)
    page.goto(f"/lesson/{lesson.key}/")
    page.route("**/reflection/", lambda route: route.abort())
    words = page.locator(".reflect textarea")
    words.fill("My neighbour told me about the lift.")
    expect(page.locator(".reflect")).to_contain_text("Your words are kept on this device")

    become(page, bola, live_server.url)
    page.unroute("**/reflection/")
    page.goto(f"/lesson/{lesson.key}/")
    expect(words).to_have_value("")
    words.fill("Mine.")
    expect(page.locator(".reflect")).to_contain_text("Saved as you type")
    assert list(Reflection.objects.values_list("enrolment__account", "text")) == [(bola.pk, "Mine.")]

    become(page, amara, live_server.url)
    page.goto(f"/lesson/{lesson.key}/")
    expect(words).to_have_value("My neighbour told me about the lift.")
    eventually(lambda: Reflection.objects.filter(enrolment__account=amara).exists())


def test_every_second_that_was_played_counts_and_the_place_is_shown(
    page: Page, lesson: Lesson, people: dict[str, Account], live_server: Any
) -> None:
    amara = people["amara"]
    become(page, amara, live_server.url)
    page.goto(f"/lesson/{lesson.key}/")
    play(page, 0.5)
    page.evaluate(BUSY, 3000)  # a telephone that is busy with something else
    reach(page, 4)
    page.get_by_role("link", name=re.compile("^Listen.* KB")).click()
    mine = LessonProgress.objects.filter(enrolment__account=amara)
    row = eventually(mine.first)
    assert row is not None
    assert row.seconds >= int(page.evaluate(TIME)), "none was lost while the page was busy"
    assert row.position_s == int(page.evaluate(TIME)), "the sound goes on where the picture stopped"

    page.goto(f"/lesson/{lesson.key}/")
    reach(page, 3)
    page.get_by_role("button", name="10 seconds back").click()
    expect(page.locator("[data-player-target=now]")).to_have_text("0:00")


# --- the outbox alone

KEEP = """async ([owner, address, watched]) => {
    const outbox = await import("outbox");
    outbox.belongsTo(owner);
    outbox.keep(address, watched, 7);
}"""
SEND = """async ([owner, address]) => {
    const outbox = await import("outbox");
    outbox.belongsTo(owner);
    return outbox.send(address);
}"""


class Post:
    """Answers in place of the server, and keeps what was sent."""

    def __init__(self, page: Page) -> None:
        self.status, self.got = 200, list[dict[str, str]]()
        page.goto("/verify/")
        page.route("**/there/", self.answer)

    def answer(self, route: Route) -> None:
        parts = (part.split("=") for part in (route.request.post_data or "").split("&"))
        self.got.append({name: value.replace("%2C", ",") for name, value in parts})
        route.fulfill(status=self.status, json={}) if self.status else route.abort()


@pytest.fixture
def post(page: Page) -> Post:
    return Post(page)


@pytest.mark.parametrize("status", [0, 401, 403, 409, 429, 500, 503])
def test_a_report_that_was_not_taken_waits(page: Page, post: Post, status: int) -> None:
    page.evaluate(KEEP, ["7", "/there/", "0-5"])
    post.status = status
    assert page.evaluate(SEND, ["7", "/there/"])["status"] == status
    post.status = 200
    page.reload()
    assert page.evaluate(SEND, ["8", "/there/"]) is None, "it is not theirs"
    assert page.evaluate(SEND, ["7", "/there/"])["status"] == 200
    assert post.got[-1]["owner"] == "7" and post.got[-1]["watched"] == "0-5"
    assert page.evaluate(SEND, ["7", "/there/"]) is None


@pytest.mark.parametrize("status", [400, 404, 413])
def test_a_report_that_will_never_be_taken_is_let_go(page: Page, post: Post, status: int) -> None:
    page.evaluate(KEEP, ["7", "/there/", "0-5"])
    post.status = status
    page.evaluate(SEND, ["7", "/there/"])
    assert page.evaluate(SEND, ["7", "/there/"]) is None


def test_what_waits_for_two_people_waits_apart(page: Page, post: Post) -> None:
    page.evaluate(KEEP, ["7", "/there/", "0-5"])
    page.evaluate(KEEP, ["8", "/there/", "5-9"])
    for owner in ("7", "8"):
        page.evaluate(SEND, [owner, "/there/"])
    assert [(report["owner"], report["watched"]) for report in post.got] == [("7", "0-5"), ("8", "5-9")]


def test_a_report_of_many_jumps_goes_in_parts(page: Page, post: Post) -> None:
    watched = ",".join(f"{second}-{second + 1}" for second in range(0, 1400, 2))
    page.evaluate(KEEP, ["7", "/there/", watched])
    page.evaluate(SEND, ["7", "/there/"])
    assert len(post.got) == 3
    assert ",".join(report["watched"] for report in post.got) == watched


def test_a_full_storage_loses_nothing_of_this_page(page: Page, post: Post) -> None:
    page.evaluate(KEEP, ["7", "/there/", "0-5"])
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full') } }")
    page.wait_for_timeout(5)
    page.evaluate(KEEP, ["7", "/there/", "5-9"])
    page.evaluate(SEND, ["7", "/there/"])
    assert [report["watched"] for report in post.got] == ["0-9"]
