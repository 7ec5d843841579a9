"""Keeping what was watched: for people with a place and for guests."""

import pytest
from django.db import IntegrityError, transaction

from academy.shared.rulings import Refused
from courses.catalogue.models import Lesson
from learners.enrolments.models import Enrolment, Guest
from learners.enrolments.states import Entitlement
from learners.enrolments.visitors import Visitor
from learners.progress import actions
from learners.progress.models import DoneVia, LessonProgress, Reflection
from learners.progress.queries import lesson_view
from learners.progress.rules import Report
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def watch(lesson: Lesson, by: Visitor, *ranges: tuple[int, int], now=NOON) -> actions.Saved:
    position = ranges[-1][1] if ranges else 0
    return actions.record_watching(lesson=lesson, report=Report(ranges, position), by=by, now=now)


def test_the_first_lesson_makes_a_place_with_the_free_modules() -> None:
    course, amara = worlds.course(2, 2), worlds.person()
    watch(worlds.lessons(course)[0], worlds.signed_in(amara), (0, 4))
    place = Enrolment.objects.get()
    assert (place.account, place.entitlement) == (amara, Entitlement.FREE)


def test_a_smaller_later_report_takes_nothing_away() -> None:
    course, amara = worlds.course(1), worlds.person()
    lesson, me = worlds.lessons(course)[0], worlds.signed_in(amara)
    watch(lesson, me, (0, 7))
    saved = watch(lesson, me, (0, 1))
    assert (saved.seconds, saved.done) == (7, False)


def test_a_report_that_waited_adds_its_seconds_and_moves_nobody_back() -> None:
    course, amara = worlds.course(1), worlds.person()
    lesson, me = worlds.lessons(course)[0], worlds.signed_in(amara)
    watch(lesson, me, (4, 6))
    late = Report(((0, 3),), 3, ago_s=3600)
    saved = actions.record_watching(lesson=lesson, report=late, by=me, now=later(minutes=1))
    assert saved.seconds == 5
    assert LessonProgress.objects.get().position_s == 6
    watch(lesson, me, (0, 1), now=later(minutes=2))
    assert LessonProgress.objects.get().position_s == 1


def test_only_a_lesson_that_becomes_done_asks_whether_the_course_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(actions, "settle", lambda *, enrolment_id, now: asked.append(enrolment_id))
    course, amara = worlds.course(2), worlds.person()
    lesson, me = worlds.lessons(course)[0], worlds.signed_in(amara)
    for end in (4, 9, 10):
        watch(lesson, me, (0, end))
    assert asked == [Enrolment.objects.get().pk]


def test_a_lesson_that_changed_says_so_to_whoever_had_done_it_until_they_look_again() -> None:
    course, amara = worlds.course(2), worlds.person()
    me = worlds.signed_in(amara)
    done, begun = worlds.lessons(course)
    watch(done, me, (0, 9))
    watch(begun, me, (0, 2))
    Lesson.objects.update(content_version=2)
    assert [updated(lesson, me) for lesson in (done, begun)] == [True, False]
    watch(worlds.lessons(course)[0], me, (0, 1))
    assert not updated(done, me)


def updated(lesson: Lesson, me: Visitor) -> bool:
    found = lesson_view(key=lesson.key, visitor=me, now=NOON)
    assert found is not None
    return found[0].updated_since


def test_a_place_beyond_the_end_is_the_end() -> None:
    course, amara = worlds.course(1), worlds.person()
    lesson, me = worlds.lessons(course)[0], worlds.signed_in(amara)
    actions.record_watching(lesson=lesson, report=Report(((0, 99),), 99), by=me, now=NOON)
    row = LessonProgress.objects.get()
    assert (row.position_s, row.seconds) == (10, 10)


def test_out_of_order_and_repeated_reports_make_it_done_once() -> None:
    course, amara = worlds.course(1, code="X", certificate_kind="none"), worlds.person()
    lesson, me = worlds.lessons(course)[0], worlds.signed_in(amara)
    watch(lesson, me, (5, 9))
    assert watch(lesson, me, (0, 5), now=later(minutes=1)).done
    watch(lesson, me, (0, 10), now=later(minutes=2))
    row = LessonProgress.objects.get()
    assert (row.done_at, row.done_via, row.seconds) == (later(minutes=1), DoneVia.WATCHING, 10)


def test_reading_the_words_counts_as_much() -> None:
    course, amara = worlds.course(1), worlds.person()
    saved = actions.mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(amara), now=NOON)
    assert saved.done
    assert LessonProgress.objects.get().done_via == DoneVia.READING


def test_a_lesson_to_read_is_not_done_by_watching() -> None:
    course, amara = worlds.course(1), worlds.person()
    lesson = worlds.lessons(course)[0]
    lesson.done_by = "reading"
    assert not watch(lesson, worlds.signed_in(amara), (0, 10)).done


