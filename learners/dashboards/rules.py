"""How somebody on some dates stands, for those who run them. Pure."""

from dataclasses import dataclass
from enum import StrEnum

IDLE_DAYS = 7  # on an online course without having opened a lesson
NEAR = 3  # so few things are left


class Look(StrEnum):
    """What a person's line says first, the most urgent first."""

    NEEDS_YOU = "you"
    NEEDS_DATE = "date"
    NEAR = "near"
    ON_THE_WAY = "way"
    FINISHED = "done"


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one person: sessions there, missed and still to come, by the signed registers; whether the dates are done.

    online_left: required lessons to go, None for who is not online; idle_days since joining with no lesson begun.
    """

    there: int
    missed: int
    to_come: int
    completed: bool
    online_done: int = 0
    online_left: int | None = None
    idle_days: int | None = None


def look_of(facts: Facts) -> Look:
    """Whoever needs somebody comes before whoever is doing well."""
    if facts.idle_days is not None and facts.idle_days >= IDLE_DAYS:
        return Look.NEEDS_YOU
    if facts.missed and not facts.completed:
        return Look.NEEDS_DATE
    left = (0 if facts.completed else facts.to_come) + (facts.online_left or 0)
    if left == 0 and facts.completed:
        return Look.FINISHED
    if (facts.there or facts.online_done) and 0 < left <= NEAR:
        return Look.NEAR
    return Look.ON_THE_WAY
