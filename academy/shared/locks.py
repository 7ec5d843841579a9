"""The one helper that takes row locks, always in the same order, so that two actions never wait for each other."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def locked(rows: models.QuerySet[M], ids: Iterable[int]) -> list[M]:
    """Lock these rows until the transaction ends, lowest id first; ids that are gone are left out.

    Roots come before what hangs on them (cohort, then enrolment or registration); audit chains last.
    On SQLite the transaction has locked the whole database already (transaction_mode IMMEDIATE).
    """
    return list(rows.filter(pk__in=sorted(set(ids))).order_by("pk").select_for_update(of=("self",)))


def locked_one(rows: models.QuerySet[M], pk: int) -> M:
    """Lock one row; raises the model's DoesNotExist when it is gone.

    PostgreSQL reads the row again once it has it, though not what select_related joined to it. Where somebody changed
    which row that is in the meantime (another hub), the join fits no more and nothing is found; a second look finds it.
    """
    rows = rows.select_for_update(of=("self",))
    return rows.filter(pk=pk).first() or rows.get(pk=pk)
