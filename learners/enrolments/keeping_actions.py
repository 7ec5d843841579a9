"""Forgetting what is due of places, where less goes than a row."""

from collections.abc import Sequence
from datetime import datetime

from learners.enrolments.models import Enrolment


def forget_reasons(ids: Sequence[int], now: datetime) -> None:
    """Why the place was given up; that it was stays."""
    Enrolment.objects.filter(pk__in=ids).update(ended_why="")
