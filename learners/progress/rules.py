"""Watched time as a set of seconds, and when a lesson counts as done. Pure.

A set of seconds is written as bytes with one bit a second, lowest bit first. Sets are only ever joined (OR), so any
order, any repeat and any replay of reports gives the same set.
"""

import re
from dataclasses import dataclass

LONGEST_REPORT = 4000  # characters; an honest report of an hour offline with many jumps is far below
MOST_RANGES = 300
RANGE = re.compile(r"(\d{1,5})-(\d{1,5})", re.ASCII)


class BadReport(ValueError):
    """A report that cannot be read; its text says what was expected."""


@dataclass(frozen=True, slots=True)
class Report:
    """Seconds watched as half-open ranges [from, to), where the player stood, and how long ago that was, in seconds."""

    ranges: tuple[tuple[int, int], ...]
    position_s: int
    ago_s: int = 0


def read_report(watched: str, position: str, ago: str = "0") -> Report:
    """Read "0-12,30-41", "41" and "0". Raises BadReport with what to send instead."""
    if len(watched) > LONGEST_REPORT:
        raise BadReport(f"A report may be {LONGEST_REPORT} characters long. Send it in parts.")
    parts = watched.split(",") if watched else []
    if len(parts) > MOST_RANGES:
        raise BadReport(f"A report may hold {MOST_RANGES} ranges. Send it in parts.")
    ranges = []
    for part in parts:
        found = RANGE.fullmatch(part)
        if not found:
            raise BadReport("Write what was watched as ranges of seconds, such as 0-12,30-41.")
        start, end = int(found[1]), int(found[2])
        if start >= end:
            raise BadReport("A range of seconds ends after it starts, such as 30-41.")
        ranges.append((start, end))
    if not re.fullmatch(r"\d{1,5}", position, re.ASCII):
        raise BadReport("Write the position as whole seconds, such as 41.")
    if not re.fullmatch(r"\d{1,8}", ago, re.ASCII):
        raise BadReport("Write how many seconds ago that was as a whole number, such as 0.")
    return Report(tuple(ranges), int(position), int(ago))


def join(bits: bytes, ranges: tuple[tuple[int, int], ...], length_s: int) -> bytes:
    """The set with these ranges added, cut off at the video's length. A set that reaches further already is kept."""
    watched = int.from_bytes(bits, "little")
    for start, end in ranges:
        end = min(end, length_s)
        if start < end:
            watched |= ((1 << (end - start)) - 1) << start
    return _bytes(watched)


def union(one: bytes, other: bytes) -> bytes:
    """Both sets together."""
    return _bytes(int.from_bytes(one, "little") | int.from_bytes(other, "little"))


def seconds_in(bits: bytes) -> int:
    """How many distinct seconds the set holds."""
    return int.from_bytes(bits, "little").bit_count()


def seconds_needed(length_s: int, percent: int) -> int:
    """How many distinct seconds count as having watched it: whole numbers, rounded up, at least one."""
    return max(1, -(-length_s * percent // 100))


def watched_enough(seconds: int, length_s: int, percent: int) -> bool:
    """Whether this many distinct seconds make the lesson done."""
    return seconds >= seconds_needed(length_s, percent)


def _bytes(watched: int) -> bytes:
    return watched.to_bytes((watched.bit_length() + 7) // 8, "little")
