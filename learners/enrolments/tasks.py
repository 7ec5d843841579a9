"""Tidying up after guests."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from academy.shared import clock
from learners.enrolments.models import Guest


@shared_task(name="learners.enrolments.forget_old_guests")
def forget_old_guests() -> None:
    """Delete guests whose cookie has run out: nobody can reach their lessons any more."""
    ago = clock.now() - timedelta(days=settings.GUEST_COOKIE_DAYS)
    Guest.objects.filter(last_seen_at__lt=ago).delete()
