"""Files of portfolios by worker."""

from celery import shared_task

from academy.shared import clock
from academy.shared.jobs import enqueue
from learners.portfolio import file_checking, file_store

# Going through a film of half an hour takes longer than any other work. A second worker that is handed the same file
# meanwhile sees that the first still speaks.
LONGEST_SECONDS = 2 * 3600


@shared_task(name="learners.portfolio.check_file", time_limit=LONGEST_SECONDS)
def check_file(file_id: int) -> None:
    """Go through one file, and write it anew."""
    file_checking.check_file(file_id=file_id)


@shared_task(name="learners.portfolio.check_files")
def check_files() -> None:
    """The sweep: files whose nudge was lost, whose worker was stopped, or that waited for the scanner."""
    for file_id in file_checking.waiting(clock.now()):
        enqueue("learners.portfolio.check_file", file_id=file_id)


@shared_task(name="learners.portfolio.drop_strays")
def drop_strays() -> None:
    """The sweep: content on the disk that belongs to no row, because a request was stopped half-way."""
    file_store.drop(*file_checking.strays(clock.now()))
