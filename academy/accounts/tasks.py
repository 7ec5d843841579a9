"""Tidying up after sign-in."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="academy.accounts.forget_old_sessions")
def forget_old_sessions() -> None:
    """Delete sessions that have run out."""
    call_command("clearsessions")
