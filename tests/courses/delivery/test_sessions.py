"""Sessions are added, moved and cancelled; calendars hear of it, and the clocks may change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort, Session, Venue
from courses.delivery.rules import Meeting
from courses.delivery.session_actions import add_session, cancel_session, meeting_of, move_session
from courses.delivery.states import CohortState
from courses.delivery.venue_actions import close_venue
from tests.chains import broken_links
from tests.courses.delivery.making import DAY, hall, made, meeting
from tests.learners.places import dates
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


def cora():  # the coordinator
    return dates.coordinator()


def test_a_session_is_added_and_the_dates_follow() -> None:
    cohort = made()
    added = add_session(
        cohort_id=cohort.pk, meeting=meeting(DAY - timedelta(days=2), 18, 20), by=cora(), now=NOON
    )
    cohort.refresh_from_db()
    assert (added.number, cohort.starts_at) == (2, added.starts_at)
    assert AuditEvent.objects.filter(chain=chain_of(cohort), action="session_added").exists()


def test_a_moved_session_takes_its_dates_along_and_tells_calendars() -> None:
    cohort = made()
    one = cohort.sessions.get()
    moved = move_session(
        session_id=one.pk, meeting=meeting(DAY + timedelta(days=1), 11, 15), by=cora(), now=later(hours=1)
    )
    cohort.refresh_from_db()
    assert (moved.uid, moved.sequence, moved.changed_at) == (one.uid, 1, later(hours=1))
    assert cohort.starts_at == datetime(2026, 12, 4, 11, tzinfo=UTC)
    assert broken_links(chain_of(cohort)) == []


def test_moving_to_the_same_changes_nothing() -> None:
    one = made().sessions.get()
    same = move_session(session_id=one.pk, meeting=meeting_of(one), by=cora(), now=later(hours=1))
    assert (same.sequence, same.changed_at) == (0, NOON)


def test_a_cancelled_session_stays_and_the_dates_get_shorter() -> None:
    cohort = made(meeting(), meeting(DAY + timedelta(days=7)))
    last = cohort.sessions.get(number=2)
    gone = cancel_session(session_id=last.pk, by=cora(), now=NOON, why="The hall is flooded.")
    again = cancel_session(session_id=last.pk, by=cora(), now=later(hours=1))
    cohort.refresh_from_db()
    assert (gone.sequence, again.sequence, again.cancelled_at) == (1, 1, NOON)
    assert cohort.ends_at == cohort.sessions.get(number=1).ends_at
    with pytest.raises(Refused, match="cancelled already. Add a new one instead"):
        move_session(session_id=last.pk, meeting=meeting(), by=cora(), now=NOON)


def test_the_only_session_is_moved_or_all_is_cancelled() -> None:
    with pytest.raises(Refused, match="Move it to another day, or cancel the dates as a whole"):
        cancel_session(session_id=made().sessions.get().pk, by=cora(), now=NOON)


def test_two_sessions_at_one_time() -> None:
    cohort = made()
    with pytest.raises(Refused, match="on Thursday 3 December from 10:00 to 16:00 already"):
        add_session(cohort_id=cohort.pk, meeting=meeting(begins=15, ends=17), by=cora(), now=NOON)
    add_session(cohort_id=cohort.pk, meeting=meeting(begins=16, ends=17), by=cora(), now=NOON)
    assert Session.objects.count() == 2


def test_a_time_that_the_clocks_skip_is_refused_in_words() -> None:
    spring = date(2027, 3, 28)
    with pytest.raises(
        Refused, match=r"clocks go forward on 28 March, and 01:30 does not exist.*another time"
    ):
        made(Meeting(spring, time(1, 30), time(4), venue_id=hall().pk))
    move = made(meeting(date(2027, 3, 27))).sessions.get()
    for begins, ends in ((time(1), time(3)), (time(0, 30), time(1, 59))):
        with pytest.raises(Refused, match="Choose another time"):
            move_session(
                session_id=move.pk,
                meeting=Meeting(spring, begins, ends, venue_id=hall().pk),
                by=cora(),
                now=NOON,
            )


def test_moved_across_the_clock_change_it_keeps_its_time_on_the_wall() -> None:
    one = made(meeting(date(2027, 3, 27))).sessions.get()
    assert one.starts_at == datetime(2027, 3, 27, 10, tzinfo=UTC)
    for day, hour in ((date(2027, 3, 28), 9), (date(2027, 10, 30), 9), (date(2027, 10, 31), 10)):
        moved = move_session(session_id=one.pk, meeting=meeting(day), by=cora(), now=NOON)
        assert (moved.begins, moved.starts_at.hour) == (time(10), hour)
        assert moved.ends_at - moved.starts_at == timedelta(hours=6)


def test_what_has_begun_stays() -> None:
    cohort = dates.cohort(days=2, state=CohortState.IN_PROGRESS)
    first, second = cohort.sessions.all()
    during = later(days=14)
    for act in (
        lambda: move_session(session_id=first.pk, meeting=meeting(), by=cora(), now=during),
        lambda: cancel_session(session_id=first.pk, by=cora(), now=during),
    ):
        with pytest.raises(Refused, match="has begun or is over. Its register says who was there"):
            act()
    moved = move_session(
        session_id=second.pk, meeting=meeting(DAY + timedelta(days=9)), by=cora(), now=during
    )
    assert moved.sequence == 1


def test_no_session_in_the_past_or_nowhere() -> None:
    cohort = made()
    with pytest.raises(Refused, match="is over. Choose a day"):
        add_session(cohort_id=cohort.pk, meeting=meeting(date(2026, 11, 1)), by=cora(), now=NOON)
    with pytest.raises(Refused, match="over already. Choose one that is still to come"):
        add_session(cohort_id=cohort.pk, meeting=meeting(NOON.date(), 9, 16), by=cora(), now=NOON)
    with pytest.raises(Refused, match="a place, or a link"):
        add_session(cohort_id=cohort.pk, meeting=Meeting(DAY, time(18), time(20)), by=cora(), now=NOON)


def test_a_place_of_another_hub_or_one_that_is_closed() -> None:
    cohort = made()
    far = Venue.objects.create(hub=dates.hub("millfield"), name="Far hall", address="Mill Lane")
    elsewhere = Meeting(DAY, time(18), time(20), venue_id=far.pk)
    with pytest.raises(Refused, match="belongs to another hub"):
        add_session(cohort_id=cohort.pk, meeting=elsewhere, by=cora(), now=NOON)
    close_venue(venue_id=hall().pk, closed=True, by=cora(), now=NOON)
    with pytest.raises(Refused, match="Main hall is no longer used. Choose another place"):
        add_session(cohort_id=cohort.pk, meeting=meeting(begins=18, ends=20), by=cora(), now=NOON)
    moved = move_session(
        session_id=cohort.sessions.get().pk, meeting=meeting(begins=11), by=cora(), now=NOON
    )  # what is there already stays there
    assert moved.venue == hall()


def test_only_the_coordinator_changes_sessions() -> None:
    cohort = made()
    one = cohort.sessions.get()
    for who in (dates.trainer(), dates.coordinator(dates.hub("millfield"), "mel@example.org")):
        for act in (
            lambda who=who: add_session(
                cohort_id=cohort.pk, meeting=meeting(begins=18, ends=20), by=who, now=NOON
            ),
            lambda who=who: move_session(session_id=one.pk, meeting=meeting(begins=11), by=who, now=NOON),
            lambda who=who: cancel_session(session_id=one.pk, by=who, now=NOON),
        ):
            with pytest.raises(Refused, match="Only the coordinator of Harbour Road"):
                act()


def test_no_more_sessions_than_there_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("courses.delivery.session_actions.MOST_SESSIONS", 1)
    with pytest.raises(Refused, match="Make new dates for the others"):
        add_session(cohort_id=made().pk, meeting=meeting(begins=18, ends=20), by=cora(), now=NOON)
    assert Cohort.objects.get().sessions.count() == 1
