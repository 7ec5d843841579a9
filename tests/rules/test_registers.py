"""What a set of marks means, in whatever order and however often they come in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learners.attendance.rules import (
    Outcome,
    Press,
    Signed,
    Standing,
    outcome,
    people_who_came,
    same_name,
    stand,
    was_there,
)

TEN = datetime(2026, 12, 3, 10, tzinfo=UTC)


def press(
    key: str,
    mark: str = "present",
    *,
    minute: float = 0,
    who: int = 1,
    device: str = "a",
    place: int = 0,
    **more,
):
    at = TEN + timedelta(minutes=minute)
    return Press(
        key=key,
        enrolment=who,
        mark=mark,
        minutes=more.pop("minutes", None),
        at=at,
        device=device,
        place=place,
        **more,
    )


def test_the_newest_mark_counts() -> None:
    marks = [press("1", "absent", place=1), press("2", "late", minute=5, place=2, minutes=10)]
    assert stand(marks) == {1: Standing("late", 10, "2")}


def test_undoing_brings_back_what_was_there_before() -> None:
    marks = [press("1", "late", place=1), press("2", "absent", minute=1, place=2)]
    undo = press("3", "", minute=2, place=3, undoes="2")
    assert stand([*marks, undo])[1].mark == "late"
    assert stand([undo, press("1", "late", place=1)])[1].mark == "late"  # what it undoes has not come in yet
    both = [*marks, undo, press("4", "", minute=3, place=4, undoes="1")]
    assert stand(both) == {}


def test_an_undo_from_a_phone_with_a_late_signal_still_undoes() -> None:
    """The press seems newer than its own undo, because the one took longer on its way."""
    assert stand([press("1", "absent", minute=9), press("2", "", minute=1, device="b", undoes="1")]) == {}


def test_a_phones_own_presses_keep_their_order() -> None:
    """The first took five minutes to arrive, and so seems newer than the second."""
    marks = [press("1", "absent", minute=5, place=1), press("2", "present", minute=1, place=2)]
    assert stand(marks)[1].mark == "present"


def test_of_two_phones_the_later_press_counts() -> None:
    marks = [press("1", "absent", minute=3, device="a"), press("2", "present", minute=4, device="b")]
    assert stand(marks)[1].key == "2"


PRESSES = st.lists(
    st.builds(
        lambda number, mark, minute, who, device, undoes: press(
            f"k{number}",
            "" if undoes is not None else mark,
            minute=minute,
            who=who,
            device=device,
            place=number,
            undoes=f"k{undoes}" if undoes is not None else "",
        ),
        number=st.integers(0, 12),
        mark=st.sampled_from(["present", "late", "left_early", "told_us", "absent"]),
        minute=st.integers(0, 5),
        who=st.integers(1, 3),
        device=st.sampled_from("ab"),
        undoes=st.none() | st.integers(0, 12),
    ),
    unique_by=lambda one: one.key,
    max_size=13,
)


@given(PRESSES, st.randoms(use_true_random=False))
def test_any_order_and_any_repeat_give_the_same_register(presses: list[Press], chance) -> None:
    shuffled = [*presses, *presses]
    chance.shuffle(shuffled)
    assert stand(shuffled) == stand(presses)


@pytest.mark.parametrize(
    ("mark", "missed", "there"),
    [
        ("present", None, True),
        ("late", None, True),
        ("late", 90, True),
        ("late", 91, False),
        ("left_early", 360, False),
        ("left_early", 400, False),
        ("told_us", None, False),
        ("absent", None, False),
        ("", None, False),
    ],
)
def test_three_quarters_of_a_session_is_being_there(mark: str, missed: int | None, there: bool) -> None:
    assert was_there(mark, missed, 360) is there


def test_a_place_needs_every_session() -> None:
    here, away = Signed(360, {1: ("present", None)}), Signed(360, {1: ("absent", None)})
    briefly = Signed(360, {1: ("left_early", 300)})
    assert outcome(1, [here, here]) == Outcome.ATTENDED
    assert outcome(1, [here, away]) == Outcome.PART
    assert outcome(1, [briefly]) == Outcome.PART
    assert outcome(1, [away, away]) == Outcome.NO_SHOW
    assert outcome(2, [here]) == Outcome.NO_SHOW  # on no line of it
    assert outcome(1, [here, None]) is None
    assert outcome(1, []) is None


def test_who_came_to_anything_counts_once() -> None:
    first = Signed(60, {1: ("present", None), 2: ("absent", None), 3: ("late", 5)})
    second = Signed(60, {1: ("present", None), 2: ("told_us", None), 4: ("left_early", 59)})
    assert people_who_came([first, second, None]) == 3


def test_names_are_the_same_whatever_their_capitals_and_spaces() -> None:
    assert same_name("Kit  Lawal", "kit lawal ")
    assert not same_name("Kit Lawal", "Kit Lawson")
