"""Wraps the engine's functions so that the process kills itself at exact points. Imported by workers, never by tests.

Nothing else of the engine is changed but its patience: a hand-over counts as left after seconds, and what was refused
is tried again after seconds. Celery looks for children that died every five seconds; here it looks more often, or the
test would mostly wait for that.
"""

import smtplib
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from typing import Any

from celery.concurrency.asynpool import AsynPool
from django.db.models import QuerySet

from academy.shared.post import Post
from learners.reminders import rules, sending
from learners.reminders.channels import Line
from learners.reminders.models import Sent
from tests.faults import points
from tests.faults.server import hold

PATIENCE = timedelta(seconds=3)
LOOK_EVERY = 0.2  # seconds

killer = points.Killer.from_environment()
sending.HANDED_OVER_WITHIN = PATIENCE
rules.FIRST_WAIT = timedelta(seconds=1)
AsynPool.timers = property(lambda pool: {pool.maintain_pool: LOOK_EVERY})  # type: ignore[assignment, method-assign]


def wrap(owner: Any, name: str, *, before: str = "", after: str = "") -> None:
    """Die at the point `before` as the function begins, at `after` when it has returned.

    Where it answers with an empty list, or was given one, there was nothing to do and nobody dies.
    """
    inner: Callable[..., Any] = getattr(owner, name)

    def outer(*args: Any, **kwargs: Any) -> Any:
        message_id = _message_id(args, kwargs)
        killer.at(before, message_id)
        answer = inner(*args, **kwargs)
        if answer != [] and [] not in args:
            killer.at(after, message_id)
        return answer

    setattr(owner, name, outer)


def _message_id(args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Of what is being handed over, where that is what the function is about."""
    parcels = (one for one in args if isinstance(one, sending.Parcel))
    return str(kwargs.get("message_id") or next((one.rows[0].message_id for one in parcels), ""))


wrap(sending, "_take", before="before", after="claimed")
wrap(sending, "_parcel", after="composed")
wrap(sending, "_prepare", after="marked")
wrap(sending, "_hand_over", before="handing", after="recorded")
wrap(sending, "_post", before="held", after="noted")
wrap(Post, "hand_over", after="accepted")
wrap(sending, "unsure", after="left")


# --- a machine that stands still ----------------------------------------------------------------------------

_hand_over = sending._hand_over


def hand_over(parcel: sending.Parcel, line: Line) -> None:
    """The first of a kind is left lying for longer than a hand-over may take, as when a machine is suspended."""
    point = points.still(parcel.rows[0].kind)
    stops = killer.is_due(point)
    if stops:
        time.sleep(2 * PATIENCE.total_seconds())
    _hand_over(parcel, line)
    if stops:
        (killer.folder / point).touch()


sending._hand_over = hand_over


# --- while the mail server has a message and has not answered -----------------------------------------------

_data = smtplib.SMTP.data


def data(self: smtplib.SMTP, message: Any) -> Any:
    """The server is asked to keep its answer to itself; when it has the whole message, we die waiting."""
    if killer.is_due("unanswered"):
        content = message if isinstance(message, bytes) else message.encode()
        message_id = str(message_from_bytes(content)["Message-ID"])
        held = hold(killer.folder, message_id)
        threading.Thread(target=_die_when, args=(held.exists, message_id), daemon=True).start()
    return _data(self, message)


def _die_when(question: Callable[[], bool], message_id: str) -> None:
    while not question():
        time.sleep(0.002)
    killer.die("unanswered", message_id)


smtplib.SMTP.data = data  # type: ignore[method-assign, assignment]


# --- while rows are written ---------------------------------------------------------------------------------

_bulk_create, _write = QuerySet.bulk_create, QuerySet._batched_insert  # type: ignore[attr-defined]


def bulk_create(self: Any, objs: Any, *args: Any, **kwargs: Any) -> Any:
    """What is due was found, and nothing is written yet."""
    if self.model is Sent and objs:
        killer.at("planning")
    return _bulk_create(self, objs, *args, **kwargs)


def write(self: Any, *args: Any, **kwargs: Any) -> Any:
    """Rows are written, and the transaction is still open."""
    answer = _write(self, *args, **kwargs)
    if self.model is Sent:
        killer.at("planned")
    return answer


QuerySet.bulk_create = bulk_create  # type: ignore[method-assign]
QuerySet._batched_insert = write  # type: ignore[attr-defined]
