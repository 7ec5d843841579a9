"""What judging and signing ask of holds, prior learning and adjustments."""

from datetime import date

import pytest

from learners.adjustments.queries import adjustments_in_place, holds_on, prior_units, ways_of
from learners.adjustments.states import ClaimState, RequestState
from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.learners import qualifying
from tests.learners.adjustments.ways import asked, claim, held
from tests.learners.judging import unit_of
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(cast: Cast) -> QualRegistration:
    return qualifying.registered(cast.learner, cast.harbour, cast.manager)


def test_a_hold_stands_on_a_unit_or_on_everything_until_it_is_lifted(
    cast: Cast, registration: QualRegistration
) -> None:
    one, two = unit_of(registration, 1), unit_of(registration, 2)
    other = qualifying.registered(cast.neighbour, cast.harbour, cast.manager)
    held(other, cast.quality)
    assert holds_on(registration) == ()
    on_one = held(registration, cast.quality, one)
    assert [hold.pk for hold in holds_on(registration)] == [on_one.pk]
    assert [hold.unit for hold in holds_on(registration, one)] == [1]
    assert holds_on(registration, two.pk) == ()
    whole = held(registration, cast.quality)
    assert [hold.pk for hold in holds_on(registration, two)] == [whole.pk]
    assert len(holds_on(registration, one.pk)) == 2
    whole.lifted_at, whole.lifted_by, whole.lifted_why = NOON, cast.quality, "The appeal is answered."
    whole.save()
    assert holds_on(registration, two) == ()


def test_a_hold_says_why_and_what_happens_next(cast: Cast, registration: QualRegistration) -> None:
    held(registration, cast.quality)
    (hold,) = holds_on(registration)
    assert hold.words == (
        "A hold stands on this registration: An appeal is open. Quinn Quality placed it; the lead quality assurer "
        "looks at it again by 4 December 2026."
    )


@pytest.mark.parametrize("state", ClaimState)
def test_prior_learning_counts_from_when_it_is_handed_in_and_where_it_was_accepted(
    registration: QualRegistration, state: ClaimState
) -> None:
    unit = unit_of(registration, 2)
    claim(registration, unit, state)
    counts = state in (ClaimState.MAPPED, ClaimState.ASSESSED, ClaimState.ACCEPTED)
    assert prior_units(registration) == (frozenset({unit.pk}) if counts else frozenset())


@pytest.mark.parametrize("state", RequestState)
def test_only_what_is_in_place_helps(registration: QualRegistration, state: RequestState) -> None:
    one, two = unit_of(registration, 1), unit_of(registration, 2)
    asked(registration, one, state)
    there = state == RequestState.IN_PLACE
    assert [each.unit for each in adjustments_in_place(registration, one)] == ([1] if there else [])
    assert adjustments_in_place(registration, two.pk) == ()
    assert len(adjustments_in_place(registration, None)) == there


def test_judging_reads_both_by_one_query(
    cast: Cast,
    registration: QualRegistration,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    one, two = unit_of(registration, 1), unit_of(registration, 2)
    other = qualifying.registered(cast.neighbour, cast.harbour, cast.manager)
    for mine, unit in ((registration, two), (other, one)):
        claim(mine, unit, ClaimState.MAPPED)
        asked(mine, None, RequestState.IN_PLACE)
        asked(mine, unit, RequestState.IN_PLACE, review_on=date(2026, 12, 4))
        asked(mine, unit, RequestState.DRAFT)
    with django_assert_num_queries(1):
        ways = ways_of(registration)
    assert (ways.prior, ways.helps) == (
        prior_units(registration),
        adjustments_in_place(registration, None),
    )
    assert ways.prior == {two.pk} and [each.review_on for each in ways.helps] == [None, date(2026, 12, 4)]


def test_what_was_asked_for_every_unit_helps_in_each(registration: QualRegistration) -> None:
    asked(registration, None, RequestState.IN_PLACE)
    assert [each.unit for each in adjustments_in_place(registration, unit_of(registration, 2))] == [None]
