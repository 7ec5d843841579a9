"""From a row of the table to its records."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.module_loading import import_string

from academy.keeping.models import Round
from academy.keeping.row import Row


def records_of(row: Row) -> QuerySet[Any]:
    """Every record of this kind with `kept_from`, the moment from which its time runs (None: not yet)."""
    rows: QuerySet[Any] = import_string(row.find)()
    return rows


def due_of(row: Row, now: datetime) -> QuerySet[Any]:
    """Those whose time is over at this moment."""
    assert row.period is not None
    return records_of(row).filter(kept_from__lte=now - row.period)


def rounds() -> QuerySet[Round]:
    """What the rounds did, from the night itself."""
    return Round.objects.annotate(kept_from=F("at"))
