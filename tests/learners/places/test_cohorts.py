"""Steps of a cohort that touch places: how many there are, going ahead, cancelling, and the clock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.models import AuditDetail, AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments import cohort_actions
from learners.enrolments.cohort_actions import (
    CohortFacts,
    advance_cohort,
    advance_cohorts,
    cancel_cohort,
    change_cohort,
    confirm_cohort,
)
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place, cancel_place
from learners.enrolments.states import PlaceState
from tests.chains import broken_links
from tests.learners import worlds
from tests.learners.conftest import Nudges
from tests.learners.places import dates
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db
FACTS = CohortFacts(capacity=2, min_to_run=1)
THE_DAY = later(days=13, hours=-2)  # 10am on FIRST_DAY


@pytest.fixture(autouse=True)
def _no_broker(nudges: Nudges) -> None:
    """Nobody is written to."""


def cora() -> Account:
    return dates.coordinator()


def booked(cohort: Cohort, count: int) -> list[Enrolment]:
    people = [worlds.person(f"Person {number}", f"p{number}@example.org") for number in range(count)]
    return [book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON) for who in people]


def states(cohort: Cohort) -> list[str]:
    return list(Enrolment.objects.filter(cohort=cohort).order_by("pk").values_list("state", flat=True))


def test_more_places_go_down_the_list_at_once() -> None:
    cohort = dates.cohort(2)
    booked(cohort, 5)
    change_cohort(cohort_id=cohort.pk, facts=replace(FACTS, capacity=4), by=cora(), now=later(hours=1))
    assert states(cohort) == ["confirmed", "confirmed", "offered", "offered", "waitlisted"]
    event = AuditEvent.objects.get(chain=chain_of(cohort))
    assert AuditDetail.objects.get(event=event).after == {"capacity": 4}


def test_never_fewer_places_than_people_have() -> None:
    cohort = dates.cohort(3)
    booked(cohort, 3)
    with pytest.raises(Refused, match=r"3 places are taken.*give their place up first, or make more dates"):
        change_cohort(cohort_id=cohort.pk, facts=FACTS, by=cora(), now=NOON)
    with pytest.raises(Refused, match="Lower the one or raise the other"):
        change_cohort(cohort_id=cohort.pk, facts=CohortFacts(3, 4), by=cora(), now=NOON)
    assert Cohort.objects.get().capacity == 3


def test_fewer_places_are_still_no_more_than_there_are_seats() -> None:
    """Those who sit on the last seats move up, or two would share what is left."""
    cohort = dates.cohort(4)
    first, second, *_ = booked(cohort, 4)
    for place in (first, second):
        cancel_place(place_id=place.pk, by=place.account, now=NOON)
    change_cohort(cohort_id=cohort.pk, facts=FACTS, by=cora(), now=NOON)
    assert list(Enrolment.objects.holding().order_by("seat").values_list("seat", flat=True)) == [1, 2]
    late = worlds.person("Late", "late@example.org")
    assert book_place(cohort_id=cohort.pk, account_id=late.pk, by=late, now=NOON).state == "waitlisted"


def test_the_same_again_changes_nothing() -> None:
    cohort = dates.cohort(2)
    change_cohort(cohort_id=cohort.pk, facts=FACTS, by=cora(), now=NOON)
    assert not AuditEvent.objects.filter(chain=chain_of(cohort)).exists()


def test_booking_opens_before_it_closes_and_before_the_day() -> None:
    cohort = dates.cohort(2)
    wrong = replace(FACTS, booking_opens_at=later(days=5), booking_closes_at=later(days=4))
    with pytest.raises(Refused, match="Check the two days"):
        change_cohort(cohort_id=cohort.pk, facts=wrong, by=cora(), now=NOON)
    with pytest.raises(Refused, match="Choose an earlier day"):
        change_cohort(
            cohort_id=cohort.pk, facts=replace(FACTS, booking_opens_at=THE_DAY), by=cora(), now=NOON
        )


def test_it_goes_ahead_with_enough_people() -> None:
    cohort = dates.cohort(4, min_to_run=2)
    booked(cohort, 1)
    with pytest.raises(Refused, match=r"1 person has booked, and it runs with 2 or more.*or write why"):
        confirm_cohort(cohort_id=cohort.pk, by=cora(), now=NOON, why="  ")
    late = worlds.person("Late", "late@example.org")
    book_place(cohort_id=cohort.pk, account_id=late.pk, by=late, now=NOON)
    made = confirm_cohort(cohort_id=cohort.pk, by=cora(), now=NOON, why="not needed")
    assert (made.state, made.confirmed_why) == (CohortState.CONFIRMED, "")
    confirm_cohort(cohort_id=cohort.pk, by=cora(), now=later(hours=1))
    assert AuditEvent.objects.filter(action="cohort_confirmed").count() == 1


def test_it_goes_ahead_with_fewer_for_a_reason() -> None:
    cohort = dates.cohort(4, min_to_run=2)
    made = confirm_cohort(cohort_id=cohort.pk, by=cora(), now=NOON, why="A school class joins us.")
    assert (made.state, made.confirmed_why) == (CohortState.CONFIRMED, "A school class joins us.")


def test_a_draft_is_opened_first() -> None:
    with pytest.raises(Refused, match="Open booking first"):
        confirm_cohort(cohort_id=dates.cohort(state=CohortState.DRAFT).pk, by=cora(), now=NOON)


def test_a_cancelled_cohort_ends_every_place_and_keeps_its_history(nudges: Nudges) -> None:
    cohort = dates.cohort(2, days=2)
    places = booked(cohort, 3)
    cancel_place(place_id=places[0].pk, by=places[0].account, now=NOON)
    cancel_cohort(cohort_id=cohort.pk, by=cora(), now=later(hours=1), why=" The hall is flooded. ")
    cancel_cohort(cohort_id=cohort.pk, by=cora(), now=later(hours=2), why="Again")
    cohort.refresh_from_db()
    assert (cohort.state, cohort.cancelled_why) == (CohortState.CANCELLED, "The hall is flooded.")
    assert states(cohort) == ["learner_off", "hub_off", "hub_off"]
    assert not Enrolment.objects.exclude(seat=None).exists()
    assert set(cohort.sessions.values_list("cancelled_at", "sequence")) == {(later(hours=1), 1)}
    assert AuditEvent.objects.filter(action="cohort_cancelled").count() == 1
    assert not any(broken_links(chain_of(place)) for place in places)


def test_everybody_is_told_of_a_cancelled_cohort(nudges: Nudges, django_capture_on_commit_callbacks) -> None:
    cohort = dates.cohort(2)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_cohort(cohort_id=cohort.pk, by=cora(), now=NOON, why="Rain.")
    assert ("learners.reminders.send_due", {"kind": "cohort_cancelled"}) in nudges


def test_cancelling_half_way_keeps_what_was_held() -> None:
    cohort = dates.cohort(2, days=2)
    booked(cohort, 1)
    during = THE_DAY + timedelta(hours=1)
    advance_cohort(cohort_id=cohort.pk, now=during)
    cancel_cohort(cohort_id=cohort.pk, by=cora(), now=during, why="The trainer is ill.")
    first, second = cohort.sessions.all()
    assert (first.cancelled_at, second.cancelled_at) == (None, during)


def test_cancelling_needs_a_reason_and_the_coordinator() -> None:
    cohort = dates.cohort(2)
    with pytest.raises(Refused, match="Write why these dates are cancelled"):
        cancel_cohort(cohort_id=cohort.pk, by=cora(), now=NOON, why=" ")
    for act in (
        lambda who: cancel_cohort(cohort_id=cohort.pk, by=who, now=NOON, why="x"),
        lambda who: confirm_cohort(cohort_id=cohort.pk, by=who, now=NOON),
        lambda who: change_cohort(cohort_id=cohort.pk, facts=FACTS, by=who, now=NOON),
    ):
        with pytest.raises(Refused, match="Only the coordinator of Harbour Road"):
            act(dates.trainer())


@pytest.mark.parametrize("state", [CohortState.DELIVERED, CohortState.CLOSED])
def test_what_is_over_is_neither_changed_nor_cancelled(state: CohortState) -> None:
    cohort = dates.cohort(2, state=state)
    with pytest.raises(Refused, match="nothing left to cancel. The registers stay"):
        cancel_cohort(cohort_id=cohort.pk, by=cora(), now=NOON, why="x")
    with pytest.raises(Refused, match="Copy them to new dates instead"):
        change_cohort(cohort_id=cohort.pk, facts=FACTS, by=cora(), now=NOON)


def test_the_clock_begins_and_ends_it() -> None:
    cohort = dates.cohort(2, state=CohortState.CONFIRMED)
    waiting = dates.cohort(state=CohortState.DRAFT)
    booked(cohort, 3)
    for now, state in (
        (THE_DAY - timedelta(seconds=1), CohortState.CONFIRMED),
        (THE_DAY, CohortState.IN_PROGRESS),
        (THE_DAY + timedelta(hours=5), CohortState.IN_PROGRESS),
        (THE_DAY + timedelta(hours=6), CohortState.DELIVERED),
    ):
        advance_cohorts(now=now)
        cohort.refresh_from_db()
        assert cohort.state == state
    assert states(cohort) == ["confirmed", "confirmed", "expired"]
    waiting.refresh_from_db()
    assert waiting.state == CohortState.DRAFT
    assert broken_links(chain_of(cohort)) == []


def test_dates_that_nobody_confirmed_go_ahead_when_their_hour_comes() -> None:
    few, enough = dates.cohort(4, min_to_run=2), dates.cohort(4)
    booked(enough, 1)
    advance_cohorts(now=THE_DAY + timedelta(days=1))  # after a day without a worker
    for cohort, why in ((few, cohort_actions.HOUR_CAME), (enough, "")):
        cohort.refresh_from_db()
        assert (cohort.state, cohort.confirmed_why) == (CohortState.DELIVERED, why)
    assert states(enough) == [PlaceState.CONFIRMED]


def test_the_sweep_costs_nothing_when_nothing_is_due(django_assert_max_num_queries) -> None:
    dates.cohort()
    with django_assert_max_num_queries(1):
        advance_cohorts(now=NOON)


def test_one_that_cannot_begin_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, whole = dates.cohort(), dates.cohort()
    real = cohort_actions.advance_cohort

    def breaks(*, cohort_id: int, now) -> None:
        assert cohort_id != broken.pk
        real(cohort_id=cohort_id, now=now)

    monkeypatch.setattr(cohort_actions, "advance_cohort", breaks)
    advance_cohorts(now=THE_DAY)
    whole.refresh_from_db()
    assert whole.state == CohortState.IN_PROGRESS
