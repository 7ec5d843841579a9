"""Where pages are found: a lesson always at /lesson/<key>/, whatever happens to its page."""

import uuid
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Site

from academy.accounts.models import Account
from academy.shared import clock
from cms.models import LessonPage, ModulePage, StandardPage
from courses.catalogue.models import Course, Lesson
from learners.enrolments.actions import join_course
from learners.enrolments.visitors import Visitor
from learners.progress.actions import keep_reflection
from tests.factories import pages

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def address(page: LessonPage) -> str:
    return f"/lesson/{page.key}/"


@pytest.fixture
def paid(db):
    """A module that is not free."""
    return pages.module(pages.course(), title="Listen")


@pytest.fixture
def learner(client: Client) -> Account:
    account = Account.objects.create_user("amara@example.org", full_name="Amara", is_adult=True)
    client.force_login(account)
    return account


def join(account: Account) -> None:
    join_course(course_id=Course.objects.get().pk, by=account, now=clock.now())


def test_a_lesson_answers_at_its_own_address_wherever_it_stands(client, module):
    page = pages.lesson(module, title="Knock first")
    assert page.url == address(page) == reverse("lesson", args=[page.key])
    assert page.full_url.endswith(address(page))
    answer = client.get(address(page))
    assert answer.status_code == 200
    assert "Knock first" in answer.content.decode() and "Ask more than you tell." in answer.content.decode()
    tree = f"/focus/{module.slug}/{page.slug}/"
    assert client.get(tree).headers["Location"] == address(page)
    other = pages.module(module.get_parent(), title="Listen", is_free=True)
    page.move(other, pos="last-child")
    assert client.get(address(page)).status_code == 200


def test_a_lesson_that_came_down_says_where_to_go_on(client, module):
    page = pages.lesson(module, title="Knock first")
    pages.take_down(page)
    answer = client.get(address(page))
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "Knock first" in text and 'href="/focus/"' in text and "it still counts" in text
    assert 'href="/focus/#module-1"' in text
    LessonPage.objects.get().delete()
    assert client.get(address(page)).status_code == 410


@pytest.mark.parametrize("above", ["module", "course"])
def test_a_lesson_whose_module_or_course_came_down(client, module, above):
    page = pages.lesson(module)
    pages.take_down(module if above == "module" else module.get_parent().specific)
    answer = client.get(address(page))
    assert answer.status_code == 410
    assert ('href="/focus/"' in answer.content.decode()) == (above == "module")


def test_a_lesson_that_never_was(client, module):
    assert client.get(f"/lesson/{uuid.uuid4()}/").status_code == 404
    assert client.get(address(pages.lesson_draft(module))).status_code == 404


def test_a_broken_tree_is_said_plainly(client, module):
    page = pages.lesson(module)
    Lesson.objects.filter(key=page.key).delete()
    answer = client.get(address(page))
    assert answer.status_code == 503 and "We cannot show this page just now" in answer.content.decode()
    page = pages.lesson(module)
    ModulePage.objects.filter(pk=module.pk).update(path="000100019999")
    assert client.get(address(page)).status_code == 200
    Course.objects.update(published=False)
    assert client.get("/focus/").status_code == 503
    orphan = Page.objects.get(pk=module.pk).specific
    assert client.get(f"/focus/{orphan.slug}/").status_code == 503


def test_a_locked_lesson_says_why_and_lets_people_move_on(client, paid):
    first, second = pages.lesson(paid, title="One"), pages.lesson(paid, title="Two")
    text = client.get(address(first)).content.decode()
    assert "part of the whole course" in text and address(second) in text
    assert "Ask more than you tell." not in text


def test_what_somebody_wrote_is_theirs_alone(client, learner, paid):
    page = pages.lesson(paid, pages.question("Who is missing?"), pages.TEXT)
    join(learner)
    fact = Lesson.objects.select_related("module__course").get()
    block = page.body[0].id
    who = Visitor(account_id=learner.pk)
    keep_reflection(lesson=fact, block_id=block, text="Nobody <asked> them.", by=who, now=clock.now())
    text = client.get(address(page)).content.decode()
    assert "Who is missing?" in text and "Nobody &lt;asked&gt; them." in text
    assert text.index("Who is missing?") < text.index("Ask more than you tell.")
    other = Client()
    other.force_login(Account.objects.create_user("bo@example.org", full_name="Bo", is_adult=True))
    assert "Nobody" not in other.get(address(page)).content.decode()


