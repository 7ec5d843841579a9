"""Registers by worker."""

from celery import shared_task

from academy.shared import clock
from learners.attendance import sign_actions


@shared_task(name="learners.attendance.close_cohorts")
def close_cohorts() -> None:
    """The sweep: dates that are over and whose registers are all signed."""
    sign_actions.close_cohorts(now=clock.now())
