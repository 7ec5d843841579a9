"""A guest signs in: their lessons are added when they say yes, and forgotten when they say no."""

from datetime import timedelta

import pytest

from academy.keeping.actions import forget
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from learners.enrolments.models import Enrolment, Guest
from learners.enrolments.visitors import Visitor
from learners.progress import actions
from learners.progress.guests import add_guest_lessons, forget_guest_lessons
from learners.progress.models import LessonProgress, Reflection
from learners.progress.queries import guest_lessons
from learners.progress.rules import Report
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def guest_watched(*seconds: tuple[int, int]):
    """A course of one part whose lessons a guest watched so far."""
    course = worlds.course(len(seconds))
    key = None
    for lesson, part in zip(worlds.lessons(course), seconds, strict=True):
        by = Visitor(guest_key=key)
        key = actions.record_watching(
            lesson=lesson, report=Report((part,), part[1]), by=by, now=NOON
        ).guest_key
    assert key
    return course, key


def test_yes_adds_the_lessons_and_finishes_the_course() -> None:
    course, key = guest_watched((0, 9), (0, 10))
    amara = worlds.person()
    assert add_guest_lessons(guest_key=key, by=amara, now=later(days=1)) == 2
    place = Enrolment.objects.get(account=amara)
    assert place.completed_at == later(days=1)
    assert set(place.lessons.values_list("done_at", flat=True)) == {NOON}
    assert not Guest.objects.exists()


def test_yes_joins_the_seconds_of_both() -> None:
    course, key = guest_watched((0, 5), (0, 3))
    amara = worlds.person()
    first = worlds.lessons(course)[0]
    actions.record_watching(lesson=first, report=Report(((5, 9),), 9), by=worlds.signed_in(amara), now=NOON)
    add_guest_lessons(guest_key=key, by=amara, now=NOON)
    mine = LessonProgress.objects.get(lesson=first)
    assert (mine.seconds, mine.done_at, mine.position_s) == (9, None, 9)


def test_yes_never_lowers_what_is_mine() -> None:
    course, key = guest_watched((0, 1))
    amara = worlds.person()
    lesson = worlds.lessons(course)[0]
    actions.record_watching(lesson=lesson, report=Report(((0, 9),), 9), by=worlds.signed_in(amara), now=NOON)
    add_guest_lessons(guest_key=key, by=amara, now=later(days=1))
    mine = LessonProgress.objects.get()
    assert (mine.seconds, mine.done_at) == (9, NOON)


def test_a_second_press_adds_nothing() -> None:
    _, key = guest_watched((0, 9))
    amara = worlds.person()
    add_guest_lessons(guest_key=key, by=amara, now=NOON)
    assert add_guest_lessons(guest_key=key, by=amara, now=NOON) == 0
    assert LessonProgress.objects.count() == 1


def test_no_forgets_everything() -> None:
    course, key = guest_watched((0, 9))
    lesson = worlds.lessons(course)[0]
    actions.keep_reflection(lesson=lesson, block_id="b", text="Hm.", by=Visitor(guest_key=key), now=NOON)
    forget_guest_lessons(guest_key=key)
    assert not Guest.objects.exists()
    assert not LessonProgress.objects.exists()
    assert not Reflection.objects.exists()


def test_reflections_of_both_are_kept() -> None:
    course, key = guest_watched((0, 9), (0, 1))
    first, second = worlds.lessons(course)
    amara = worlds.person()
    actions.keep_reflection(lesson=first, block_id="b", text="Mine.", by=worlds.signed_in(amara), now=NOON)
    for lesson in (first, second):
        actions.keep_reflection(
            lesson=lesson, block_id="b", text="Theirs.", by=Visitor(guest_key=key), now=NOON
        )
    add_guest_lessons(guest_key=key, by=amara, now=NOON)
    assert dict(Reflection.objects.values_list("lesson", "text")) == {
        first.pk: "Mine.\n\nTheirs.",
        second.pk: "Theirs.",
    }


def test_words_alone_are_asked_about_and_added() -> None:
    lesson, amara = worlds.lessons(worlds.course(1))[0], worlds.person()
    key = actions.keep_reflection(lesson=lesson, block_id="b", text="Hm.", by=Visitor(), now=NOON).guest_key
    assert key and guest_lessons(key) == 1
    actions.mark_read(lesson=lesson, by=Visitor(guest_key=key), now=NOON)
    assert guest_lessons(key) == 1, "it is one lesson"
    LessonProgress.objects.all().delete()
    assert add_guest_lessons(guest_key=key, by=amara, now=NOON) == 1
    assert Reflection.objects.get().enrolment == Enrolment.objects.get(account=amara)


def test_words_that_were_wiped_are_no_lesson() -> None:
    lesson = worlds.lessons(worlds.course(1))[0]
    key = actions.keep_reflection(lesson=lesson, block_id="b", text="", by=Visitor(), now=NOON).guest_key
    assert key and guest_lessons(key) == 0
    assert add_guest_lessons(guest_key=key, by=worlds.person(), now=NOON) == 0
    assert not Enrolment.objects.exists()


def test_the_same_words_are_not_kept_twice() -> None:
    course, key = guest_watched((0, 9))
    lesson, amara = worlds.lessons(course)[0], worlds.person()
    for by in (worlds.signed_in(amara), Visitor(guest_key=key)):
        actions.keep_reflection(lesson=lesson, block_id="b", text="The lift.", by=by, now=NOON)
    add_guest_lessons(guest_key=key, by=amara, now=NOON)
    assert Reflection.objects.get().text == "The lift."


def test_what_i_finished_before_stays_finished_then_and_that_way() -> None:
    course, key = guest_watched((0, 9))
    lesson, amara = worlds.lessons(course)[0], worlds.person()
    actions.mark_read(lesson=lesson, by=worlds.signed_in(amara), now=later(hours=1))
    add_guest_lessons(guest_key=key, by=amara, now=later(days=1))
    mine = LessonProgress.objects.get()
    assert (mine.done_at, mine.done_via, mine.seconds) == (later(hours=1), "reading", 9)


def test_the_place_of_the_guest_is_kept_and_the_adding_is_written_down() -> None:
    _, key = guest_watched((0, 4), (0, 6))
    amara = worlds.person()
    add_guest_lessons(guest_key=key, by=amara, now=NOON)
    assert list(LessonProgress.objects.order_by("lesson").values_list("position_s", flat=True)) == [4, 6]
    event = AuditEvent.objects.get(action="guest_lessons_added")
    assert (event.chain, event.actor_id) == (chain_of(Enrolment.objects.get()), amara.pk)


def test_guests_are_forgotten_after_their_cookie_and_not_while_they_come() -> None:
    lesson = worlds.lessons(worlds.course(1))[0]
    gone, here = (actions.mark_read(lesson=lesson, by=Visitor(), now=NOON).guest_key for _ in range(2))
    actions.mark_read(lesson=lesson, by=Visitor(guest_key=here), now=later(days=60))
    forget(key="guests", now=later(days=90, hours=20))
    assert Guest.objects.count() == 2, "the cookie may be a day younger than the last visit we noted"
    forget(key="guests", now=later(days=91) + timedelta(minutes=1))
    assert gone != here and Guest.objects.get().key == here
    assert LessonProgress.objects.count() == 1
