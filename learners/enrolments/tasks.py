"""What happens to places by the clock, and tidying up after guests."""

from celery import shared_task

from academy.shared import clock
from learners.enrolments import cohort_actions, place_actions


@shared_task(name="learners.enrolments.expire_offers")
def expire_offers() -> None:
    """Pass on what was offered and not answered in time."""
    place_actions.expire_offers(now=clock.now())


@shared_task(name="learners.enrolments.advance_cohorts")
def advance_cohorts() -> None:
    """Let dates begin with their first session and be over with their last."""
    cohort_actions.advance_cohorts(now=clock.now())
