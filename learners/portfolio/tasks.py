"""Files of portfolios by worker."""

from celery import shared_task

from academy.shared import clock
from academy.shared.jobs import enqueue
from learners.portfolio import file_checking, file_store

# Going through a film of half an hour takes longer than any other work, so only one worker of a machine is at it, and
# the others go on sending messages. A worker that is handed the same file once more sees that the first still speaks.
LONGEST_SECONDS = 3 * 3600


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


@shared_task(name="learners.portfolio.drop_strays")
def drop_strays() -> None:
    """The sweep: content on the disk that belongs to no row, because a request was stopped half-way."""
    file_store.drop(*file_checking.strays(clock.now()))
