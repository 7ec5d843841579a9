"""What happens to judging by the clock."""

from celery import shared_task

from academy.shared import clock
from learners.assessment.record_actions import count_in_silence


@shared_task(name="learners.assessment.note_silence")
def note_silence() -> None:
    """Write down which records their learners did not answer."""
    count_in_silence(now=clock.now())
