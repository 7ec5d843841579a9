"""Online courses that were begun and left alone.

A pause begins with the last sign of life and is one occasion: a word after seven days and a last one after
twenty-one, or a month after the person said "ask me in a month". Who set a weekly goal hears of that instead.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from academy.shared.clock import london_date
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind
from learners.progress.models import LessonProgress
from learners.progress.outlines import CourseView, NextStep
from learners.reminders.answers import IDLE, MONTH, NOT_NOW_FOR
from learners.reminders.conditions.places import outlines
from learners.reminders.letters import Due, Letter
from learners.reminders.models import Sent, StudyGoal

IDLE_AFTER = timedelta(days=7)
IDLE_AGAIN_AFTER = timedelta(days=21)
IDLE_FOR = timedelta(days=7)  # how long either word is of use


def courses_idle(now: datetime) -> Iterator[Due]:
    """Left alone for seven days. One query."""
    for place in _idle_once(now):
        yield _due(place, place.idle_since + IDLE_AFTER)


def courses_idle_again(now: datetime) -> Iterator[Due]:
    """Left alone for twenty-one days, or for the month that was asked for. One query."""
    for place in _idle_twice(now):
        asked = place.asked_at
        yield _due(place, asked + NOT_NOW_FOR if asked else place.idle_since + IDLE_AGAIN_AFTER)


def idle_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still idle since that same day, still something to do, and the course still there? Three queries."""
    return _letters(_idle_once(now), dues, now)


def idle_again_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """The same for the last word. Three queries."""
    return _letters(_idle_twice(now), dues, now)


def _due(place: Any, at: datetime) -> Due:
    return Due(place.account_id, f"enrolment:{place.pk}", london_date(place.idle_since).isoformat(), at=at)


def _letters(idle: QuerySet[Any], dues: Sequence[Due], now: datetime) -> dict[Due, Letter]:
    """The keys of a Due leave its moment out, so that what is due now finds what was due then."""
    places = {
        _due(place, now): place
        for place in idle.filter(pk__in=[due.about_id for due in dues]).select_related("course")
    }
    courses = outlines(places.values(), now)
    return {due: letter for due, letter in _written(dues, places, courses) if letter is not None}


def _written(
    dues: Iterable[Due], places: Mapping[Due, Enrolment], courses: Mapping[int, CourseView]
) -> Iterator[tuple[Due, Letter | None]]:
    for due in dues:
        if due in places:
            course = courses[places[due].pk]
            yield due, _letter(course, course.next_step) if course.next_step else None


def _letter(course: CourseView, step: NextStep) -> Letter:
    context = {
        "course_title": course.title,
        "done": course.done,
        "total": course.total,
        "lesson_title": step.title,
        "lesson_why": step.why,
    }
    return Letter(step.href, step.action, context)


def _idle_once(now: datetime) -> QuerySet[Any]:
    return _idle().filter(idle_since__lte=now - IDLE_AFTER, idle_since__gt=now - IDLE_AFTER - IDLE_FOR)


def _idle_twice(now: datetime) -> QuerySet[Any]:
    """`asked_at`: when the person said, of this pause, that they want to be asked in a month."""
    first = Sent.objects.filter(
        account=OuterRef("account"), kind=IDLE, subject=OuterRef("about"), answer=MONTH
    )
    asked = first.filter(answered_at__gt=OuterRef("idle_since")).order_by("-answered_at")
    by_itself = Q(
        asked_at__isnull=True,
        idle_since__lte=now - IDLE_AGAIN_AFTER,
        idle_since__gt=now - IDLE_AGAIN_AFTER - IDLE_FOR,
    )
    as_asked = Q(asked_at__lte=now - NOT_NOW_FOR, asked_at__gt=now - NOT_NOW_FOR - IDLE_FOR)
    about = Concat(Value("enrolment:"), Cast("pk", CharField()))
    rows = _idle().annotate(about=about).annotate(asked_at=Subquery(asked.values("answered_at")[:1]))
    found: QuerySet[Any] = rows.filter(by_itself | as_asked)
    return found


def _idle() -> QuerySet[Any]:
    """Live unfinished online places of people without a weekly goal, with their last sign of life as `idle_since`."""
    saved = LessonProgress.objects.filter(enrolment=OuterRef("pk")).order_by().values("enrolment")
    last = Subquery(saved.annotate(last=Max("saved_at")).values("last"))
    return (
        Enrolment.objects.live()
        .filter(kind=EnrolmentKind.ONLINE, completed_at__isnull=True, course__published=True)
        .filter(~Exists(StudyGoal.objects.filter(account=OuterRef("account"))), account__is_active=True)
        .annotate(idle_since=Coalesce(last, F("started_at")))
        .order_by("pk")
    )