def test_the_body_is_made_once_for_each_revision(client, module, monkeypatch):
    page = pages.lesson(module)
    client.get(address(page))
    monkeypatch.setattr("cms.views.lesson_parts", lambda page: 1 / 0)
    assert client.get(address(page)).status_code == 200
    page.body = [{"type": "text", "value": "<p>Then listen.</p>"}]
    pages.publish(page)
    monkeypatch.undo()
    assert "Then listen." in client.get(address(page)).content.decode()


@pytest.mark.parametrize("cold", [True, False])
def test_few_queries_for_every_page(client, learner, paid, django_assert_max_num_queries, cold):
    clip = pages.video()
    every = [pages.lesson(paid, pages.film(clip), pages.question()) for _ in range(5)]
    join(learner)
    for path in (address(every[0]), "/focus/", f"/focus/{paid.slug}/", "/", pages.standard("Privacy").url):
        client.get(path)
        if cold:
            cache.clear()
        with django_assert_max_num_queries(MOST_QUERIES if cold else MOST_QUERIES - 3) as queries:
            assert client.get(path).status_code == 200
        print(path, "cold" if cold else "warm", len(queries))


def test_the_number_of_queries_does_not_grow_with_the_course(client, learner, paid):
    page = pages.lesson(paid, pages.film(pages.video()))
    join(learner)
    few = [count(client, path) for path in (address(page), "/focus/")]
    for _ in range(6):
        pages.lesson(paid, pages.film(pages.video()))
    assert [count(client, path) for path in (address(page), "/focus/")] == few


def count(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def test_course_and_module_pages(client, module):
    page = pages.lesson(module)
    text = client.get("/focus/").content.decode()
    assert "Course FOCUS" in text and address(page) in text and reverse("course", args=["focus"]) == "/focus/"
    text = client.get(f"/focus/{module.slug}/").content.decode()
    assert "Reach" in text and address(page) in text
    empty = pages.module(module.get_parent(), title="Listen")
    assert "Listen" in client.get(f"/focus/{empty.slug}/").content.decode()


def test_pages_of_text_and_what_is_not_there(client):
    privacy = pages.standard("Privacy")
    below = pages.publish(
        pages.draft(privacy, type(privacy)(title="Cookies", slug="cookies", body=[pages.NOTICE]))
    )
    assert "Stay safe" in client.get(below.url).content.decode() and below.url == "/privacy/cookies/"
    for missing in ("/nothing/", "/privacy/nothing/", "/start/", "/start/privacy/"):
        assert client.get(missing).status_code == 404
    pages.take_down(privacy)
    assert client.get("/privacy/").status_code == 404


def test_without_any_site_nothing_breaks(client):
    Site.objects.all().delete()
    cache.clear()
    assert client.get("/").status_code == 404


def test_a_picture_of_a_page_is_public_and_nothing_beside_it(client, settings):
    for name in ("images/a.webp", "videos/b.mp4", "images/c.txt"):
        path = Path(settings.MEDIA_ROOT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"bytes")
    answer = client.get("/media/images/a.webp")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    for name in ("c.txt", "../videos/b.mp4", "..%2Fvideos%2Fb.mp4", "missing.webp"):
        assert client.get(f"/media/images/{name}").status_code in (400, 404)


def test_a_new_installation_has_no_page_and_then_a_site(client):
    assert client.get("/").status_code == 404
    call_command("start_site", verbosity=0)
    for path in ("/", "/privacy/", "/accessibility/", "/help/"):
        assert client.get(path).status_code == 200
    call_command("start_site", verbosity=0)
    assert Page.objects.filter(depth=2).count() == 1


def test_what_is_published_shows_at_once_to_visitors_of_kept_pages(
    settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 300
    with django_capture_on_commit_callbacks(execute=True):
        page = pages.standard("Privacy")
    assert "Privacy" in Client().get("/privacy/").content.decode()
    StandardPage.objects.update(
        title="Not published"
    )  # past every action: visitors still get the page that was kept
    assert "Not published" not in Client().get("/privacy/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page.title = "How we look after your details"
        pages.publish(page)
    assert "How we look after" in Client().get("/privacy/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        pages.take_down(page)
    assert Client().get("/privacy/").status_code == 404


@pytest.mark.parametrize(
    "name", ["../videos/still.png", "%2e%2e/videos/still.png", "%2e%2e%2fvideos%2fstill.png"]
)
def test_the_address_of_pictures_gives_out_nothing_else(client, name):
    """Other pictures that are uploaded belong to somebody: they have views that ask."""
    default_storage.save("videos/still.png", ContentFile(b"of a closed lesson"))
    assert client.get(f"/media/images/{name}").status_code == 404
