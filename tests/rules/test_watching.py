"""Watched time is a set of seconds that only grows (traps: supervideo#73, dragging to the end, 100.0x per cent)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learners.progress import rules

LENGTH = 120
ranges = st.lists(
    st.tuples(st.integers(0, 150), st.integers(1, 60)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=8,
).map(tuple)


def as_set(parts: tuple[tuple[int, int], ...]) -> set[int]:
    """The definition, written plainly."""
    return {second for start, end in parts for second in range(start, min(end, LENGTH))}


@given(ranges)
def test_counts_distinct_seconds(parts: tuple[tuple[int, int], ...]) -> None:
    assert rules.seconds_in(rules.join(b"", parts, LENGTH)) == len(as_set(parts))


@given(st.lists(ranges, max_size=5), st.randoms())
def test_any_order_and_any_repeat_gives_the_same_set(reports: list, random) -> None:
    def replay(order: list) -> bytes:
        bits = b""
        for parts in order:
            bits = rules.join(bits, parts, LENGTH)
        return bits

    shuffled = [*reports, *reports]
    random.shuffle(shuffled)
    assert replay(reports) == replay(shuffled)


@given(ranges, ranges)
def test_never_loses_a_second(first: tuple, second: tuple) -> None:
    before = rules.join(b"", first, LENGTH)
    after = rules.join(before, second, LENGTH)
    assert rules.union(before, after) == after


def test_a_shorter_video_takes_nothing_away() -> None:
    watched_long = rules.join(b"", ((0, 100),), 100)
    assert rules.seconds_in(rules.join(watched_long, ((0, 5),), 50)) == 100


@pytest.mark.parametrize(
    ("length", "percent", "needed"),
    [(10, 90, 9), (11, 90, 10), (1, 90, 1), (8, 100, 8), (3600, 90, 3240), (7, 1, 1)],
)
def test_needed_seconds_are_rounded_up(length: int, percent: int, needed: int) -> None:
    assert rules.seconds_needed(length, percent) == needed
    assert rules.watched_enough(needed, length, percent)
    assert not rules.watched_enough(needed - 1, length, percent)


def test_dragging_to_the_end_is_not_watching() -> None:
    bits = rules.join(b"", ((0, 2), (118, 120)), LENGTH)
    assert not rules.watched_enough(rules.seconds_in(bits), LENGTH, 90)


def test_reads_a_report() -> None:
    assert rules.read_report("0-12,30-41", "41") == rules.Report(((0, 12), (30, 41)), 41)
    assert rules.read_report("", "0") == rules.Report((), 0)
    assert rules.read_report("", "0", "90").ago_s == 90


@pytest.mark.parametrize(
    ("watched", "position", "says"),
    [
        ("x", "0", "ranges of seconds"),
        ("12-3", "0", "ends after it starts"),
        ("5-5", "0", "ends after it starts"),
        ("-1-4", "0", "ranges of seconds"),
        ("0-1;2-3", "0", "ranges of seconds"),
        ("0-999999", "0", "ranges of seconds"),
        ("٠-٣", "0", "ranges of seconds"),
        ("0-1", "", "position"),
        ("0-1", "-4", "position"),
        ("0-1", "1e3", "position"),
        ("0-1," * 1200 + "0-1", "0", "in parts"),
        ("0-1," * 300 + "0-1", "0", "in parts"),
    ],
)
def test_refuses_a_bad_report(watched: str, position: str, says: str) -> None:
    with pytest.raises(rules.BadReport, match=says):
        rules.read_report(watched, position)
