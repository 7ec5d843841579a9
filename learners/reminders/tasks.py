"""Messages by worker."""

from celery import shared_task

from academy.shared import clock
from academy.shared.jobs import enqueue
from learners.reminders import actions
from learners.reminders.kinds import REMINDERS


@shared_task(name="learners.reminders.send_due")
def send_due(kind: str) -> None:
    """Send what is due of one kind."""
    actions.send_due(kind=kind, now=clock.now())


@shared_task(name="learners.reminders.try_again")
def try_again() -> None:
    """Send what failed or was left by a worker that died."""
    actions.try_again(now=clock.now())


@shared_task(name="learners.reminders.send_all_due")
def send_all_due() -> None:
    """The sweep over every kind, and over what failed or was left by a worker that died."""
    for kind in REMINDERS:
        enqueue("learners.reminders.send_due", kind=kind)
    enqueue("learners.reminders.try_again")
