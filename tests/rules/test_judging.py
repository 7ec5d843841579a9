"""What a judgement of one criterion needs before it can be sent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learners.assessment.rules import (
    CHECK_KEYS,
    CHECKS,
    Draft,
    Piece,
    Use,
    Where,
    first_use,
    methods_for,
    next_step_for,
    problems_of,
)

ALL = dict.fromkeys(CHECK_KEYS, True)
TALK = Piece("entry:1", "Three talks", frozenset({"reflection"}), offered=True)
PHOTO = Piece("entry:2", "A photo", frozenset({"recording", "product"}), offered=True)
SEEN = Piece("record:3", "At the market", frozenset({"observation", "questions"}), offered=True)
COURSE = Piece("entry:4", "A course", frozenset(), offered=True, context=True)
HIDDEN = Piece("entry:5", "A piece", frozenset({"recording"}), offered=True, hidden=True)
GOOD = Draft(
    outcome="met",
    checks=ALL,
    uses=(Use("entry:1", used=True, method="reflection"),),
    rationale="Page 1.",
    pieces={"entry:1": TALK},
)
NOT_YET = replace(
    GOOD, outcome="not_yet", checks={**ALL, "current": False}, next_step="Add one of this year."
)


def with_pieces(draft: Draft, *pairs: tuple[Piece, Use]) -> Draft:
    return replace(draft, pieces={one.ref: one for one, _ in pairs}, uses=tuple(use for _, use in pairs))


def where(draft: Draft, prescribed: frozenset[str] = frozenset(), *, prior: bool = False) -> set[Where]:
    return {one.where for one in problems_of(draft, prescribed, prior=prior)}


def test_what_is_whole_has_no_problem() -> None:
    assert problems_of(GOOD, ()) == ()
    assert problems_of(NOT_YET, ()) == ()


def test_without_an_outcome_that_comes_first() -> None:
    assert where(Draft()) == {Where.OUTCOME}


@pytest.mark.parametrize("key", CHECK_KEYS)
def test_inv_11_any_no_is_not_met(key: str) -> None:
    assert where(replace(GOOD, checks={**ALL, key: False})) == {Where.CHECKS}


@pytest.mark.parametrize("key", CHECK_KEYS)
def test_inv_10_all_five_are_answered(key: str) -> None:
    some = {one: True for one in CHECK_KEYS if one != key}
    assert key in problems_of(replace(GOOD, checks=some), ())[0].words
    assert where(replace(NOT_YET, checks=some)) == {Where.CHECKS}


def test_not_yet_says_which_check_does_not_hold() -> None:
    assert where(replace(NOT_YET, checks=ALL)) == {Where.CHECKS}
    assert (
        where(replace(NOT_YET, checks=ALL), frozenset({"observation"})) == set()
    )  # the method is what is missing


def test_reason_and_next_step() -> None:
    assert where(replace(GOOD, rationale="  ")) == {Where.RATIONALE}
    assert where(replace(NOT_YET, next_step=" ")) == {Where.NEXT_STEP}


def test_inv_11_the_prescribed_method_is_among_what_it_rests_on() -> None:
    asked = frozenset({"observation"})
    assert where(GOOD, asked) == {Where.PIECES}
    seen = with_pieces(GOOD, (TALK, GOOD.uses[0]), (SEEN, Use("record:3", used=True, method="observation")))
    assert where(seen, asked) == set()
    aside = with_pieces(GOOD, (TALK, GOOD.uses[0]), (SEEN, Use("record:3", used=False, why="Another day.")))
    assert where(aside, asked) == {Where.PIECES}
    other = with_pieces(GOOD, (SEEN, Use("record:3", used=True, method="questions")))
    assert where(other, asked) == {Where.PIECES}


def test_inv_11_prior_learning_counts_where_it_is_claimed() -> None:
    draft = with_pieces(GOOD, (TALK, Use("entry:1", used=True, method="prior_learning")))
    assert where(draft, frozenset({"observation"})) == {Where.PIECES}
    assert where(draft, frozenset({"observation"}), prior=True) == set()
    assert methods_for(TALK, prior=True) == ("prior_learning", "reflection")
    assert methods_for(COURSE, prior=True) == ()


def test_a_met_rests_on_something_that_shows_it() -> None:
    nothing = with_pieces(GOOD, (TALK, Use("entry:1", used=False, why="Not hers.")))
    assert where(nothing) == {Where.PIECES}
    course = with_pieces(GOOD, (COURSE, Use("entry:4", used=True)))
    assert where(course) == {Where.PIECES}
    hidden = with_pieces(GOOD, (HIDDEN, Use("entry:5", used=True)))
    assert where(hidden) == {Where.PIECES}


def test_every_piece_that_is_offered_is_used_or_set_aside_with_a_word() -> None:
    silent = replace(GOOD, pieces={**GOOD.pieces, PHOTO.ref: PHOTO})
    assert "A photo" in problems_of(silent, ())[0].words
    assert where(replace(GOOD, pieces={**GOOD.pieces, PHOTO.ref: replace(PHOTO, offered=False)})) == set()
    wordless = with_pieces(GOOD, (TALK, GOOD.uses[0]), (PHOTO, Use("entry:2", used=False, why=" ")))
    assert where(wordless) == {Where.PIECES}
    assert where(replace(GOOD, uses=(*GOOD.uses, Use("entry:99", used=True)))) == {Where.PIECES}


def test_how_a_piece_is_put_down_at_first() -> None:
    assert first_use(PHOTO, frozenset(), prior=False) == Use("entry:2", used=True, method="product")
    assert first_use(SEEN, {"questions"}, prior=False).method == "questions"
    for one in (COURSE, HIDDEN):
        use = first_use(one, frozenset(), prior=False)
        assert not use.used and use.why


def test_the_first_no_becomes_the_next_step() -> None:
    assert next_step_for(ALL) == ""
    assert next_step_for({**ALL, "authentic": False, "sufficient": False}) == CHECKS[1].no


@given(
    st.dictionaries(st.sampled_from(CHECK_KEYS), st.booleans()),
    st.sampled_from(["", "met", "not_yet"]),
    st.text(max_size=3),
    st.booleans(),
    st.sampled_from(["", "observation", "questions"]),
)
def test_inv_11_whatever_is_typed_met_needs_it_all(
    checks: dict[str, bool], outcome: str, rationale: str, used: bool, method: str
) -> None:
    draft = with_pieces(
        replace(GOOD, checks=checks, outcome=outcome, rationale=rationale),
        (SEEN, Use("record:3", used=used, why="Because.", method=method)),
    )
    if outcome == "met" and not problems_of(draft, frozenset({"observation"})):
        assert checks == ALL and used and method == "observation" and rationale.strip()
