"""Messages by worker."""

import logging

from celery import shared_task

from academy.shared import clock
from academy.shared.jobs import enqueue
from learners.reminders import sending
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.planning import plan
from learners.reminders.tending import look_after

log = logging.getLogger(__name__)

PORTION = "learners.reminders.send_waiting"
MOST_PORTIONS = 400  # handed out at once: ten thousand messages
GOOD_FOR = 5 * 60  # seconds: then the next sweep hands the same work out again


@shared_task(name="learners.reminders.send_due")
def send_due(kind: str) -> None:
    """Somebody did what one kind of message answers: send it now."""
    plan([kind], now=clock.now())
    sending.send_waiting(kind=kind)


@shared_task(name="learners.reminders.send_all_due")
def send_all_due() -> None:
    """The sweep: find what is due of every kind, look after what was left, and hand out what is ready in portions."""
    now = clock.now()
    plan(REMINDERS, now=now)
    try:
        look_after(now=now)
    except Exception:  # what is ready goes out all the same
        log.exception("messages could not be looked after")
    ready = Sent.objects.ready(now)[: MOST_PORTIONS * sending.AT_ONCE].count()
    for _ in range(-(-ready // sending.AT_ONCE)):
        enqueue(PORTION, until=int(now.timestamp()) + GOOD_FOR)


@shared_task(name=PORTION)
def send_waiting(until: int) -> None:
    """One portion of what is ready, unless a newer sweep has handed it out again (`until`: seconds since 1970)."""
    if clock.now().timestamp() < until:
        sending.send_waiting()
