"""What happens to judging by the clock."""

from celery import shared_task

from academy.shared import clock
from learners.assessment import signoff_actions
from learners.assessment.record_actions import count_in_silence


@shared_task(name="learners.assessment.note_silence")
def note_silence() -> None:
    """Write down which records their learners did not answer."""
    count_in_silence(now=clock.now())


@shared_task(name="learners.assessment.tell_silent")
def tell_silent() -> None:
    """Where a learner was asked to confirm a unit and did not answer in time."""
    signoff_actions.tell_silent(now=clock.now())
