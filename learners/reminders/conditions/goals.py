"""Study days: what somebody asked us to remind them of, on their own day, at their own hour."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Aggregate, Count, Exists, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from academy.shared.clock import london_date
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind
from learners.progress.models import LessonProgress
from learners.progress.outlines import CourseView
from learners.reminders.conditions.places import outlines
from learners.reminders.goals import EVENING, GIVES_UP_AFTER, at_oclock, hour_of, week_begins
from learners.reminders.letters import Due, Letter
from learners.reminders.models import Sent, StudyGoal

STUDY_DAY = "study_day"
NO_COURSE, GAVE_UP = "no_course", "gave_up"


def study_days(now: datetime) -> Iterator[Due]:
    """Those whose weekday is today and whose hour has come, until the evening. One query."""
    for goal in _goals(now):
        yield _due(goal, now)


def study_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Is it still their day, is the week's goal still ahead, is there still a lesson to do? Four queries."""
    goals = {_due(goal, now): goal for goal in _goals(now, {due.account_id for due in dues})}
    courses = _courses({due.account_id for due in goals}, now)
    return {
        due: _letter(goals[due], courses[due.account_id])
        for due in dues
        if due in goals and due.account_id in courses
    }


def standstill(account_id: int, now: datetime) -> str:
    """Why a goal would bring no reminder whatever the day: NO_COURSE, GAVE_UP, or nothing. One query."""
    rows = StudyGoal.objects.filter(account=account_id)
    rows = rows.annotate(open=Exists(_unfinished().filter(account=OuterRef("account"))))
    goal = _counted(rows, now).first()
    if goal is None or (goal.open and goal.sent < GIVES_UP_AFTER):
        return ""
    return GAVE_UP if goal.open else NO_COURSE


def _due(goal: Any, now: datetime) -> Due:
    """The day is the occasion: whoever moves their hour on the day itself is reminded once all the same."""
    today = london_date(now)
    at, until = at_oclock(today, goal.hour), at_oclock(today, EVENING)
    return Due(goal.account_id, f"account:{goal.account_id}", today.isoformat(), at=at, until=until)


def _goals(now: datetime, of: Iterable[int] | None = None) -> list[Any]:
    """Goals whose time is now and that are not met, with `done` lessons this week and `sent`: how many study days
    have passed in a row without any learning."""
    hour = hour_of(now)
    if hour >= EVENING:
        return []
    rows = StudyGoal.objects.filter(weekday=london_date(now).weekday(), hour__lte=hour)
    rows = rows.filter(Exists(_unfinished().filter(account=OuterRef("account"))), account__is_active=True)
    if of is not None:
        rows = rows.filter(account__in=of)
    goals = _counted(rows, now).filter(done__lt=F("lessons"), sent__lt=GIVES_UP_AFTER).order_by("pk")
    # a goal that was set after its hour begins next week
    return [goal for goal in goals if goal.set_at <= at_oclock(london_date(now), goal.hour)]


def _counted(rows: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    mine = LessonProgress.objects.filter(enrolment__account=OuterRef("account"))
    done = _of_one(mine.filter(done_at__gte=week_begins(now)), "enrolment__account", Count("pk"))
    learned_at = _of_one(mine, "enrolment__account", Max("saved_at"))
    reached = Sent.objects.reached().filter(account=OuterRef("account"), kind=STUDY_DAY)
    since = reached.filter(due_at__gt=OuterRef("learned_at")).filter(due_at__gt=OuterRef("set_at"))
    counted: QuerySet[Any] = rows.annotate(
        done=Coalesce(done, 0), learned_at=Coalesce(learned_at, F("set_at"))
    ).annotate(sent=Coalesce(_of_one(since, "account", Count("pk")), 0))
    return counted


def _of_one(rows: QuerySet[Any], whose: str, what: Aggregate) -> Subquery:
    """An aggregate over the rows of one person, as part of another query."""
    return Subquery(rows.order_by().values(whose).annotate(found=what).values("found"))


def _unfinished() -> QuerySet[Enrolment]:
    rows = Enrolment.objects.live().filter(kind=EnrolmentKind.ONLINE, completed_at__isnull=True)
    return rows.filter(course__published=True)


def _courses(account_ids: Iterable[int], now: datetime) -> dict[int, CourseView]:
    """For each person the course they were in last, of those in which there is something to do. Three queries."""
    last = Coalesce(Max("lessons__saved_at"), F("started_at"))
    rows = _unfinished().filter(account__in=account_ids).annotate(last=last)
    places = list(rows.select_related("course").order_by("last", "pk"))
    courses = outlines(places, now)
    return {place.account_id: courses[place.pk] for place in places if courses[place.pk].next_step}


def _letter(goal: Any, course: CourseView) -> Letter:
    step = course.next_step
    assert step is not None
    context = {
        "done": goal.done,
        "goal": goal.lessons,
        "course_title": course.title,
        "lesson_title": step.title,
        "lesson_why": step.why,
        "last": goal.sent == GIVES_UP_AFTER - 1,
        "goal_href": settings.BASE_URL + reverse("study-goal"),
    }
    return Letter(step.href, step.action, context)
