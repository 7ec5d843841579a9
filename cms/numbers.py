"""The numbers that the Academy shows of itself: counted, never typed."""

from typing import NamedTuple

from academy.hubs.models import Hub
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.progress.models import LessonProgress


class Number(NamedTuple):
    """One big number with its words."""

    number: int
    words: str


def academy_numbers() -> tuple[Number, ...]:
    """Four counts of what happened so far. Four queries, so only for what is cached."""
    return (
        Number(Hub.objects.public().count(), "hubs across England"),
        Number(Enrolment.objects.values("account").distinct().count(), "people learning"),
        Number(LessonProgress.objects.filter(done_at__isnull=False).count(), "lessons finished"),
        Number(Certificate.objects.filter(ended_at__isnull=True).count(), "certificates earned"),
    )
