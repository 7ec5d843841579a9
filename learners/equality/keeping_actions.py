"""Forgetting single answers, once they are counted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from learners.equality.figure_actions import make_figures
from learners.equality.models import Background, EqualityAnswers


def forget_answers(ids: Sequence[Any], now: datetime) -> None:
    """The figures come first, then the answers go."""
    make_figures(now=now)
    EqualityAnswers.objects.filter(pk__in=ids).delete()


def forget_slips(ids: Sequence[Any], now: datetime) -> None:
    """The figures come first, then the slips go."""
    make_figures(now=now)
    Background.objects.filter(pk__in=ids).delete()
