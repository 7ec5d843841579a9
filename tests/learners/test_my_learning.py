"""My learning: one next step, what I am on, what I have earned, in a constant number of queries."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared.models import AuditEvent
from courses.catalogue.models import Course, Lesson
from learners.certificates.actions import issue_certificate, make_pdf
from learners.dashboards.queries import my_learning
from learners.enrolments.actions import join_course
from learners.enrolments.models import Enrolment
from learners.progress.actions import mark_read, record_watching
from learners.progress.rows import LESSONS
from learners.progress.rules import Report
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def amara(client: Client) -> Account:
    who = worlds.person()
    client.force_login(who, backend=BACKEND)
    return who


def page(client: Client) -> str:
    return client.get(reverse("my-learning")).content.decode()


def test_somebody_new_is_told_how_to_start(client: Client, amara: Account) -> None:
    words = page(client)
    assert "Amara" in words
    assert my_learning(account=amara, now=NOON).next_step is None


def test_the_next_step_is_where_i_stopped(amara: Account) -> None:
    course = worlds.course(3)
    first, second, _ = worlds.lessons(course)
    me = worlds.signed_in(amara)
    mark_read(lesson=first, by=me, now=NOON)
    record_watching(lesson=second, report=Report(((0, 4),), 4), by=me, now=later(minutes=1))
    step = my_learning(account=amara, now=later(days=1)).next_step
    assert step is not None
    assert (step.title, step.href, step.action) == (
        second.title,
        reverse("lesson", args=[second.key]),
        "Carry on",
    )
    assert "You stopped at 4 seconds" in step.why


def test_after_the_free_module_comes_the_whole_course(amara: Account) -> None:
    course = worlds.course(1, 1)
    mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(amara), now=NOON)
    step = my_learning(account=amara, now=NOON).next_step
    assert step is not None and step.href == reverse("join-course", args=[course.slug])
    worlds.joined(amara, course)
    step = my_learning(account=amara, now=NOON).next_step
    assert step is not None and step.title == "Lesson 1 of part 2"


def test_a_finished_course_asks_for_the_name_and_then_shows_the_certificate(
    client: Client, amara: Account
) -> None:
    course = worlds.course(1)
    mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(amara), now=NOON)
    step = my_learning(account=amara, now=NOON).next_step
    assert step is not None and step.href == reverse("confirm-certificate-name")
    assert client.post(reverse("confirm-certificate-name"), {"name": "  "}).status_code == 200
    assert client.post(reverse("confirm-certificate-name"), {"name": "Amara Diallo"}).status_code == 302
    amara.refresh_from_db()
    waiting = my_learning(account=amara, now=NOON)
    assert (waiting.next_step, waiting.certificates[0].state) == (None, "making")
    certificate = issue_certificate(enrolment_id=Enrolment.objects.get().pk, now=NOON)
    assert certificate is not None
    make_pdf(certificate_id=certificate.pk)
    assert my_learning(account=amara, now=NOON).certificates[0].state == "ready"
    assert reverse("certificate", args=[certificate.token]) in page(client)


def test_what_is_missing_is_said_in_the_words_of_completion(client: Client, amara: Account) -> None:
    course = worlds.course(2)
    mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(amara), now=NOON)
    (view,) = my_learning(account=amara, now=NOON).courses
    assert view.missing == ("Module 1, Part 1: 1 lesson to go: “Lesson 2 of part 1”.",)


def test_when_the_last_lesson_left_was_taken_down_one_may_finish(client: Client, amara: Account) -> None:
    course = worlds.course(2)
    first, second = worlds.lessons(course)
    address = reverse("finish-course", args=[course.slug])
    assert "not on this course" in client.get(address).content.decode()
    mark_read(lesson=first, by=worlds.signed_in(amara), now=NOON)
    refused = client.post(address)
    assert refused.status_code == 403
    assert "Lesson 2 of part 1" in refused.content.decode()

    Lesson.objects.filter(pk=second.pk).update(published=False)
    step = my_learning(account=amara, now=NOON).next_step
    assert step is not None and step.href == address
    assert Enrolment.objects.get().completed_at is None
    assert client.get(address).status_code == 200
    for _ in range(2):
        assert client.post(address).headers["Location"] == reverse("my-learning")
    assert Enrolment.objects.get().completed_at is not None
    assert AuditEvent.objects.filter(action="course_completed").count() == 1
    assert "You have finished" in page(client)
    (view,) = my_learning(account=amara, now=NOON).courses
    assert view.next_step is None, "it is finished"


def test_a_course_whose_lessons_are_all_down_is_not_finished(client: Client, amara: Account) -> None:
    course = worlds.course(1)
    worlds.joined(amara, course)
    Lesson.objects.update(published=False)
    assert my_learning(account=amara, now=NOON).next_step is None
    refused = client.post(reverse("finish-course", args=[course.slug]))
    assert refused.status_code == 403
    assert "no lessons yet" in refused.content.decode()


def test_a_course_that_was_taken_down_leads_nobody_to_a_closed_door(client: Client, amara: Account) -> None:
    course = worlds.course(2)
    mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(amara), now=NOON)
    Course.objects.update(published=False)
    assert my_learning(account=amara, now=NOON).next_step is None
    words = page(client)
    assert "closed at the moment" in words
    assert f'href="{reverse("course", args=[course.slug])}"' not in words


def test_the_day_of_finishing_is_that_of_london(amara: Account) -> None:
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    course = worlds.course(1)
    mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(amara), now=summer)
    (view,) = my_learning(account=amara, now=summer).courses
    assert str(view.completed_on) == "2026-07-01"


def test_the_next_step_is_the_lesson_begun_last_and_says_where(amara: Account) -> None:
    course, me = worlds.course(4), worlds.signed_in(amara)
    first, second, third, _ = worlds.lessons(course)
    record_watching(lesson=first, report=Report(((0, 1),), 0), by=me, now=later(minutes=1))
    record_watching(lesson=third, report=Report(((0, 3),), 0), by=me, now=later(minutes=3))
    record_watching(lesson=second, report=Report(((0, 2),), 2), by=me, now=later(minutes=2))
    step = my_learning(account=amara, now=later(days=1)).next_step
    assert step is not None and step.title == third.title
    assert "You stopped" not in step.why, "at the very beginning there is nothing to say"


def test_the_newest_course_stands_first_and_is_gone_on_with(amara: Account) -> None:
    old, new = worlds.course(1, code="OLD"), worlds.course(1, code="NEW", title="The newer one")
    for made, days in ((new, 2), (old, 1)):
        join_course(course_id=made.pk, by=amara, now=later(days=days))
    mine = my_learning(account=amara, now=later(days=3))
    assert [course.title for course in mine.courses] == ["The newer one", "A taste of organising"]
    assert mine.next_step is not None
    assert mine.next_step.href == reverse("lesson", args=[worlds.lessons(new)[0].key])


def test_lessons_that_are_not_asked_for_are_not_counted(amara: Account) -> None:
    course = worlds.course(3, seconds=60)
    first, second, _ = worlds.lessons(course)
    Lesson.objects.filter(pk=second.pk).update(required=False)
    mark_read(lesson=first, by=worlds.signed_in(amara), now=NOON)
    (view,) = my_learning(account=amara, now=NOON).courses
    assert (view.done, view.total, view.seconds_left) == (1, 2, 60)


@pytest.mark.parametrize("courses", [1, 6])
def test_constant_queries(amara: Account, courses: int, django_assert_num_queries) -> None:
    for number in range(courses):
        course = worlds.course(3, 4, code=f"C{number}")
        worlds.joined(amara, course)
        mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(amara), now=NOON)
    with django_assert_num_queries(5):
        my_learning(account=amara, now=NOON)


def test_the_address_of_a_lesson_is_the_one_that_rows_write() -> None:
    lesson = worlds.lessons(worlds.course(1))[0]
    assert reverse("lesson", args=[lesson.key]) == f"{LESSONS}{lesson.key}/"


def test_joining_asks_first_and_tells_why_not(client: Client, amara: Account) -> None:
    course = worlds.course(1, 1)
    address = reverse("join-course", args=[course.slug])
    assert course.title in client.get(address).content.decode()
    assert not Enrolment.objects.exists()
    assert client.post(address).status_code == 302
    hub_course = worlds.course(code="INTRO", kind="intro")
    answer = client.post(reverse("join-course", args=[hub_course.slug]))
    assert answer.status_code == 403
    assert "happens at a hub" in answer.content.decode()
