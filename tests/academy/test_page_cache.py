"""Pages kept for visitors: quick for them, never anybody else's, and new as soon as something is published."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from academy.hubs.models import Hub
from academy.hubs.states import HubStatus
from academy.shared.page_cache import forget_pages
from cms.pages.standard import StandardPage
from tests.factories import pages
from tests.learners.worlds import person
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)  # publishing tells the cache once it is committed

HUBS = "/hubs/"
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> None:
    settings.PAGE_CACHE_SECONDS = 60


@pytest.fixture
def hub() -> Hub:
    return Hub.objects.create(name="Example Hub", slug="example", town="Leeds", status=HubStatus.ACTIVE)


def queries(client: Client, address: str, **more: Any) -> tuple[int, Any]:
    """How many questions the database was asked, and the answer."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(address, **more)
    return len(asked), response


def published(slug: str, words: str) -> StandardPage:
    page = StandardPage(title=words, slug=slug, body=[("text", f"<p>{words}</p>")])
    Site.objects.get(is_default_site=True).root_page.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_a_second_visit_asks_the_database_nothing(client: Client, hub: Hub) -> None:
    count, first = queries(client, HUBS)
    again, second = queries(client, HUBS)
    assert (count > 0, again) == (True, 0)
    assert second.content == first.content
    assert b"Example Hub" in second.content


def test_a_kept_page_has_the_same_headers(client: Client, hub: Hub) -> None:
    first, second = client.get(HUBS), client.get(HUBS)
    assert dict(second.headers) == dict(first.headers)
    assert second["Cache-Control"] == "no-cache"
    assert "Cookie" in second["Vary"]
    for name in (
        "Content-Security-Policy",
        "Permissions-Policy",
        "X-Frame-Options",
        "X-Content-Type-Options",
    ):
        assert second[name]
    assert "Referrer-Policy" in second.headers and "Cross-Origin-Opener-Policy" in second.headers


def test_head_is_answered_from_what_was_kept(client: Client, hub: Hub) -> None:
    client.head(HUBS)
    count, first = queries(client, HUBS)
    assert count > 0  # a HEAD keeps nothing
    head = client.head(HUBS)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", first["Content-Length"])


def test_somebody_signed_in_never_gets_a_visitors_page_and_the_other_way_round(
    client: Client, hub: Hub
) -> None:
    client.get(HUBS)
    mine = Client()
    mine.force_login(person("Amara Diallo"))
    page = mine.get(HUBS)
    assert b"Amara" in page.content
    assert page["Cache-Control"] == "private, no-cache"
    assert b"Amara" not in client.get(HUBS).content
    forget_pages()
    mine.get(HUBS)
    assert b"Amara" not in client.get(HUBS).content
    mine.logout()
    assert b"Amara" not in mine.get(HUBS).content


@pytest.mark.parametrize("name", ["sessionid", "guest", "csrftoken", "messages", "anything"])
def test_any_cookie_at_all_goes_past_it(client: Client, hub: Hub, name: str) -> None:
    client.get(HUBS)
    client.cookies[name] = "x"
    count, page = queries(client, HUBS)
    assert count > 0
    assert page["Cache-Control"] == "private, no-cache"


def test_questions_and_posts_go_past_it(client: Client, hub: Hub) -> None:
    client.get(HUBS)
    assert queries(client, f"{HUBS}?near=LS1")[0] > 0
    assert client.post(HUBS).status_code == 405


def test_a_page_that_gives_a_cookie_is_not_kept(client: Client, settings: Any) -> None:
    """Signing in sets the csrf cookie: one for two visitors would be a hole."""
    first = Client().get(reverse("account_login"))
    second = Client().get(reverse("account_login"))
    assert first.cookies and second.cookies
    assert first.cookies["csrftoken"].value != second.cookies["csrftoken"].value


def test_only_pages_that_say_so_are_kept(client: Client) -> None:
    for address in (reverse("verify"), "/nothing-here/", reverse("health")):
        first, second = client.get(address), client.get(address)
        assert first.status_code == second.status_code
        assert second["Cache-Control"] != "no-cache", address


def test_front_page_course_and_modules_are_kept_and_a_lesson_is_not(client: Client) -> None:
    course = pages.course()
    module = pages.module(course, is_free=True, slug="reach")
    lesson = pages.lesson(module)
    for address in ("/", "/focus/", "/focus/reach/"):
        first = client.get(address)
        count, second = queries(client, address)
        assert (first.status_code, count, second.content) == (200, 0, first.content), address
    address = reverse("lesson", args=[lesson.key])
    assert client.get(address)["Cache-Control"] == "private, no-cache"  # it has forms, and so a csrf cookie


def test_a_guest_sees_what_they_did_on_a_course_that_visitors_are_given_from_the_cache(
    client: Client,
) -> None:
    lesson = pages.lesson(pages.module(pages.course(), is_free=True))
    assert b"0 of 1 lesson done" in client.get("/focus/").content
    guest = Client()
    guest.post(reverse("lesson-read", args=[lesson.key]))
    assert b"1 of 1 lesson done" in guest.get("/focus/").content
    assert b"0 of 1 lesson done" in client.get("/focus/").content


def test_what_is_published_shows_at_once(client: Client) -> None:
    page = published("help", "Call us")
    assert b"Call us" in client.get("/help/").content
    assert queries(client, "/help/")[0] == 0
    page.body = [("text", "<p>Write to us</p>")]
    page.save_revision().publish()
    assert b"Write to us" in client.get("/help/").content
    page.unpublish()
    assert client.get("/help/").status_code == 404


def test_what_was_rolled_back_forgets_nothing_and_time_forgets_all(
    client: Client, hub: Hub, settings: Any
) -> None:
    settings.PAGE_CACHE_SECONDS = 1
    client.get(HUBS)
    with transaction.atomic():
        forget_pages()
        transaction.set_rollback(True)
    Hub.objects.update(name="Another Hub")  # nobody says that a hub was changed
    assert b"Example Hub" in client.get(HUBS).content
    assert eventually(lambda: b"Another Hub" in client.get(HUBS).content, within=5)


def test_a_page_made_while_something_was_published_is_not_kept(
    client: Client, hub: Hub, monkeypatch: Any
) -> None:
    """The one who began before and finished after holds the old page: it must not come back to others."""
    ask = cache.get_many

    def publish_meanwhile(*args: Any, **kwargs: Any) -> Any:
        found = ask(*args, **kwargs)
        forget_pages()
        return found

    monkeypatch.setattr(cache, "get_many", publish_meanwhile)
    client.get(HUBS)
    monkeypatch.undo()
    assert queries(client, HUBS)[0] > 0


def test_without_its_cache_the_house_still_answers(client: Client, hub: Hub, settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "academy.shared.cache.ForgivingRedisCache",
            "LOCATION": NOBODY_LISTENS,
            "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.1},
        }
    }
    page = published("help", "Call us")
    for _ in range(2):
        assert b"Example Hub" in client.get(HUBS).content
        assert b"Call us" in client.get("/help/").content
    page.title = "Write to us"
    page.save_revision().publish()
    assert b"Write to us" in client.get("/help/").content
