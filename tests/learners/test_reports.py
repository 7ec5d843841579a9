"""What a lesson page reports over HTTP: every refusal says why, and nothing is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import Lesson
from learners.enrolments.models import Enrolment, Guest
from learners.enrolments.visitors import COOKIE
from learners.progress import views
from learners.progress.models import LessonProgress, Reflection
from tests.cast import BACKEND
from tests.learners import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons() -> list[Lesson]:
    """Two free lessons and one that is part of the whole course."""
    return worlds.lessons(worlds.course(2, 1))


def report(client: Client, lesson: Lesson, watched: str = "0-9", position: str = "9"):
    address = reverse("lesson-progress", args=[lesson.key])
    return client.post(address, {"watched": watched, "position": position})


def test_a_guest_gets_a_cookie_and_the_same_guest_again(client: Client, lessons: list[Lesson]) -> None:
    first = report(client, lessons[0], "0-4")
    assert first.json()["seconds"] == 4
    assert COOKIE in first.cookies
    assert first.cookies[COOKIE]["httponly"] and first.cookies[COOKIE]["max-age"] == 90 * 86400
    second = report(client, lessons[0], "4-9")
    assert second.json() | {"saved_at": ""} == {"seconds": 9, "needed": 9, "done": True, "saved_at": ""}
    assert COOKIE not in second.cookies
    assert Guest.objects.count() == 1


def test_a_cookie_that_was_changed_counts_as_none(client: Client, lessons: list[Lesson]) -> None:
    report(client, lessons[0])
    client.cookies[COOKIE] = client.cookies[COOKIE].value[:-2] + "xx"
    report(client, lessons[0], "0-1")
    assert Guest.objects.count() == 2


def test_the_cookie_lasts_ninety_days_from_the_last_day_here(client: Client, lessons: list[Lesson]) -> None:
    with time_machine.travel(worlds.NOON, tick=False) as clock:
        report(client, lessons[0], "0-1")
        for _ in range(3):  # days of learning, each well within ninety days of the one before
            clock.shift(timedelta(days=60))
            assert COOKIE in report(client, lessons[0], "1-2").cookies
            clock.shift(timedelta(hours=1))
            assert COOKIE not in report(client, lessons[0], "2-3").cookies
        assert Guest.objects.count() == 1
        clock.shift(timedelta(days=91))
        report(client, lessons[0], "3-4")
        assert Guest.objects.count() == 2


def test_the_cookie_goes_where_the_session_goes(client: Client, lessons: list[Lesson], settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    cookie = report(client, lessons[0]).cookies[COOKIE]
    assert (cookie["secure"], cookie["samesite"]) == (True, "Lax")


def test_a_robot_makes_no_guests_without_end(
    client: Client, lessons: list[Lesson], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "NEW_GUESTS_AN_HOUR", 2)
    assert [report(Client(), lessons[0]).status_code for _ in range(3)] == [200, 200, 429]
    assert Client().post(reverse("lesson-read", args=[lessons[0].key])).status_code == 429
    assert Guest.objects.count() == 2
    client.force_login(worlds.person(), backend=BACKEND)
    assert report(client, lessons[0]).status_code == 200, "whoever is known is not counted"


def test_reading_a_page_alone_makes_no_guest(client: Client, lessons: list[Lesson]) -> None:
    client.get(reverse("lesson-words", args=[lessons[0].key]))
    assert not Guest.objects.exists()


@pytest.mark.parametrize(
    ("watched", "position", "status"),
    [
        ("nonsense", "0", 400),
        ("9-0", "0", 400),
        ("0-9", "x", 400),
        ("0-9", "", 400),
        ("0-1," * 999 + "0-1", "0", 400),
    ],
)
def test_a_bad_report_says_what_to_send(
    client: Client, lessons: list[Lesson], watched: str, position: str, status: int
) -> None:
    answer = report(client, lessons[0], watched, position)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
    assert not LessonProgress.objects.exists()


def test_a_report_without_its_fields_moves_nobody_back(client: Client, lessons: list[Lesson]) -> None:
    report(client, lessons[0], "0-4", "4")
    address = reverse("lesson-progress", args=[lessons[0].key])
    assert client.post(address, {"watched": "4-5"}, content_type="application/json").status_code == 400
    assert client.post(address, {"watched": "4-5", "position": "5", "ago": "soon"}).status_code == 400
    assert LessonProgress.objects.get().position_s == 4


def test_a_huge_report_is_refused(client: Client, lessons: list[Lesson]) -> None:
    assert report(client, lessons[0], "0-1," * 20_000).status_code == 413


def test_a_lesson_without_access_says_what_to_do(client: Client, lessons: list[Lesson]) -> None:
    answer = report(client, lessons[2])
    assert answer.status_code == 403
    assert "Join the course" in answer.json()["error"]
    assert not LessonProgress.objects.exists()


def test_a_lesson_that_never_was(client: Client) -> None:
    address = reverse("lesson-progress", args=["00000000-0000-4000-8000-000000000000"])
    assert client.post(address, {"watched": "0-1", "position": "1"}).status_code == 404


@pytest.mark.parametrize("way", ["signed out", "somebody else", "signed in since"])
@pytest.mark.parametrize("name", ["lesson-progress", "lesson-read", "lesson-reflection"])
def test_a_page_left_open_reports_for_nobody_else(
    client: Client, lessons: list[Lesson], name: str, way: str
) -> None:
    amara, bola = worlds.person(), worlds.person("Bola", email="bola@example.org")
    if way != "signed out":
        client.force_login(bola, backend=BACKEND)
    fields = {"watched": "0-9", "position": "9", "block_id": "ab-1", "text": "Mine."}
    fields["owner"] = "" if way == "signed in since" else str(amara.pk)
    answer = client.post(reverse(name, args=[lessons[0].key]), fields, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert ("signed out" in answer.json()["error"]) is (way == "signed out")
    assert not LessonProgress.objects.exists() and not Reflection.objects.exists()
    assert not Guest.objects.exists()


def test_a_page_reports_for_whose_it_is(client: Client, lessons: list[Lesson]) -> None:
    address = reverse("lesson-progress", args=[lessons[0].key])
    fields = {"watched": "0-9", "position": "9"}
    assert client.post(address, {**fields, "owner": ""}).status_code == 200
    amara = worlds.person()
    client.force_login(amara, backend=BACKEND)
    assert client.post(address, {**fields, "owner": str(amara.pk)}).status_code == 200
    assert LessonProgress.objects.filter(enrolment__account=amara).count() == 1


def test_without_javascript_too_reading_counts_for_whose_page_it_was(
    client: Client, lessons: list[Lesson]
) -> None:
    amara = worlds.person()
    address = reverse("lesson-read", args=[lessons[0].key])
    answer = client.post(address, {"owner": str(amara.pk)})
    assert answer.headers["Location"] == reverse("lesson", args=[lessons[0].key])
    assert "signed out" in client.get(reverse("verify")).content.decode()
    assert not LessonProgress.objects.exists()


def test_only_a_page_of_ours_may_report(lessons: list[Lesson]) -> None:
    assert report(Client(enforce_csrf_checks=True), lessons[0]).status_code == 403
    assert not LessonProgress.objects.exists()


def test_a_report_of_a_lesson_that_was_taken_down_is_kept(client: Client, lessons: list[Lesson]) -> None:
    Lesson.objects.update(published=False)
    assert report(client, lessons[0]).json()["done"]


def test_two_tabs_add_up(client: Client, lessons: list[Lesson]) -> None:
    amara = worlds.person()
    other_tab = Client()
    for tab in (client, other_tab):
        tab.force_login(amara, backend=BACKEND)
    report(client, lessons[0], "0-5")
    report(other_tab, lessons[0], "3-9")
    assert LessonProgress.objects.get().seconds == 9


def test_a_reported_lesson_costs_five_queries(
    client: Client, lessons: list[Lesson], django_assert_max_num_queries
):
    client.force_login(worlds.person(), backend=BACKEND)
    report(client, lessons[0], "0-1")
    savepoint = 2  # only because a test is itself a transaction
    session = 1 if "cached" not in client.session.__class__.__module__ else 0
    with django_assert_max_num_queries(5 + savepoint + session):
        assert report(client, lessons[0], "1-2").status_code == 200


def test_read_without_javascript_leads_back(client: Client, lessons: list[Lesson]) -> None:
    answer = client.post(reverse("lesson-read", args=[lessons[0].key]))
    assert answer.headers["Location"] == reverse("lesson", args=[lessons[0].key])
    assert LessonProgress.objects.get().done_via == "reading"


def test_a_reflection_of_a_script_and_of_a_form(client: Client, lessons: list[Lesson]) -> None:
    address = reverse("lesson-reflection", args=[lessons[0].key])
    told = client.post(address, {"block_id": "ab-1", "text": "One."}, headers={"accept": "application/json"})
    assert told.status_code == 200 and "saved_at" in told.json()
    led = client.post(address, {"block_id": "ab-1", "text": "Two."})
    assert led.status_code == 302
    assert Reflection.objects.get().text == "Two."


@pytest.mark.parametrize("fields", [{"text": "x"}, {"block_id": "<b>", "text": "x"}])
def test_a_reflection_to_no_question_is_refused(client: Client, lessons: list[Lesson], fields: dict) -> None:
    assert client.post(reverse("lesson-reflection", args=[lessons[0].key]), fields).status_code == 400


def test_a_reflection_that_is_too_long_says_how_long(client: Client, lessons: list[Lesson]) -> None:
    address = reverse("lesson-reflection", args=[lessons[0].key])
    answer = client.post(address, {"block_id": "a", "text": "x" * 6000})
    assert answer.status_code == 400 and "5000" in answer.json()["error"]


@pytest.mark.parametrize(("keep", "mine"), [("yes", 1), ("no", 0)])
def test_the_first_signed_in_page_asks_and_the_answer_is_final(
    client: Client, lessons: list[Lesson], keep: str, mine: int
) -> None:
    report(client, lessons[0])
    amara = worlds.person()
    client.force_login(amara, backend=BACKEND)
    page = client.get(reverse("my-learning")).content.decode()
    assert "Add" in page and reverse("guest-answer") in page
    answer = client.post(reverse("guest-answer"), {"keep": keep, "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == reverse("my-learning")
    assert LessonProgress.objects.filter(enrolment__account=amara).count() == mine
    assert not Guest.objects.exists()
    assert answer.cookies[COOKIE]["max-age"] == 0
    assert reverse("guest-answer") not in client.get(reverse("my-learning")).content.decode()


def test_the_answer_leads_back_to_where_it_was_asked(client: Client, lessons: list[Lesson]) -> None:
    client.force_login(worlds.person(), backend=BACKEND)
    answer = client.post(reverse("guest-answer"), {"keep": "no", "next": "/help/"})
    assert answer.headers["Location"] == "/help/"
    led_back = client.get(reverse("guest-answer"))  # by signing in first
    assert led_back.headers["Location"] == reverse("my-learning")


def test_without_an_answer_nothing_is_added(client: Client, lessons: list[Lesson]) -> None:
    report(client, lessons[0])
    client.force_login(worlds.person(), backend=BACKEND)
    client.post(reverse("guest-answer"), {"keep": "perhaps"})
    assert Guest.objects.count() == 1
    assert not Enrolment.objects.exists()
