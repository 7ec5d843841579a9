"""What a worker does with lists of people."""

from celery import shared_task

from academy.shared import clock
from learners.intake import work_actions


@shared_task(name="learners.intake.work_on")
def work_on(import_id: int) -> None:
    """Look through a list, or bring its people in."""
    work_actions.work_on(import_id=import_id)


@shared_task(name="learners.intake.work_on_all")
def work_on_all() -> None:
    """The sweep for lists whose nudge was lost or whose worker was stopped."""
    work_actions.work_on_all(now=clock.now())
