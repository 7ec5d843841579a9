"""The files of a lesson: given in ranges, and only to whom the lesson is open (INV-50)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import Lesson
from learners.enrolments.models import Enrolment
from tests.cast import BACKEND
from tests.learners import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons() -> list[Lesson]:
    """Two free lessons and one that is part of the whole course."""
    return worlds.lessons(worlds.course(2, 1))


@pytest.mark.parametrize("name", ["lesson-video", "lesson-captions", "lesson-words"])
def test_the_free_module_is_truly_public(client: Client, lessons: list[Lesson], name: str) -> None:
    assert client.get(reverse(name, args=[lessons[0].key])).status_code == 200


@pytest.mark.parametrize(
    "name", ["lesson-video", "lesson-audio", "lesson-poster", "lesson-captions", "lesson-words"]
)
def test_files_of_other_modules_need_a_place_each_time(
    client: Client, lessons: list[Lesson], name: str
) -> None:
    address = reverse(name, args=[lessons[2].key])
    assert client.get(address).status_code == 403
    client.force_login(worlds.person(), backend=BACKEND)
    assert client.get(address).status_code == 403
    course = lessons[2].module.course
    client.post(reverse("join-course", args=[course.slug]))
    assert client.get(address).status_code in {
        200,
        404,
    }  # 404: this clip has neither sound nor poster of its own
    Enrolment.objects.update(closes_at=worlds.NOON)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("down", ["lesson", "module", "course"])
def test_the_film_of_a_lesson_that_was_taken_down_is_no_longer_given(
    client: Client, lessons: list[Lesson], down: str
) -> None:
    lesson = lessons[0]
    row: Any = {"lesson": lesson, "module": lesson.module, "course": lesson.module.course}[down]
    row.published = False
    row.save()
    for name in ("lesson-video", "lesson-captions", "lesson-words"):
        assert client.get(reverse(name, args=[lesson.key])).status_code == 404


def test_a_browser_keeps_a_film_for_whoever_asked_alone(client: Client, lessons: list[Lesson]) -> None:
    free = client.get(reverse("lesson-video", args=[lessons[0].key]))
    assert "private" in free["Cache-Control"]
    amara = worlds.person()
    worlds.joined(amara, lessons[2].module.course)
    client.force_login(amara, backend=BACKEND)
    closed = client.get(reverse("lesson-video", args=[lessons[2].key]))
    assert "private" in closed["Cache-Control"]
    assert "Cookie" in closed["Vary"], "the next person at this device asks again"


def test_a_video_comes_in_ranges(client: Client, lessons: list[Lesson]) -> None:
    answer = client.get(reverse("lesson-video", args=[lessons[0].key]), headers={"range": "bytes=10-19"})
    assert answer.status_code == 206
    assert answer.getvalue() == bytes(range(10, 20))


def test_a_missing_file_points_to_the_words(client: Client, lessons: list[Lesson], caplog) -> None:
    video = lessons[0].video
    assert video is not None and video.file.name
    video.file.storage.delete(video.file.name)
    answer = client.get(reverse("lesson-video", args=[lessons[0].key]))
    assert answer.status_code == 404
    assert "words of the lesson" in answer.content.decode()
    assert "max-age" not in answer["Cache-Control"], "as soon as the file is back, it is given"
    assert "is missing" in caplog.text, "somebody is told"
