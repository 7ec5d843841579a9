"""Sums over what people said."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learners.evaluation.rules import asked_at, asked_until, closes_at, grown, letting_out, opens_at, rated

END = datetime(2026, 12, 3, 16, tzinfo=UTC)
MARK = st.one_of(st.none(), st.integers(1, 5))


@given(st.lists(MARK))
def test_who_said_nothing_is_not_counted(marks: list[int | None]) -> None:
    said = [mark for mark in marks if mark is not None]
    found = rated(marks)
    assert found.people == len(said)
    assert found.mean == (round(sum(said) / len(said), 1) if said else None)
    assert found.counts == tuple(said.count(mark) for mark in range(1, 6))


@given(st.lists(st.tuples(MARK, MARK)))
def test_only_whoever_said_both_has_grown(pairs: list[tuple[int | None, int | None]]) -> None:
    both = [pair for pair in pairs if None not in pair]
    found = grown(pairs)
    assert found.people == len(both)
    assert found.more == sum(1 for before, after in both if (after or 0) > (before or 0))
    assert (found.before is None) == (not both)


@pytest.mark.parametrize("kind", ["end", "later"])
def test_moments_stand_in_their_order(kind: str) -> None:
    assert opens_at(kind, END) <= asked_at(kind, END) < asked_until(kind, END) < closes_at(kind, END)


def test_the_second_question_comes_after_the_first_has_closed() -> None:
    assert opens_at("later", END) == END + timedelta(days=90) > closes_at("end", END)


def test_a_batch_is_whole_or_waits() -> None:
    assert [letting_out(hidden, 3) for hidden in range(5)] == [False, False, False, True, True]
