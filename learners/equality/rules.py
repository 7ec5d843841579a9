"""Counts that give nobody away, whole months, and what a postcode says. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

TURN = 3  # figures are made of quarters
LONGEST = 12  # months after which figures are made however few answered: raw answers are kept for 13

DISTRICT = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
WHOLE = re.compile(rf"({DISTRICT})([0-9O][A-Z]{{2}})")
HALF = re.compile(rf"({DISTRICT})(?: [0-9])?")


class NotAPostcode(ValueError):
    """Says why in words for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode: `district` such as NE1, `whole` such as NE11AA, empty where only the first half was given."""

    district: str
    whole: str

    @property
    def area(self) -> str:
        """The letters at its beginning."""
        return "".join(sign for sign in self.district[:2] if sign.isalpha())


def read_postcode(typed: str) -> Postcode:
    """However somebody wrote it: "ne1 1aa", "NE11AA", or the first half alone. Raises NotAPostcode."""
    words = typed.upper().split()
    if found := WHOLE.fullmatch("".join(words)):
        district, rest = found.groups()
        return Postcode(district, district + rest[0].replace("O", "0") + rest[1:])
    if found := HALF.fullmatch(" ".join(words)):
        return Postcode(found[1], "")
    raise NotAPostcode("Write a postcode like NE1 4LP, or its first half, like NE1.")


def safe_counts(counts: Mapping[str, int], least: int) -> dict[str, int | None]:
    """The same, rounded to the nearest `least`, with None for what must not be shown at all.

    Hidden is what is under `least`, nought too; and more, the smallest first, until those that are hidden together are
    not under `least`: so one never is alone. Rounding keeps those who know this rule from working out what is hidden:
    without it some tables have only one way to look like this.
    """
    if sum(counts.values()) < least:
        return dict.fromkeys(counts)
    hidden = {key for key, many in counts.items() if many < least}
    left = sorted((key for key in counts if key not in hidden), key=lambda key: counts[key])
    while hidden and left and sum(counts[key] for key in hidden) < least:
        hidden.add(left.pop(0))
    return {key: None if key in hidden else rounded(many, least) for key, many in counts.items()}


def safe_sum(counts: Mapping[str, int], least: int) -> int | None:
    """How many in all, rounded like its parts; None where even that is too few."""
    total = sum(counts.values())
    return rounded(total, least) if total >= least else None


def rounded(many: int, to: int) -> int:
    """To the nearest multiple, halves up."""
    return (2 * many + to) // (2 * to) * to


def first_of(day: date) -> date:
    return day.replace(day=1)


def months_before(month: date, many: int) -> date:
    """The first of the month so many months earlier."""
    at = month.year * 12 + month.month - 1 - many
    return date(at // 12, at % 12 + 1, 1)


def months_due(pending: Mapping[date, int], today: date, *, enough: int) -> tuple[date, date] | None:
    """Of which months figures are to be made now: the first and the last, both whole and over; None for none yet.

    pending: month → how many answers of which no figures were made. Figures end with a quarter. A time in which fewer
    than `enough` answered waits and becomes part of the next, for a year at most.
    """
    this = first_of(today)
    last = months_before(this, (this.month - 1) % TURN + 1)
    waiting = {month: many for month, many in pending.items() if month <= last and many}
    if not waiting:
        return None
    first = min(waiting)
    if sum(waiting.values()) >= enough or first <= months_before(this, LONGEST):
        return first, last
    return None
