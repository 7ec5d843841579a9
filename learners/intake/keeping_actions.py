"""Forgetting lists of people with their files."""

from collections.abc import Sequence
from datetime import datetime

from learners.intake.actions import forget
from learners.intake.models import PeopleImport


def forget_lists(ids: Sequence[int], now: datetime) -> None:
    """The file and the rows of each; how many came by it stays."""
    for listing in PeopleImport.objects.filter(pk__in=ids).order_by("pk"):
        forget(listing, now=now)
