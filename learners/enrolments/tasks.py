"""Tidying up after guests."""

from celery import shared_task

from academy.shared import clock
from learners.enrolments import actions


@shared_task(name="learners.enrolments.forget_old_guests")
def forget_old_guests() -> None:
    """Delete guests whose cookie has run out."""
    actions.forget_old_guests(now=clock.now())
