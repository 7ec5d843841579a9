"""What a worker does for witnesses."""

from celery import shared_task

from academy.shared import clock
from learners.portfolio import witness_mailing


@shared_task(name="learners.portfolio.send_witness_request")
def send_witness_request(statement_id: int) -> None:
    """Write to one witness, once."""
    witness_mailing.send_request(statement_id=statement_id, now=clock.now())


@shared_task(name="learners.portfolio.send_waiting_witness_requests")
def send_waiting_witness_requests() -> None:
    """The sweep for requests whose nudge was lost."""
    witness_mailing.send_waiting_requests(now=clock.now())
