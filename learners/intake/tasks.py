"""What a worker does with lists of people and seat codes."""

from celery import shared_task

from academy.shared import clock
from learners.enrolments import seat_actions
from learners.intake import code_mailing, work_actions


@shared_task(name="learners.intake.work_on")
def work_on(import_id: int) -> None:
    """Look through a list, or bring its people in."""
    work_actions.work_on(import_id=import_id)


@shared_task(name="learners.intake.work_on_all")
def work_on_all() -> None:
    """The sweep for lists whose nudge was lost or whose worker was stopped."""
    work_actions.work_on_all(now=clock.now())


@shared_task(name="learners.intake.send_code")
def send_code(code_id: int) -> None:
    """Send one seat code, once."""
    code_mailing.send_code(code_id=code_id, now=clock.now())


@shared_task(name="learners.intake.tend_codes")
def tend_codes() -> None:
    """The sweep: codes whose nudge was lost are sent, and seats that were held for long enough go to the next."""
    code_mailing.send_waiting_codes(now=clock.now())
    seat_actions.let_all_run_out(now=clock.now())
