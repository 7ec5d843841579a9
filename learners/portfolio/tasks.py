"""Files and copies of portfolios, and letters to witnesses, by worker."""

from datetime import timedelta

from celery import shared_task

from academy.shared import clock
from academy.shared.jobs import enqueue
from learners.portfolio import copy_actions, file_checking, file_store, witness_mailing
from learners.portfolio.copy_models import PortfolioCopy

# Going through a film of half an hour takes longer than any other work, so only one worker of a machine is at it, and
# the others go on sending messages. A worker that is handed the same file once more sees that the first still speaks.
LONGEST_SECONDS = 3 * 3600
AT_ONCE = 20
A_DAY = timedelta(days=1)


@shared_task(name="learners.portfolio.check_file", time_limit=LONGEST_SECONDS)
def check_file(file_id: int) -> None:
    """Go through one file, and write it anew; then hand on the next one that found us busy."""
    with file_store.one_at_a_time() as free:
        if not free:
            return
        file_checking.check_file(file_id=file_id)
    for next_id in file_checking.waiting(clock.now())[:1]:
        enqueue("learners.portfolio.check_file", file_id=next_id)


@shared_task(name="learners.portfolio.check_files")
def check_files() -> None:
    """The sweep: files whose nudge was lost, whose worker was stopped, or that waited for the scanner."""
    for file_id in file_checking.waiting(clock.now())[:1]:
        enqueue("learners.portfolio.check_file", file_id=file_id)


@shared_task(name="learners.portfolio.make_copy", time_limit=LONGEST_SECONDS)
def make_copy(copy_id: int) -> None:
    """Pack one portfolio."""
    copy_actions.make_copy(copy_id=copy_id, now=clock.now())


@shared_task(name="learners.portfolio.make_copies")
def make_copies() -> None:
    """The sweep: copies that nobody has begun, or whose worker is gone."""
    for copy_id in PortfolioCopy.objects.to_do(clock.now()).values_list("pk", flat=True)[:AT_ONCE]:
        enqueue("learners.portfolio.make_copy", copy_id=copy_id)


@shared_task(name="learners.portfolio.drop_strays")
def drop_strays() -> None:
    """The sweep: content on the disk that belongs to no row, because a request or a worker was stopped half-way."""
    file_store.drop(*copy_actions.strays(clock.now() - A_DAY))
    file_store.drop(*file_checking.strays(clock.now()))


@shared_task(name="learners.portfolio.send_witness_request")
def send_witness_request(statement_id: int) -> None:
    """Write to one witness, once."""
    witness_mailing.send_request(statement_id=statement_id, now=clock.now())


@shared_task(name="learners.portfolio.send_waiting_witness_requests")
def send_waiting_witness_requests() -> None:
    """The sweep for requests whose nudge was lost."""
    witness_mailing.send_waiting_requests(now=clock.now())
