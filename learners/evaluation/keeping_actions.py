"""Forgetting who said what: the numbers stay, for a hub to see how its courses become."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from learners.evaluation.models import Evaluation, FollowUp


def forget_words_of_evaluations(ids: Sequence[Any], now: datetime) -> None:
    """The name and the words; ratings and confidence stay."""
    Evaluation.objects.filter(pk__in=ids).update(said_by=None, helped="", better="", in_the_way="")


def forget_words_of_follow_ups(ids: Sequence[Any], now: datetime) -> None:
    """The name and the words; what was done, and with how many, stays."""
    FollowUp.objects.filter(pk__in=ids).update(said_by=None, story="", would_help="")
