"""Pages that wait for their hour."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="cms.publish_due")
def publish_due() -> None:
    """Publish and take down scheduled pages."""
    call_command("publish_scheduled")
