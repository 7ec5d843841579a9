"""Messages about a person's way here: a welcome when they have signed up, and what they might like next."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import people_for_news
from academy.shared.clock import london_date
from courses.catalogue.kinds import CourseKind
from courses.catalogue.models import Course, Lesson
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind
from learners.progress.outlines import CourseView
from learners.reminders.conditions.places import outlines
from learners.reminders.letters import Due, Letter

WELCOME_WITHIN = timedelta(days=2)
NEXT_AFTER = timedelta(days=5)
NEXT_WITHIN = timedelta(days=30)


def newcomers(now: datetime) -> Iterator[Due]:
    """People who have finished signing up. Once for each account. One query."""
    for account in _welcome(now):
        yield Due(account.pk, f"account:{account.pk}", at=account.told_at)


def welcome_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Is the account still there and its address still theirs? Five queries."""
    people = _welcome(now).in_bulk([due.account_id for due in dues])
    steps = _first_steps(list(people), now)
    return {due: _welcome_letter(people[due.account_id], steps) for due in dues if due.account_id in people}


def _welcome(now: datetime) -> QuerySet[Any]:
    """`told_at`: when the person last was shown the privacy notice, which is when they answered what sign-up asks."""
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    return (
        Account.objects.filter(Q(email__isnull=True) | Exists(proved), is_active=True)
        .exclude(full_name="")
        .annotate(told_at=Max("notices__shown_at"))
        .filter(told_at__gt=now - WELCOME_WITHIN, told_at__lte=now)
        .order_by("pk")
    )


def _first_steps(account_ids: Sequence[int], now: datetime) -> dict[int | None, CourseView]:
    """The course with a free module as each of these people sees it; under None as somebody new does. Four queries."""
    shown = Lesson.objects.filter(published=True, module__published=True, module__is_free=True)
    courses = Course.objects.filter(kind=CourseKind.ONLINE, published=True)
    course = courses.filter(Exists(shown.filter(module__course=OuterRef("pk")))).order_by("pk").first()
    if course is None:
        return {}
    rows = Enrolment.objects.live().filter(kind=EnrolmentKind.ONLINE, course=course, account__in=account_ids)
    places = list(rows.select_related("course"))
    nobody = Enrolment(pk=0, course=course, kind=EnrolmentKind.ONLINE, opens_at=now, started_at=now)
    views = outlines([*places, nobody], now)
    return {None: views[0], **{place.account_id: views[place.pk] for place in places}}


def _welcome_letter(account: Account, steps: Mapping[int | None, CourseView]) -> Letter:
    course = steps.get(account.pk) or steps.get(None)
    step = course.next_step if course else None
    context = {
        "course_title": course.title if course and step else "",
        "lesson_title": step.title if step else "",
        "lesson_why": step.why if step else "",
        "has_email": account.email is not None,
        "sign_in_href": settings.BASE_URL + reverse("account_login" if account.email else "hub-code"),
        "choices_href": settings.BASE_URL + reverse("message-choices"),
    }
    if step is None:
        return Letter(reverse("my-learning"), "Open your learning", context)
    return Letter(step.href, "Start the first lesson" if step.action == "Start" else step.action, context)


def courses_finished(now: datetime) -> Iterator[Due]:
    """Online courses that were finished five days ago, of adults who said yes to news by e-mail. One query."""
    window = {
        "completed_at__lte": now - NEXT_AFTER,
        "completed_at__gt": now - NEXT_AFTER - NEXT_WITHIN,
    }
    for place in _finished(now).filter(**window).order_by("pk"):
        assert place.completed_at is not None
        yield Due(place.account_id, f"enrolment:{place.pk}", at=place.completed_at + NEXT_AFTER)


def next_course_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Do they still want to hear from us? Consent, age and address are asked again. One query."""
    places = _finished(now).select_related("course").in_bulk([due.about_id for due in dues])
    return {
        due: Letter(
            reverse("hubs"), "Find a hub near you", {"course_title": places[due.about_id].course.title}
        )
        for due in dues
        if due.about_id in places and places[due.about_id].account_id == due.account_id
    }


def _finished(now: datetime) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.live().filter(kind=EnrolmentKind.ONLINE, completed_at__isnull=False)
    return rows.filter(account__in=people_for_news("email", on=london_date(now)))
