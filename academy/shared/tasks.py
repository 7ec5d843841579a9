"""Nightly work on the audit trail."""

from celery import shared_task

from academy.shared import clock
from academy.shared.audit import seal


@shared_task(name="academy.shared.seal_audit")
def seal_audit() -> None:
    """Seal the heads of all chains."""
    seal(now=clock.now())
