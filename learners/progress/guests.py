"""Adding a guest's lessons to an account, or forgetting them: the person was asked and answered."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from courses.catalogue.models import Course
from learners.completion.actions import settle
from learners.enrolments.actions import online_place
from learners.enrolments.models import Enrolment, Guest
from learners.progress.models import LessonProgress, Reflection
from learners.progress.rules import seconds_in, union


@transaction.atomic
def add_guest_lessons(*, guest_key: str, by: Account, now: datetime) -> int:
    """Join what a guest did and wrote to the person's own and forget the guest. Gives the number of lessons added.

    A second press finds no guest and changes nothing. What is there already is never lowered or overwritten.
    """
    guest = Guest.objects.select_for_update().filter(key=guest_key).first()
    if guest is None:
        return 0
    by_course: dict[int, list[LessonProgress]] = defaultdict(list)
    rows = LessonProgress.objects.filter(guest=guest).select_related("lesson__module__course").order_by("pk")
    for row in rows:
        by_course[row.lesson.module.course_id].append(row)
    written = Reflection.objects.filter(guest=guest).exclude(text="")
    wrote_in = dict(written.values_list("lesson", "lesson__module__course"))
    lessons = {row.lesson_id for row in rows} | set(wrote_in)
    for course in Course.objects.filter(pk__in={*by_course, *wrote_in.values()}).order_by("pk"):
        enrolment = online_place(course=course, account_id=by.pk, now=now)
        became_done = [add_progress(enrolment, row, now) for row in by_course[course.pk]]
        _move_reflections(enrolment, guest, course)
        audit(enrolment, "guest_lessons_added", by=by, now=now, after={"lessons": len(became_done)})
        if any(became_done):
            settle(enrolment_id=enrolment.pk, now=now)
    guest.delete()
    return len(lessons)


@transaction.atomic
def forget_guest_lessons(*, guest_key: str) -> None:
    """The phone is shared and the lessons are somebody else's: forget them."""
    guest = Guest.objects.select_for_update().filter(key=guest_key).first()
    if guest is not None:  # locked before what hangs on it, as where lessons are kept
        guest.delete()


def add_progress(enrolment: Enrolment, theirs: LessonProgress, now: datetime) -> bool:
    """One lesson of somebody's other learning to this place of theirs. True when this made the lesson done."""
    mine = LessonProgress.objects.filter(enrolment=enrolment, lesson=theirs.lesson).first()
    if mine is None:
        mine = LessonProgress(
            enrolment=enrolment, lesson=theirs.lesson, content_version=theirs.content_version
        )
        mine.position_s = theirs.position_s
    became_done = mine.done_at is None and theirs.done_at is not None
    mine.bits = union(bytes(mine.bits), bytes(theirs.bits))
    mine.seconds = max(mine.seconds, seconds_in(mine.bits))
    if became_done:
        mine.done_at, mine.done_via = theirs.done_at, theirs.done_via
    mine.saved_at = now
    mine.save()
    return became_done


def _move_reflections(enrolment: Enrolment, guest: Guest, course: Course) -> None:
    for theirs in Reflection.objects.filter(guest=guest, lesson__module__course=course):
        mine = Reflection.objects.filter(
            enrolment=enrolment, lesson_id=theirs.lesson_id, block_id=theirs.block_id
        ).first()
        if mine is None:
            theirs.guest, theirs.enrolment = None, enrolment
            theirs.save(update_fields=["guest", "enrolment"])
        elif theirs.text and theirs.text not in mine.text:
            mine.text = f"{mine.text}\n\n{theirs.text}".strip()
            mine.save(update_fields=["text"])
