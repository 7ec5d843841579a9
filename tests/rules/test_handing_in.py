"""What is missing, what is thin, and what may be handed in again: rules without a database."""

from dataclasses import replace
from datetime import date

import pytest

from academy.shared.working_days import bank_holidays, working_days_after, working_days_between
from learners.submissions.rules import (
    EMPTY,
    Mend,
    Past,
    Piece,
    attempts_used,
    faults_of,
    may_hand_in_again,
    missing_for,
    only_witnesses,
    thin_in,
)

GOOD = Piece(
    pk=1,
    title="At the market",
    kind="reflection",
    methods=frozenset({"reflection"}),
    own_part=True,
    others="nobody",
    happened=True,
    content=True,
)
COURSE = replace(GOOD, pk=2, kind="course", methods=frozenset(), own_part=False, context=True)
WITNESS = replace(
    GOOD, pk=3, kind="witness", methods=frozenset({"witness"}), own_part=False, witness="confirmed"
)


@pytest.mark.parametrize("piece", [GOOD, COURSE, WITNESS, replace(GOOD, others="agreed")])
def test_a_piece_without_faults(piece: Piece) -> None:
    assert faults_of(piece) == ()


@pytest.mark.parametrize(
    ("facts", "words", "mend"),
    [
        ({"content": False}, "Nothing is written", Mend.PIECE),
        ({"content": False, "kind": "photo"}, "no photo", Mend.PIECE),
        ({"own_part": False}, "your own part", Mend.PIECE),
        ({"others": ""}, "who else can be recognised", Mend.PIECE),
        ({"others": "somebody"}, "has not agreed", Mend.PIECE),
        ({"checking": 1}, "still being checked", Mend.WAIT),
        ({"refused": 1}, "was refused", Mend.PIECE),
        ({"witness": "asked"}, "has not answered", Mend.PIECE),
        ({"witness": "declined"}, "said no", Mend.WITNESS),
    ],
)
def test_what_stands_in_the_way(facts: dict[str, object], words: str, mend: Mend) -> None:
    (fault,) = faults_of(replace(GOOD, **facts))  # type: ignore[arg-type]
    assert words in fault.words
    assert fault.mend == mend
    assert fault.piece == 1


def test_every_fault_of_a_piece_is_said_at_once() -> None:
    assert len(faults_of(replace(GOOD, own_part=False, others="", content=False, checking=1))) == 4


@pytest.mark.parametrize("witness", ["asked", "declined"])
def test_nothing_is_asked_of_a_learner_that_only_their_witness_can_say(witness: str) -> None:
    assert len(faults_of(replace(WITNESS, witness=witness, others=""))) == 1


def test_every_kind_has_its_words() -> None:
    assert set(EMPTY) == {
        "photo",
        "recording",
        "file",
        "link",
        "reflection",
        "practice",
        "lesson",
        "course",
        "witness",
    }


def test_having_attended_shows_nothing_by_itself() -> None:
    assert "good start" in missing_for([COURSE])[0].words
    assert missing_for([COURSE, GOOD]) == ()
    assert "nothing for this yet" in missing_for([])[0].words


def test_a_prescribed_method_that_was_not_used() -> None:
    assert thin_in([GOOD], ()) == ()
    assert thin_in([GOOD], {"reflection", "product"}) == ()
    (own,) = thin_in([GOOD], {"product", "observation"})
    assert "something you made" in own.words
    assert own.mend == Mend.ADD
    (together,) = thin_in([GOOD], {"observation"})
    assert together.mend == Mend.PLAN
    assert "watch you" in together.words
    assert thin_in([GOOD], {"expert_witness"})[0].mend == Mend.WITNESS


def test_inv_16_a_witness_alone_is_thin() -> None:
    assert "witness alone" in thin_in([WITNESS], ())[0].words
    assert "witness alone" in thin_in([WITNESS, COURSE], ())[0].words
    assert thin_in([WITNESS, GOOD], ()) == ()
    assert only_witnesses([WITNESS, COURSE])
    assert not only_witnesses([WITNESS, GOOD])
    assert not only_witnesses([COURSE])


def test_no_day_anywhere_is_thin() -> None:
    undated = replace(GOOD, happened=False)
    assert "which day" in thin_in([undated], ())[0].words
    assert thin_in([undated, GOOD], ()) == ()


FRIDAY, LATER = date(2026, 11, 20), date(2026, 11, 30)
ANSWERED = Past(waiting=False, returned=False, released_on=FRIDAY)
RETURNED = Past(waiting=False, returned=True)


def test_what_is_with_the_assessor_is_not_handed_in_twice() -> None:
    again = may_hand_in_again([Past(True, False)], attempts=None, attempt_days=None, today=FRIDAY)
    assert "has this already" in again.reason


def test_attempts_are_counted_without_what_came_back_unread() -> None:
    assert attempts_used([RETURNED, ANSWERED, RETURNED]) == 1
    assert may_hand_in_again([RETURNED, RETURNED], attempts=1, attempt_days=None, today=FRIDAY)
    no = may_hand_in_again([ANSWERED], attempts=1, attempt_days=None, today=FRIDAY)
    assert "once" in no.reason
    assert may_hand_in_again([ANSWERED], attempts=2, attempt_days=None, today=FRIDAY)
    assert "2 times" in may_hand_in_again([ANSWERED] * 2, attempts=2, attempt_days=None, today=FRIDAY).reason


def test_the_time_for_another_attempt_is_in_working_days() -> None:
    """Five working days after a Friday is the next Friday."""
    week = date(2026, 11, 27)
    assert may_hand_in_again([ANSWERED], attempts=None, attempt_days=5, today=week)
    no = may_hand_in_again([ANSWERED], attempts=None, attempt_days=5, today=LATER)
    assert "27 November 2026" in no.reason
    assert may_hand_in_again([RETURNED], attempts=None, attempt_days=5, today=LATER)


def test_what_came_back_unread_begins_the_time_anew() -> None:
    """Otherwise it could come back when the time is over, and "it does not count as a try" would not be true."""
    back = replace(RETURNED, returned_on=LATER)
    week = date(2026, 12, 7)
    assert may_hand_in_again([ANSWERED, back], attempts=2, attempt_days=5, today=week)
    no = may_hand_in_again([ANSWERED, back], attempts=2, attempt_days=5, today=date(2026, 12, 8))
    assert "7 December 2026" in no.reason
    assert may_hand_in_again([back], attempts=2, attempt_days=5, today=date(2027, 1, 8))


def test_working_days() -> None:
    assert working_days_after(FRIDAY, 1) == date(2026, 11, 23)
    assert working_days_after(date(2026, 12, 24), 1) == date(
        2026, 12, 29
    )  # past Christmas and the moved Boxing Day
    assert working_days_after(FRIDAY, 0) == FRIDAY
    assert working_days_between(FRIDAY, LATER) == 6
    assert working_days_between(LATER, FRIDAY) == 0


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
    ],
)
def test_bank_holidays_as_the_government_lists_them(year: int, days: str) -> None:
    assert sorted(f"{day:%m-%d}" for day in bank_holidays(year)) == days.split()
