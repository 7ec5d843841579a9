"""Whom to tell when dates open: those who asked before, for whom there is a free place that they may take."""

from datetime import datetime, timedelta

import pytest

from academy.accounts.models import Account
from courses.delivery.actions import open_cohort
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments.interest_actions import stop_telling
from learners.enrolments.interest_queries import to_tell
from learners.enrolments.place_actions import cancel_place
from tests.learners.places import dates
from tests.learners.places.interests import waits
from tests.learners.places.people import booked, kit, people
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def told(now: datetime | None = None) -> list[tuple[int, tuple[int, ...]]]:
    return [(one.account_id, one.cohort_ids) for one in to_tell(now or later(days=1))]


def opened(capacity: int = 10, *, days: int = 0, hub: str = "harbour", **more) -> Cohort:
    """Dates that people could book from an hour after NOON on."""
    at, first = dates.hub(hub), dates.FIRST_DAY + timedelta(days=days)
    return dates.cohort(capacity, at=at, first=first, now=later(hours=1), **more)


def test_who_waits_is_told_when_dates_open() -> None:
    amara, bea, cleo = people(3)
    waits(amara, "harbour"), waits(bea, "mill"), waits(cleo)
    cohort = opened()
    assert told() == [(amara.pk, (cohort.pk,)), (cleo.pk, (cohort.pk,))]
    (first, _) = to_tell(later(days=1))
    assert (first.at, first.occasion) == (later(hours=1), "2026-W47")


def test_dates_that_were_there_before_one_asked_are_no_news() -> None:
    (amara,) = people(1)
    opened()
    waits(amara, now=later(hours=2))
    assert told() == []


def test_a_draft_is_news_only_when_it_opens() -> None:
    (amara,) = people(1)
    draft = opened(state=CohortState.DRAFT)
    waits(amara, now=later(hours=2))
    assert told() == []
    open_cohort(cohort_id=draft.pk, by=dates.coordinator(), now=later(hours=3))
    assert told() == [(amara.pk, (draft.pk,))]
    assert next(to_tell(later(days=1))).at == later(hours=3)


def test_dates_that_open_later_are_news_only_then() -> None:
    (amara,) = people(1)
    waits(amara)
    cohort = opened(booking_opens_at=later(days=2))
    assert told(later(days=1)) == []
    assert told(later(days=3)) == [(amara.pk, (cohort.pk,))]


def test_no_news_is_what_cannot_be_booked() -> None:
    amara, bea = people(2)
    waits(amara)
    opened(1)
    booked(Cohort.objects.get(), bea, later(hours=2))
    opened(days=1, state=CohortState.CANCELLED, cancelled_at=NOON, cancelled_why="Flooded.")
    opened(days=2, booking_closes_at=later(hours=5))
    assert told() == []
    assert told(later(days=60)) == []  # over


def test_who_has_a_place_or_no_longer_waits_is_not_told() -> None:
    amara, bea, cleo = people(3)
    stop_telling(account_id=bea.pk, interest_id=waits(bea).pk, now=NOON)
    waits(cleo)
    Account.objects.filter(pk=cleo.pk).update(is_active=False)
    place = booked(dates.cohort(first=dates.FIRST_DAY + timedelta(days=7)), amara)
    waits(amara)  # again, for a friend perhaps: the place she has is enough
    opened()
    assert told() == []
    cancel_place(place_id=place.pk, by=amara, now=NOON)
    assert len(told()) == 1


def test_who_only_waits_for_other_dates_is_told_of_free_ones() -> None:
    amara, bea = people(2)
    full = dates.cohort(1)
    booked(full, bea)
    waits(amara)
    booked(full, amara)
    cohort = opened(days=3)
    assert told() == [(amara.pk, (cohort.pk,))]


def test_who_is_too_young_is_not_told() -> None:
    young = kit()
    waits(young, min_age=16)
    opened()
    assert told() == []


@pytest.mark.parametrize("many", [1, 40])
def test_whom_to_tell_costs_the_same_for_few_and_many(many: int, django_assert_num_queries) -> None:
    for who in people(many):
        waits(who)
    for days in range(8):
        opened(days=days)
    with django_assert_num_queries(3):
        found = list(to_tell(later(days=1)))
    assert len(found) == many
    assert len(found[0].cohort_ids) == 6
