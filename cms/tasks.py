"""Work that the clock asks of the cms."""

import logging

from celery import shared_task

from academy.shared import clock
from cms.checks import mend
from cms.scheduling import publish_waiting, take_down_expired

log = logging.getLogger(__name__)


@shared_task(name="cms.publish_due")
def publish_due() -> None:
    """Each minute: take down what is over, then publish what is due."""
    take_down_expired(now=clock.now())
    publish_waiting(now=clock.now())


@shared_task(name="cms.check_catalogue")
def check_catalogue() -> None:
    """Each night: let the catalogue follow the pages, and log what it cannot follow."""
    for difference in mend(now=clock.now()):
        log.error("pages and catalogue differ: %s", difference)
