"""Closing pieces to everybody but their owner, because somebody can be recognised in them (INV-47)."""

from collections.abc import Iterable
from datetime import datetime

from academy.shared.locks import locked
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import Others


def hide_pieces(items: Iterable[int], *, now: datetime) -> None:
    """Until the owner has covered them and said so. For callers who hold the registration and write the audit."""
    for item in locked(EvidenceItem.objects.all(), items):
        item.others, item.changed_at = Others.SOMEBODY, now
        item.save(update_fields=["others", "changed_at"])
