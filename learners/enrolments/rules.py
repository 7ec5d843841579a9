"""Seats and offers: who sits where, and how long a place is kept for somebody. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta

OFFER_HOLDS = timedelta(hours=48)
OFFER_HOLDS_BEFORE_THE_DAY = timedelta(hours=24)
BEFORE_THE_DAY = timedelta(days=3)
REQUEST_HOLDS = timedelta(days=7)  # a parent or guardian has to be asked


def free_seats(capacity: int, taken: Collection[int]) -> list[int]:
    """The numbers of the seats that nobody has, lowest first."""
    return [seat for seat in range(1, capacity + 1) if seat not in taken]


def offer_until(now: datetime, starts_at: datetime) -> datetime:
    """When an offer made now runs out: after 48 hours, after 24 when the course begins within three days, and in any
    case when it begins."""
    holds = OFFER_HOLDS_BEFORE_THE_DAY if starts_at - now <= BEFORE_THE_DAY else OFFER_HOLDS
    return min(now + holds, starts_at)


def request_until(now: datetime, starts_at: datetime) -> datetime:
    """Until when a place is kept for somebody whose parent or guardian has not agreed yet."""
    return min(now + REQUEST_HOLDS, starts_at)
