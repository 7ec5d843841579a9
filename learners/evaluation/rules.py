"""When people are asked, how long they can answer, and what may be shown of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

OPENS_BEFORE = timedelta(hours=1)  # trainers leave ten minutes for it at the end of the day
ASK_AGAIN = timedelta(days=2)
AFTER = {"end": timedelta(), "later": timedelta(days=90)}  # how long after the last session it is asked
ASKED_WITHIN = {"end": timedelta(days=7), "later": timedelta(days=14)}  # after that we do not begin to ask
ANSWERED_WITHIN = {"end": timedelta(days=30), "later": timedelta(days=60)}
RATINGS = range(1, 6)


def asked_at(kind: str, ends_at: datetime) -> datetime:
    """When somebody is asked for the first time, of dates that end at this moment."""
    return ends_at + AFTER[kind]


def asked_until(kind: str, ends_at: datetime) -> datetime:
    """Until when the question may be put."""
    return asked_at(kind, ends_at) + ASKED_WITHIN[kind]


def opens_at(kind: str, ends_at: datetime) -> datetime:
    """From when on the page takes answers."""
    return asked_at(kind, ends_at) - (OPENS_BEFORE if kind == "end" else timedelta())


def closes_at(kind: str, ends_at: datetime) -> datetime:
    """From when on it takes no more."""
    return asked_at(kind, ends_at) + ANSWERED_WITHIN[kind]


def letting_out(hidden: int, fewest: int) -> bool:
    """May the answers without a name that nobody has seen yet be shown, all at once?"""
    return hidden >= fewest


@dataclass(frozen=True, slots=True)
class Rated:
    """One question: how many gave each mark from 1 to 5."""

    counts: tuple[int, ...]

    @property
    def people(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """To one decimal; None where nobody said anything."""
        if not self.people:
            return None
        total = sum(mark * count for mark, count in zip(RATINGS, self.counts, strict=True))
        return round(total / self.people, 1)


def rated(marks: Iterable[int | None]) -> Rated:
    """What these people said; who said nothing is left out."""
    given = [mark for mark in marks if mark is not None]
    return Rated(tuple(given.count(mark) for mark in RATINGS))


@dataclass(frozen=True, slots=True)
class Grown:
    """How sure people felt of one thing, of those who said so for before and for after."""

    people: int
    before: float | None
    after: float | None
    more: int  # how many felt surer after than before


def grown(pairs: Iterable[Sequence[int | None]]) -> Grown:
    """Only whoever said both counts: otherwise two groups of people are compared."""
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    if not both:
        return Grown(0, None, None, 0)
    before, after = (round(sum(side) / len(both), 1) for side in zip(*both, strict=True))
    return Grown(len(both), before, after, sum(b > a for a, b in both))
