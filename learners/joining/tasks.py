"""What a worker does for people with two accounts."""

from celery import shared_task

from academy.shared import clock
from learners.joining import own_actions


@shared_task(name="learners.joining.send_link")
def send_link(by_id: int, other_id: int) -> None:
    """Send the link that proves that another account is one's own."""
    own_actions.send_link(by_id=by_id, other_id=other_id, now=clock.now())
