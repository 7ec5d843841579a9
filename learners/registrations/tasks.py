"""What happens to registrations by the clock."""

from celery import shared_task

from academy.shared import clock
from learners.registrations import side_actions


@shared_task(name="learners.registrations.lapse_due")
def lapse_due() -> None:
    """End those whose version gives no certificates any more."""
    side_actions.lapse_due(now=clock.now())
