"""Dates are made, copied and opened; whoever may not is told why."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.catalogue.models import Course
from courses.delivery.actions import copy_cohort, create_cohort, open_cohort, set_trainers
from courses.delivery.models import Cohort, CohortTrainer
from courses.delivery.policies import may_open
from courses.delivery.queries import cohorts_seen, hubs_led, trains, usual_of
from courses.delivery.rules import Meeting
from courses.delivery.session_actions import cancel_session
from courses.delivery.states import CohortState
from courses.delivery.venue_actions import VenueFacts, close_venue
from tests.chains import broken_links
from tests.courses.delivery.making import DAY, hall, made, meeting, new
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


def test_a_coordinator_makes_dates() -> None:
    cohort = made(meeting(), meeting(DAY + timedelta(days=7)), min_to_run=4, title=" autumn ")
    assert cohort.state == CohortState.DRAFT
    assert cohort.starts_at == datetime(2026, 12, 3, 10, tzinfo=UTC)
    assert cohort.ends_at == datetime(2026, 12, 10, 16, tzinfo=UTC)
    assert [one.number for one in cohort.sessions.all()] == [1, 2]
    assert cohort.title == "autumn"
    assert AuditEvent.objects.get(chain=chain_of(cohort)).action == "cohort_made"


def test_a_summer_session_is_at_the_time_on_the_wall() -> None:
    cohort = made(meeting(date(2027, 6, 3)))
    assert cohort.starts_at == datetime(2027, 6, 3, 9, tzinfo=UTC)


def test_the_same_form_sent_twice_makes_one_cohort() -> None:
    key = "a" * 22
    assert made(key=key) == made(key=key)
    assert Cohort.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"capacity": 0}, "from 1 to 500 places"),
        ({"capacity": 501}, "from 1 to 500 places"),
        ({"capacity": 5, "min_to_run": 6}, "Lower the one or raise the other"),
    ],
)
def test_numbers_that_cannot_be(facts: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        made(**facts)
    assert not Cohort.objects.exists()


def test_dates_need_a_session() -> None:
    no_meetings = new()
    object.__setattr__(no_meetings, "meetings", ())
    with pytest.raises(Refused, match="from 1 to 60 sessions"):
        create_cohort(new=no_meetings, by=dates.coordinator(), now=NOON)


def test_only_the_hubs_own_coordinator_makes_its_dates() -> None:
    far = dates.coordinator(dates.hub("millfield"), "mel@example.org")
    for who in (far, dates.trainer(), worlds.person()):
        with pytest.raises(Refused, match="made by its coordinator. Ask them"):
            made(by=who)


def test_an_online_course_has_no_dates() -> None:
    online = worlds.course(1)
    with pytest.raises(Refused, match="it needs no dates. Choose another course"):
        made(course_id=online.pk)


def test_a_closed_hub_has_no_new_dates() -> None:
    hub = dates.hub()
    hub.status = "closed"
    hub.save()
    with pytest.raises(Refused, match="is closed, so it has no new dates. Choose another hub"):
        made()


def test_a_copy_keeps_gaps_places_words_and_trainers() -> None:
    jo, gone = dates.trainer(), dates.trainer(email="gone@example.org")
    old = made(
        meeting(),
        meeting(DAY + timedelta(days=7), 18, 20),
        capacity=14,
        min_to_run=5,
        words="Bring a cup.",
        trainer_ids=(jo.pk, gone.pk),
    )
    cancelled = made(meeting())
    gone.roles.update(ends_on=date(2026, 11, 1))
    first = meeting(date(2027, 1, 12), 9, 15)
    copy = copy_cohort(cohort_id=old.pk, first=first, by=dates.coordinator(), now=NOON, key="b" * 22)
    assert [(one.day, one.begins) for one in copy.sessions.all()] == [
        (date(2027, 1, 12), time(9)),
        (date(2027, 1, 19), time(18)),
    ]
    assert (copy.capacity, copy.min_to_run, copy.words) == (14, 5, "Bring a cup.")
    assert (copy.state, copy.copied_from) == (CohortState.DRAFT, old)
    assert trains(copy) == [jo]
    assert copy_cohort(cohort_id=old.pk, first=first, by=dates.coordinator(), now=NOON, key="b" * 22) == copy
    assert Cohort.objects.count() == 2 + len([cancelled])


def test_a_copy_leaves_cancelled_sessions_out() -> None:
    old = made(meeting(), meeting(DAY + timedelta(days=7)))
    cancel_session(session_id=old.sessions.get(number=1).pk, by=dates.coordinator(), now=NOON)
    copy = copy_cohort(cohort_id=old.pk, first=meeting(date(2027, 1, 12)), by=dates.coordinator(), now=NOON)
    assert copy.sessions.count() == 1


def test_booking_opens() -> None:
    cohort = made()
    assert open_cohort(cohort_id=cohort.pk, by=dates.coordinator(), now=NOON).state == CohortState.OPEN
    assert open_cohort(cohort_id=cohort.pk, by=dates.coordinator(), now=NOON).state == CohortState.OPEN
    opened = AuditEvent.objects.filter(chain=chain_of(cohort), action="cohort_opened")
    assert opened.count() == 1
    assert broken_links(chain_of(cohort)) == []
    ruling = may_open(dates.coordinator(), Cohort.objects.get(), now=NOON)
    assert "open already" in ruling.reason


def test_what_keeps_booking_closed_says_what_to_do() -> None:
    cohort, cora = made(), dates.coordinator()
    with pytest.raises(Refused, match="Only the coordinator of Harbour Road changes these dates"):
        open_cohort(cohort_id=cohort.pk, by=dates.trainer(), now=NOON)
    with pytest.raises(Refused, match="over already. Move it to a day that is still to come"):
        open_cohort(cohort_id=cohort.pk, by=cora, now=later(days=30))
    Course.objects.update(published=False)
    with pytest.raises(Refused, match="Ask the Academy's editors to publish it"):
        open_cohort(cohort_id=cohort.pk, by=cora, now=NOON)
    cohort.sessions.all().delete()
    Cohort.objects.update(starts_at=None, ends_at=None)
    with pytest.raises(Refused, match="no session yet. Add one first"):
        open_cohort(cohort_id=cohort.pk, by=cora, now=NOON)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (CohortState.IN_PROGRESS, "have begun, so nobody can book any more"),
        (CohortState.DELIVERED, "Copy them to new dates instead"),
        (CohortState.CLOSED, "Copy them to new dates instead"),
        (CohortState.CANCELLED, "were cancelled. Copy them to new dates instead"),
    ],
)
def test_what_is_past_opening(state: CohortState, reason: str) -> None:
    over: dict[str, Any] = (
        {"cancelled_at": NOON, "cancelled_why": "Rain."} if state == CohortState.CANCELLED else {}
    )
    with pytest.raises(Refused, match=reason):
        open_cohort(cohort_id=dates.cohort(state=state, **over).pk, by=dates.coordinator(), now=NOON)


def test_trainers_come_and_go_and_stay_in_the_history() -> None:
    cohort, jo, cora = made(), dates.trainer(), dates.coordinator()
    for _ in range(2):
        set_trainers(cohort_id=cohort.pk, account_ids=(jo.pk,), by=cora, now=NOON)
    assert trains(cohort) == [jo]
    assert list(cohorts_seen(jo, now=NOON)) == [cohort]
    for hours in (1, 2):
        set_trainers(cohort_id=cohort.pk, account_ids=(), by=cora, now=later(hours=hours))
    assert trains(cohort) == []
    assert not cohorts_seen(jo, now=NOON).exists()
    assert CohortTrainer.objects.get().removed_at == later(hours=1)


def test_trainers_are_set_at_once() -> None:
    jo, ada = dates.trainer(), dates.trainer(email="ada@example.org")
    cohort = made(trainer_ids=(jo.pk,))
    for wanted in ((ada.pk,), (ada.pk,), (ada.pk, jo.pk)):
        set_trainers(cohort_id=cohort.pk, account_ids=wanted, by=dates.coordinator(), now=NOON)
        assert {one.pk for one in trains(cohort)} == set(wanted)
    assert CohortTrainer.objects.count() == 3
    with pytest.raises(Refused, match="Only the coordinator"):
        set_trainers(cohort_id=cohort.pk, account_ids=(), by=jo, now=NOON)


def test_dates_at_a_new_place() -> None:
    somewhere = Meeting(DAY, time(10), time(16))
    cohort = made(somewhere, venue=VenueFacts("Library", "High Street, Saltby"))
    assert str(cohort.sessions.get().venue) == "Library"


def test_somebody_without_the_role_does_not_train() -> None:
    cohort = made()
    for who in (worlds.person(), dates.trainer(dates.hub("millfield"), "far@example.org")):
        with pytest.raises(Refused, match="Give them the role first"):
            set_trainers(cohort_id=cohort.pk, account_ids=(who.pk,), by=dates.coordinator(), now=NOON)


def test_a_new_form_begins_with_what_the_hub_did_last() -> None:
    jo = dates.trainer()
    assert usual_of(dates.hub(), now=NOON).capacity == 12
    last = made(meeting(begins=18, ends=20), capacity=9, min_to_run=3, trainer_ids=(jo.pk,))
    usual = usual_of(dates.hub(), now=NOON)
    assert (usual.course_id, usual.venue_id) == (last.course_id, hall().pk)
    assert (usual.begins, usual.ends, usual.capacity, usual.min_to_run) == (time(18), time(20), 9, 3)
    assert usual.trainer_ids == (jo.pk,)
    close_venue(venue_id=hall().pk, closed=True, by=dates.coordinator(), now=NOON)
    assert usual_of(dates.hub(), now=NOON).venue_id is None


def test_a_coordinator_sees_only_their_own_hub() -> None:
    own = made()
    other = dates.cohort(at=dates.hub("millfield"))
    cora = dates.coordinator()
    cora.roles.filter(hub=other.hub).delete()
    assert list(cohorts_seen(cora, now=NOON)) == [own]
    assert [hub.slug for hub in hubs_led(cora, now=NOON)] == ["harbour"]
    manager = Account.objects.create_user("mo@example.org", full_name="Mo", is_adult=True)
    manager.roles.create(role="manager", starts_on=date(2026, 1, 1))
    assert set(cohorts_seen(manager, now=NOON)) == {own, other}
