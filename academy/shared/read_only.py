"""A stretch of code in which the database takes nothing: it refuses every change, whoever asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, connection, transaction

REFUSED = ("25006", "25P02")  # PostgreSQL: nothing is written here, and whatever follows such a refusal
_reading = ContextVar("reading", default=False)


@contextmanager
def read_only() -> Iterator[None]:
    """Whatever writes in it fails with a DatabaseError."""
    before = _reading.set(True)
    try:
        with _taking_nothing():
            yield
    finally:
        _reading.reset(before)


def is_read_only() -> bool:
    """Whether this is such a stretch: a cache that lies in the database cannot be used in it, for instance."""
    return _reading.get()


def was_refused(fault: DatabaseError) -> bool:
    """Whether this is what the database says to a change in such a stretch, and no other fault."""
    state = getattr(fault.__cause__, "sqlstate", None)
    return state in REFUSED or "readonly database" in str(fault)


@contextmanager
def _taking_nothing() -> Iterator[None]:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL transaction_read_only = on")  # until the transaction ends
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = on")  # of the connection, so it has to be taken back
        try:
            yield
        finally:
            connection.connection.execute(
                "PRAGMA query_only = off"
            )  # by hand: a cursor refuses after an error
