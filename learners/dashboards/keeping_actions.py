"""Forgetting lists with their files."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from learners.dashboards.models import Export


def forget_exports(ids: Sequence[int], now: datetime) -> None:
    """The row and, once that is certain, the file."""
    old = Export.objects.filter(pk__in=ids)
    files = [name for name in old.values_list("file", flat=True) if name]
    old.delete()
    for name in files:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
