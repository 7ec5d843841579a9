"""Counts that give nobody away, whole months, and postcodes however they are written."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learners.equality.rules import (
    NotAPostcode,
    months_before,
    months_due,
    read_postcode,
    safe_counts,
    safe_sum,
)


@pytest.mark.parametrize(
    ("typed", "district", "whole", "area"),
    [
        ("NE1 4LP", "NE1", "NE14LP", "NE"),
        (" ne14lp ", "NE1", "NE14LP", "NE"),
        ("n e 1 4 l p", "NE1", "NE14LP", "NE"),
        ("SW1A 1AA", "SW1A", "SW1A1AA", "SW"),
        ("M1 OAB", "M1", "M10AB", "M"),  # the letter O for a nought
        ("NE1", "NE1", "", "NE"),
        ("sa12", "SA12", "", "SA"),
        ("E1W", "E1W", "", "E"),
        ("NE1 4", "NE1", "", "NE"),  # a bit more than half
        ("B33 8TH", "B33", "B338TH", "B"),
    ],
)
def test_postcodes_as_people_write_them(typed: str, district: str, whole: str, area: str) -> None:
    found = read_postcode(typed)
    assert (found.district, found.whole, found.area) == (district, whole, area)


@pytest.mark.parametrize("typed", ["", "x", "12345", "NE", "NE1 4L", "Newcastle", "NE1 4LP 5", "<b>", "№1"])
def test_what_is_no_postcode_says_so(typed: str) -> None:
    with pytest.raises(NotAPostcode, match="like NE1 4LP"):
        read_postcode(typed)


# --- hiding -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 20, "b": 30}, {"a": 20, "b": 30}),
        ({"a": 22, "b": 5, "c": 38}, {"a": 20, "b": 5, "c": 40}),
        ({"a": 20, "b": 30, "c": 4}, {"a": None, "b": 30, "c": None}),  # b minus the sum would tell c
        ({"a": 20, "b": 3, "c": 4}, {"a": 20, "b": None, "c": None}),
        ({"a": 20, "b": 1, "c": 2}, {"a": None, "b": None, "c": None}),  # three together are few, too
        ({"a": 20, "b": 0, "c": 0}, {"a": None, "b": None, "c": None}),  # or all would be known to be a
        ({"a": 20, "b": 6, "c": 1, "d": 1}, {"a": 20, "b": None, "c": None, "d": None}),
        ({"a": 2, "b": 2}, {"a": None, "b": None}),
        ({}, {}),
    ],
)
def test_small_numbers_are_hidden_and_as_many_others_as_it_takes(
    counts: dict[str, int], shown: dict[str, int | None]
) -> None:
    assert safe_counts(counts, 5) == shown


def test_even_the_sum_is_hidden_where_it_is_small() -> None:
    assert safe_sum({"a": 4}, 5) is None
    assert safe_sum({"a": 4, "b": 1}, 5) == 5
    assert safe_sum({"a": 4, "b": 8}, 5) == 10  # and rounded


COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), min_size=2)


@given(counts=COUNTS, least=st.integers(3, 8))
def test_nothing_small_shows_and_nothing_small_is_left_over(counts: dict[str, int], least: int) -> None:
    shown = safe_counts(counts, least)
    assert all(many is None or many >= least and many % least == 0 for many in shown.values())
    assert all(many is None or abs(many - counts[key]) <= least / 2 for key, many in shown.items())
    hidden = [counts[key] for key, many in shown.items() if many is None]
    if hidden and safe_sum(counts, least) is not None:
        assert len(hidden) > 1 and sum(hidden) >= least


@pytest.mark.parametrize(("least", "answers", "most"), [(3, 2, 14), (3, 3, 13), (4, 3, 14), (3, 4, 9)])
def test_whoever_knows_the_rule_cannot_work_a_hidden_number_out(least: int, answers: int, most: int) -> None:
    """The attack: make every table there could be, keep those that look like the one that is shown, and see whether
    they agree on a hidden number."""
    looks: dict[Any, list[tuple[int, ...]]] = defaultdict(list)
    for numbers in product(range(most + 1), repeat=answers):
        counts = dict(zip("abcdef", numbers, strict=False))
        if sum(numbers) <= most + 1:
            looks[safe_sum(counts, least), tuple(safe_counts(counts, least).items())].append(numbers)
    whole = {look: tables for look, tables in looks.items() if look[0] is None or look[0] <= most - least}
    assert len(whole) > 3
    for (_, shown), tables in whole.items():
        for place, (_, many) in enumerate(shown):
            if many is None:
                assert len({table[place] for table in tables}) > 1, (shown, tables)


# --- months -------------------------------------------------------------------------------------------------


def month(number: int, year: int = 2026) -> date:
    return date(year, number, 1)


@pytest.mark.parametrize(
    ("pending", "today", "due"),
    [
        ({}, date(2026, 10, 1), None),
        ({month(9): 20}, date(2026, 9, 30), None),  # not over yet
        ({month(9): 20}, date(2026, 10, 1), (month(9), month(9))),
        ({month(7): 10, month(9): 10}, date(2026, 10, 1), (month(7), month(9))),
        ({month(9): 19}, date(2026, 10, 1), None),  # too few: they wait
        ({month(9): 19, month(10): 50}, date(2026, 11, 22), None),  # this quarter is not over
        ({month(9): 19, month(10): 1}, date(2027, 1, 2), (month(9), month(12))),
        ({month(1): 1}, date(2026, 12, 31), None),
        ({month(1): 1}, date(2027, 1, 1), (month(1), month(12))),  # for a year at most
    ],
)
def test_figures_are_made_of_quarters_that_are_over_when_enough_have_answered(
    pending: Mapping[date, int], today: date, due: tuple[date, date] | None
) -> None:
    assert months_due(pending, today, enough=20) == due


def test_months_back() -> None:
    assert months_before(month(1), 1) == month(12, 2025)
    assert months_before(month(12), 13) == month(11, 2025)
