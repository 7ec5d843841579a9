"""Who may take which course, and which lessons are open to whom."""

from datetime import datetime

from academy.shared.rulings import Ruling
from courses.catalogue.kinds import CourseKind
from courses.catalogue.models import Course, Module
from learners.enrolments.models import Enrolment


def may_join(course: Course) -> Ruling:
    """May a person who is signed in take this course at their own speed?"""
    if course.kind != CourseKind.ONLINE:
        return Ruling.no("This course happens at a hub. Choose a date near you and save a place.")
    if not course.published:
        return Ruling.no("This course is not open at the moment. Have a look at the other courses.")
    return Ruling.yes()


def may_go_on(enrolment: Enrolment, *, now: datetime) -> Ruling:
    """May the holder of this place still use it? Joining once more does not open it again."""
    if enrolment.closes_at is not None and enrolment.closes_at <= now:
        return Ruling.no("Your time on this course is over. Ask us and we will open it again.")
    return Ruling.yes()


def may_learn(enrolment: Enrolment | None, module: Module, *, now: datetime) -> Ruling:
    """Is this module open to the holder of this place (None: a guest, or somebody without a place)?

    Whether a lesson is still published is not asked here: what somebody watched before it went is still theirs.
    """
    if module.is_free:
        return Ruling.yes()
    if enrolment is not None:
        if enrolment.opens_all(now):
            return Ruling.yes()
        if not (ruling := may_go_on(enrolment, now=now)):
            return ruling
    return Ruling.no(
        "This lesson is part of the whole course. Join the course to open it. It is free for now."
    )
