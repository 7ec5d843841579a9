"""What happens when two do it at once: on real connections, on PostgreSQL and on SQLite."""

import random
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.catalogue.models import Lesson
from learners.certificates import actions as certificates
from learners.certificates.models import Certificate
from learners.completion.actions import settle
from learners.enrolments.actions import join_course
from learners.enrolments.models import Enrolment, Guest
from learners.enrolments.visitors import Visitor
from learners.progress import actions
from learners.progress.guests import add_guest_lessons, forget_guest_lessons
from learners.progress.models import LessonProgress
from learners.progress.rules import Report
from tests.chains import broken_links
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

CLIENTS = 8


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The nudges of these tests have nobody to go to; that they may get lost is proved elsewhere."""
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    yield


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each act in a thread and on a connection of its own, started together. What one raises is raised here."""
    start = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            start.wait(10)
            answers[place] = acts[place]()
        except BaseException as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return answers


def test_reports_of_one_lesson_add_up() -> None:
    course, amara = worlds.course(1, seconds=CLIENTS * 2), worlds.person()
    lesson = worlds.lessons(course)[0]
    at_once(
        *(
            lambda part=part: actions.record_watching(
                lesson=lesson,
                report=Report(((part * 2, part * 2 + 2),), 1),
                by=worlds.signed_in(amara),
                now=NOON,
            )
            for part in range(CLIENTS)
        )
    )
    row = LessonProgress.objects.get()
    assert (row.seconds, row.done_at) == (CLIENTS * 2, NOON)
    assert Enrolment.objects.count() == 1


def test_a_course_is_completed_once() -> None:
    course, amara = worlds.course(CLIENTS), worlds.person()
    at_once(
        *(
            lambda lesson=lesson: actions.mark_read(lesson=lesson, by=worlds.signed_in(amara), now=NOON)
            for lesson in worlds.lessons(course)
        )
    )
    place = Enrolment.objects.get()
    assert place.completed_at == NOON

    @transaction.atomic
    def again() -> None:
        settle(enrolment_id=place.pk, now=later(days=1))

    at_once(*[again] * CLIENTS)
    assert AuditEvent.objects.filter(action="course_completed").count() == 1
    assert broken_links(chain_of(place)) == []


def test_joining_with_a_double_click_gives_one_place() -> None:
    course, amara = worlds.course(1), worlds.person()
    at_once(*[lambda: join_course(course_id=course.pk, by=amara, now=NOON)] * CLIENTS)
    assert Enrolment.objects.count() == 1
    assert AuditEvent.objects.count() == 1


def test_one_certificate_for_all_workers_and_one_file() -> None:
    place = worlds.finished()
    answers = at_once(*[lambda: certificates.issue_certificate(enrolment_id=place.pk, now=NOON)] * CLIENTS)
    certificate = Certificate.objects.get()
    assert {answer.pk for answer in answers} == {certificate.pk}
    at_once(*[lambda: certificates.make_pdf(certificate_id=certificate.pk)] * 3)
    certificate.refresh_from_db()
    assert certificate.pdf is not None
    files = [
        name for name in default_storage.listdir("certificates")[1] if name.startswith(certificate.token)
    ]
    assert certificate.pdf.removeprefix("certificates/") in files and len(files) == 1
    assert AuditEvent.objects.filter(action="certificate_issued").count() == 1


def test_a_name_corrected_twice_at_once_leaves_one_live_certificate() -> None:
    place = worlds.finished()
    old = worlds.issued(place)

    def correct(name: str) -> Any:
        try:
            return certificates.correct_name(certificate_id=old.pk, name=name, by=place.account, now=NOON)
        except Exception as refusal:
            return str(refusal)

    at_once(lambda: correct("Amara Jane Diallo"), lambda: correct("Amara J. Diallo"))
    assert Certificate.objects.filter(state="issued").count() == 1
    assert Certificate.objects.count() == 2


def test_a_guest_is_added_once_by_a_double_click() -> None:
    lesson, amara = worlds.lessons(worlds.course(1))[0], worlds.person()
    key = actions.mark_read(lesson=lesson, by=Visitor(), now=NOON).guest_key
    added = at_once(*[lambda: add_guest_lessons(guest_key=str(key), by=amara, now=NOON)] * 4)
    assert sorted(added) == [0, 0, 0, 1]
    assert not Guest.objects.exists()


def test_forgetting_a_guest_meets_their_last_report() -> None:
    """The one forgets, the other keeps: whoever comes second finds it done, and nobody is refused with an error."""
    lessons = worlds.lessons(worlds.course(4))
    for _ in range(5):
        key = actions.mark_read(lesson=lessons[0], by=Visitor(), now=NOON).guest_key
        by = Visitor(guest_key=key)
        at_once(
            partial(forget_guest_lessons, guest_key=str(key)),
            *(partial(actions.mark_read, lesson=lesson, by=by, now=NOON) for lesson in lessons),
        )
        assert not Guest.objects.filter(key=key).exists()


def act(chance: random.Random, who: Account, lesson: Lesson, others: list[Lesson], step: int) -> None:
    """Something that `who` may do, of every kind there is."""
    me = worlds.signed_in(who)
    mine = Certificate.objects.filter(enrolment__account=who).order_by("?").first()
    match chance.randrange(7):
        case 0:
            actions.record_watching(lesson=lesson, report=Report(((0, step),), step), by=me, now=NOON)
        case 1:
            join_course(course_id=lesson.module.course_id, by=who, now=NOON)
        case 2:
            key = None
            for one in others:
                key = actions.mark_read(lesson=one, by=Visitor(guest_key=key), now=NOON).guest_key
            add_guest_lessons(guest_key=str(key), by=who, now=NOON)
        case 3:
            certificates.confirm_name(name=f"Name {step}", by=who, now=NOON)
        case 4:
            for place in Enrolment.objects.filter(account=who):
                certificates.issue_certificate(enrolment_id=place.pk, now=NOON)
        case 5 if mine is not None:
            certificates.correct_name(certificate_id=mine.pk, name=f"Name {step}", by=who, now=NOON)
        case 6 if mine is not None:
            certificates.hide_certificate(certificate_id=mine.pk, hidden=step % 2 == 0, by=who, now=NOON)


def test_many_people_at_once_never_wait_for_each_other_for_ever() -> None:
    """480 transactions by 8 clients over the same few people, of every kind there is: no deadlock, whole chains."""
    people = [worlds.person(email=f"p{number}@example.org") for number in range(3)]
    courses = [worlds.course(2, code=f"C{number}") for number in range(3)]
    lessons = [lesson for course in courses for lesson in worlds.lessons(course)]

    def client(number: int) -> None:
        chance = random.Random(number)
        for step in range(60):
            try:
                who, lesson, others = chance.choice(people), chance.choice(lessons), chance.sample(lessons, 4)
                act(chance, who, lesson, others, step)
            except Refused:
                pass  # a certificate that somebody else has replaced in between

    at_once(*(lambda number=number: client(number) for number in range(CLIENTS)))
    assert Enrolment.objects.count() == 9
    live = Certificate.objects.filter(state="issued")
    assert live.count() == len(set(live.values_list("enrolment", flat=True))) > 0
    for root in (*Enrolment.objects.all(), *people):
        assert broken_links(chain_of(root)) == []
