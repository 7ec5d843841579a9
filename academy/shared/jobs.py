"""Handing work to Celery. A task is only a nudge: the truth is a row, and a sweep finds what a lost nudge left."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)


def enqueue(name: str, **ids: int | str) -> None:
    """After the transaction commits, ask a worker to run the task `name` with these ids.

    A broker that is down is logged and never raised: the sweep in academy.schedule finds the same work.
    """
    transaction.on_commit(partial(_send, name, ids))


def _send(name: str, ids: dict[str, int | str]) -> None:
    try:
        current_app.send_task(name, kwargs=ids, retry=False, ignore_result=True)
    except Exception as error:  # whatever the transport raises, the person's own work stands
        log.warning("could not hand over %s %s: %s; the sweep will find it", name, ids, error)
