"""The nightly rounds."""

from celery import shared_task

from academy.keeping import actions
from academy.shared import clock


@shared_task(name="academy.keeping.forget")
def forget(key: str) -> None:
    """Forget what is due of one kind of record."""
    actions.forget(key=key, now=clock.now())