def test_a_guest_learns_without_an_account() -> None:
    lesson = worlds.lessons(worlds.course(2, 2))[0]
    saved = watch(lesson, Visitor(), (0, 4))
    assert saved.guest_key == Guest.objects.get().key
    again = watch(lesson, Visitor(guest_key=saved.guest_key), (4, 9))
    assert (again.seconds, again.done, again.guest_key) == (9, True, saved.guest_key)


def test_a_guest_reaches_free_modules_only() -> None:
    lesson = worlds.lessons(worlds.course(1, 1))[1]
    with pytest.raises(Refused, match="Join the course to open it"):
        watch(lesson, Visitor(), (0, 4))
    assert not Guest.objects.exists()
    assert not LessonProgress.objects.exists()


def test_without_the_whole_course_a_locked_lesson_is_refused_with_a_reason() -> None:
    course, amara = worlds.course(1, 1), worlds.person()
    lesson, me = worlds.lessons(course)[1], worlds.signed_in(amara)
    with pytest.raises(Refused, match="Join the course"):
        watch(lesson, me, (0, 4))
    worlds.joined(amara, course)
    assert watch(lesson, me, (0, 4)).seconds == 4


def test_a_place_that_has_closed_says_whom_to_ask() -> None:
    course, amara = worlds.course(1, 1), worlds.person()
    place = worlds.joined(amara, course)
    place.closes_at = later(days=1)
    place.save()
    lesson, me = worlds.lessons(course)[1], worlds.signed_in(amara)
    watch(lesson, me, (0, 4), now=later(hours=23))
    with pytest.raises(Refused, match="Ask us"):
        watch(lesson, me, (0, 4), now=later(days=1))


def test_an_edited_shorter_video_never_undoes() -> None:
    course, amara = worlds.course(2), worlds.person()
    lesson, me = worlds.lessons(course)[0], worlds.signed_in(amara)
    watch(lesson, me, (0, 9))
    lesson.seconds, lesson.content_version = 4, 2
    lesson.save()
    saved = watch(lesson, me, (0, 1))
    assert (saved.seconds, saved.done) == (9, True)


@pytest.mark.parametrize(
    "change",
    [{"seconds": 3}, {"done_at": None, "done_via": ""}, {"done_at": later(days=9)}],
    ids=["fewer seconds", "not done any more", "done at another time"],
)
def test_the_database_itself_refuses_to_take_back(change: dict) -> None:
    course, amara = worlds.course(1), worlds.person()
    watch(worlds.lessons(course)[0], worlds.signed_in(amara), (0, 9))
    with pytest.raises(IntegrityError, match="cannot be taken back"), transaction.atomic():
        LessonProgress.objects.update(**change)


def test_the_database_refuses_two_owners_and_none() -> None:
    lesson = worlds.lessons(worlds.course(1))[0]
    for owner in ({}, {"guest": Guest.objects.create(last_seen_at=NOON), "enrolment": _place(lesson)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LessonProgress.objects.create(lesson=lesson, saved_at=NOON, **owner)


def _place(lesson: Lesson) -> Enrolment:
    return worlds.joined(worlds.person(), lesson.module.course)


def test_a_reflection_is_kept_and_changed() -> None:
    course, amara = worlds.course(1), worlds.person()
    lesson, me = worlds.lessons(course)[0], worlds.signed_in(amara)
    for text in ("The lift.", "The lift is broken.\r\nAgain.", ""):
        actions.keep_reflection(lesson=lesson, block_id="b1", text=text, by=me, now=NOON)
        assert Reflection.objects.get().text == text.replace("\r\n", "\n")


def test_nobody_writes_more_answers_than_a_lesson_can_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_REFLECTIONS", 2)
    lesson = worlds.lessons(worlds.course(1))[0]
    key = actions.keep_reflection(lesson=lesson, block_id="a", text="1", by=Visitor(), now=NOON).guest_key
    me = Visitor(guest_key=key)
    actions.keep_reflection(lesson=lesson, block_id="b", text="2", by=me, now=NOON)
    with pytest.raises(actions.TooLong, match="more answers"):
        actions.keep_reflection(lesson=lesson, block_id="c", text="3", by=me, now=NOON)
    actions.keep_reflection(lesson=lesson, block_id="a", text="4", by=me, now=NOON)
    assert set(Reflection.objects.values_list("block_id", "text")) == {("a", "4"), ("b", "2")}


def test_a_reflection_that_is_too_long_changes_nothing() -> None:
    course, amara = worlds.course(1), worlds.person()
    lesson, me = worlds.lessons(course)[0], worlds.signed_in(amara)
    actions.keep_reflection(lesson=lesson, block_id="b1", text="Mine.", by=me, now=NOON)
    with pytest.raises(actions.TooLong, match="5000"):
        actions.keep_reflection(lesson=lesson, block_id="b1", text="x" * 5001, by=me, now=NOON)
    assert Reflection.objects.get().text == "Mine."
