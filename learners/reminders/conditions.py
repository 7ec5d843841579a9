"""The conditions behind the messages: what is due, and whether it still holds at the moment of sending."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, F, Max, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from academy.shared.clock import london_date
from learners.certificates.models import Certificate
from learners.certificates.states import CertificateState
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind
from learners.progress.queries import lesson_facts, progress_by_enrolment
from learners.progress.rows import course_outline
from learners.reminders.letters import Due, Letter

READY_WITHIN = timedelta(days=14)
IDLE_AFTER = timedelta(days=7)
IDLE_UNTIL = timedelta(days=14)


def certificates_ready(now: datetime) -> Iterator[Due]:
    """Certificates that were printed lately, to their holders."""
    rows = _ready().filter(issued_at__gt=now - READY_WITHIN, enrolment__account__email__isnull=False)
    for pk, account_id in rows.values_list("pk", "enrolment__account"):
        yield Due(account_id, f"certificate:{pk}")


def certificate_letter(due: Due, now: datetime) -> Letter | None:
    """Still there, still valid?"""
    certificate = _ready().filter(pk=due.about_id).first()
    if certificate is None:
        return None
    context = {
        "course_title": certificate.course_title,
        "printed_name": certificate.name,
        "serial": certificate.serial,
        "href": settings.BASE_URL + reverse("certificate", args=[certificate.token]),
        "verify_href": settings.BASE_URL + reverse("verify-certificate", args=[certificate.serial]),
    }
    return Letter(f"Your certificate for {certificate.course_title} is ready", context)


def courses_idle(now: datetime) -> Iterator[Due]:
    """Online courses that were begun and left alone for seven days. A new occasion begins with each pause."""
    rows = _idle(now).filter(account__email__isnull=False)
    for pk, account_id, idle_since in rows.values_list("pk", "account", "idle_since"):
        yield Due(account_id, f"enrolment:{pk}", london_date(idle_since).isoformat())


def idle_letter(due: Due, now: datetime) -> Letter | None:
    """Still idle since that same day, still something to do, and the course still there?"""
    place = _idle(now).select_related("course").filter(pk=due.about_id).first()
    if place is None or london_date(place.idle_since).isoformat() != due.occasion:
        return None
    outline = course_outline(
        place.course,
        lesson_facts([place.course_id]),
        progress_by_enrolment([place.pk])[place.pk],
        opens_all=place.opens_all(now),
        joined=True,
        completed_at=None,
    )
    if outline.next_step is None:
        return None
    context = {
        "course_title": place.course.title,
        "done": outline.done,
        "total": outline.total,
        "lesson_title": outline.next_step.title,
        "lesson_why": outline.next_step.why,
        "href": settings.BASE_URL + outline.next_step.href,
    }
    return Letter(f"Your next step: {outline.next_step.title}", context)


def _ready() -> QuerySet[Certificate]:
    return Certificate.objects.filter(pdf__isnull=False, state=CertificateState.ISSUED)


def _idle(now: datetime) -> QuerySet[Any]:
    """Live unfinished online places whose last sign of life lies seven to fourteen days back, as `idle_since`."""
    last = Coalesce(Max("lessons__saved_at"), F("started_at"), output_field=DateTimeField())
    return (
        Enrolment.objects.live()
        .filter(kind=EnrolmentKind.ONLINE, completed_at__isnull=True, course__published=True)
        .filter(account__is_active=True)
        .annotate(idle_since=last)
        .filter(idle_since__lte=now - IDLE_AFTER, idle_since__gt=now - IDLE_UNTIL)
        .order_by("pk")
    )
