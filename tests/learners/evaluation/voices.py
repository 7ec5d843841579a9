"""People who were there, and what they say."""

from datetime import UTC, datetime, timedelta

from courses.catalogue.models import CourseOutcomes
from courses.delivery.models import Cohort
from learners.attendance.sign_actions import sign_register
from learners.enrolments.models import Enrolment
from learners.evaluation.actions import HowItWas, WhatCameOfIt, say
from learners.evaluation.models import EvaluationForm
from learners.evaluation.states import Kind
from tests.learners.attendance import registers
from tests.learners.places import dates

END = datetime(2026, 12, 3, 16, tzinfo=UTC)  # of dates.cohort()
LATER = END + timedelta(days=90)
EVENING = END + timedelta(hours=3)
TEXTS = ["say what organising is", "listen so that people say more"]


def group(*names: str, mark: str = "present", **more) -> tuple[Cohort, list[Enrolment]]:
    """A day that is over, with these people marked as having come."""
    cohort, places, trainer = registers.group(*names, **more)
    if mark:
        registers.mark(registers.session_of(cohort), trainer, *[(place, mark) for place in places])
    return cohort, places


def signed(cohort: Cohort) -> None:
    """Whoever is marked has come, and the others have not."""
    session = registers.session_of(cohort)
    sign_register(session_id=session.pk, by=dates.trainer(email="jo@example.org"), now=registers.EVENING)


def outcomes(cohort: Cohort, texts: list[str] | None = None) -> CourseOutcomes:
    version = 1 + CourseOutcomes.objects.filter(course=cohort.course_id).count()
    return CourseOutcomes.objects.create(course=cohort.course, version=version, texts=texts or TEXTS)


def says(place: Enrolment, *, named: bool = False, now: datetime = EVENING, by=None, **facts) -> None:
    """How it was."""
    asked = CourseOutcomes.objects.filter(course=place.course_id).order_by("-version").first()
    fixed = EvaluationForm.objects.filter(cohort=place.cohort_id).select_related("outcomes").first()
    asked = fixed.outcomes if fixed else asked
    facts.setdefault("confidence", ((None, None),) * len(asked.texts if asked else ()))
    words = HowItWas(**({"relevance": 5} | facts))
    say(
        place_id=place.pk, kind=Kind.END, words=words, named=named, by=by, now=now,
        outcomes_id=asked.pk if asked else None,
    )  # fmt: skip


def says_later(place: Enrolment, *, named: bool = False, now: datetime = LATER, by=None, **facts) -> None:
    """What came of it."""
    words = WhatCameOfIt(**({"listened": True} | facts))
    say(place_id=place.pk, kind=Kind.LATER, words=words, named=named, by=by, now=now)
