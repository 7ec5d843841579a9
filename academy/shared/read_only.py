"""A stretch of code in which the database takes nothing: it refuses every change, whoever asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def read_only() -> Iterator[None]:
    """Whatever writes in it fails with a DatabaseError."""
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
