"""Keeping what a learner did in a lesson. The root that is locked is the place on the course, or the guest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from courses.catalogue.kinds import DoneBy
from courses.catalogue.models import Lesson
from learners.completion.actions import settle
from learners.enrolments.actions import meet_guest, online_place
from learners.enrolments.models import Enrolment, Guest
from learners.enrolments.policies import may_learn
from learners.enrolments.visitors import Visitor
from learners.progress.models import DoneVia, LessonProgress, Reflection
from learners.progress.rules import Report, join, seconds_in, seconds_needed, watched_enough

LONGEST_REFLECTION = 5000
MOST_REFLECTIONS = 50  # of one learner in one lesson: no lesson has so many questions


@dataclass(frozen=True, slots=True)
class Saved:
    """What the server holds now. `guest_key` is set for a guest, so that the answer can carry the cookie."""

    seconds: int
    needed: int
    done: bool
    saved_at: datetime
    guest_key: str | None


class TooLong(ValueError):
    """A reflection over the limit, or one too many; nothing was changed."""


@transaction.atomic
def record_watching(*, lesson: Lesson, report: Report, by: Visitor, now: datetime) -> Saved:
    """Add watched seconds. `lesson` comes with its module, course and video. Refused when it is not open to `by`."""

    def change(mine: LessonProgress) -> None:
        mine.bits = join(bytes(mine.bits), report.ranges, lesson.seconds)
        mine.seconds = max(mine.seconds, seconds_in(mine.bits))
        if mine.saved_at is None or mine.saved_at <= now - timedelta(seconds=report.ago_s):
            mine.position_s = min(report.position_s, lesson.seconds)  # a report that waited moves nobody back
        percent = lesson.module.course.watch_percent
        if lesson.done_by == DoneBy.WATCHING and watched_enough(mine.seconds, lesson.seconds, percent):
            _done(mine, DoneVia.WATCHING, now)

    return _change(lesson=lesson, by=by, now=now, change=change)


@transaction.atomic
def mark_read(*, lesson: Lesson, by: Visitor, now: datetime) -> Saved:
    """The learner says that they have read the words: that counts as much as watching."""
    return _change(lesson=lesson, by=by, now=now, change=lambda mine: _done(mine, DoneVia.READING, now))


@transaction.atomic
def keep_reflection(*, lesson: Lesson, block_id: str, text: str, by: Visitor, now: datetime) -> Saved:
    """Keep what the learner wrote; an empty text is kept too, because they wiped it on purpose."""
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST_REFLECTION:
        raise TooLong(
            f"That is {len(text)} characters. We can keep {LONGEST_REFLECTION}. Please make it shorter."
        )
    enrolment, guest = _owner(lesson, by, now)
    written = Reflection.objects.filter(enrolment=enrolment, guest=guest, lesson=lesson)
    blocks = set(written.values_list("block_id", flat=True))
    if block_id not in blocks and len(blocks) >= MOST_REFLECTIONS:
        raise TooLong("You have written more answers here than there are questions. Load the page again.")
    Reflection.objects.update_or_create(
        enrolment=enrolment,
        guest=guest,
        lesson=lesson,
        block_id=block_id,
        defaults={"text": text, "saved_at": now},
    )
    mine = _row(enrolment, guest, lesson)
    return _saved(mine or LessonProgress(lesson=lesson), lesson, now, guest)


def _change(*, lesson: Lesson, by: Visitor, now: datetime, change: Callable[[LessonProgress], None]) -> Saved:
    enrolment, guest = _owner(lesson, by, now)
    mine = _row(enrolment, guest, lesson)
    if mine is None:
        mine = LessonProgress(enrolment=enrolment, guest=guest, lesson=lesson)
    was_done = mine.done_at is not None
    change(mine)
    mine.saved_at = now
    mine.content_version = lesson.content_version
    mine.save()
    if enrolment is not None and mine.done_at is not None and not was_done:
        settle(enrolment_id=enrolment.pk, now=now)
    return _saved(mine, lesson, now, guest)


def _row(enrolment: Enrolment | None, guest: Guest | None, lesson: Lesson) -> LessonProgress | None:
    """There is at most one, so nothing is sorted; it belongs to one of the two, so only that one is asked for."""
    whose = {"guest": guest} if enrolment is None else {"enrolment": enrolment}
    return next(iter(LessonProgress.objects.filter(**whose, lesson=lesson)), None)


def _owner(lesson: Lesson, by: Visitor, now: datetime) -> tuple[Enrolment | None, Guest | None]:
    """Lock whose progress it is; the first lesson makes the place (free modules) or the guest."""
    if by.account_id is None:
        may_learn(None, lesson.module, now=now).enforce()
        return None, meet_guest(key=by.guest_key, now=now)
    enrolment = online_place(course=lesson.module.course, account_id=by.account_id, now=now)
    may_learn(enrolment, lesson.module, now=now).enforce()
    return enrolment, None


def _done(mine: LessonProgress, via: DoneVia, now: datetime) -> None:
    if mine.done_at is None:
        mine.done_at, mine.done_via = now, via


def _saved(mine: LessonProgress, lesson: Lesson, now: datetime, guest: Guest | None) -> Saved:
    return Saved(
        seconds=mine.seconds,
        needed=seconds_needed(lesson.seconds, lesson.module.course.watch_percent),
        done=mine.done_at is not None,
        saved_at=now,
        guest_key=guest.key if guest else None,
    )
