"""Dates that change after somebody booked them."""

from datetime import date, datetime, time, timedelta

import pytest
import vobject
from django.core import mail

from courses.delivery.models import Cohort, Session
from courses.delivery.rules import Meeting
from courses.delivery.session_actions import add_session, cancel_session, move_session
from learners.enrolments.place_actions import book_place
from learners.reminders.kinds import REMINDERS
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.reminders.happening import learner
from tests.learners.reminders.moments import sweep
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]

AN_HOUR_ON = later(hours=1)


@pytest.fixture
def cohort() -> Cohort:
    """Two Thursdays, which somebody has booked and has been told of."""
    made, who = dates.cohort(10, days=2), learner(1)
    book_place(cohort_id=made.pk, account_id=who.pk, by=who, now=NOON)
    assert sweep(NOON) == 1
    return made


def session(number: int) -> Session:
    return Session.objects.get(number=number)


def move(number: int, day: date, now: datetime, begins: time = time(10)) -> None:
    meeting = Meeting(day, begins, time(16), session(number).venue_id)
    move_session(session_id=session(number).pk, meeting=meeting, by=dates.coordinator(), now=now)


def text() -> str:
    return " ".join(str(mail.outbox[-1].body).split())


def calendar() -> list[tuple[str, str, str]]:
    """(UID, SEQUENCE, STATUS) of each event of the file that came with the newest message."""
    ((_, file, _),) = mail.outbox[-1].attachments
    events = vobject.readOne(file).contents["vevent"]
    return [(event.uid.value, event.sequence.value, event.status.value) for event in events]


def test_three_corrections_in_a_row_are_one_message(cohort: Cohort) -> None:
    for minutes, day in ((0, 4), (4, 5), (8, 7)):
        move(1, date(2026, 12, day), AN_HOUR_ON + timedelta(minutes=minutes))
        assert sweep(AN_HOUR_ON + timedelta(minutes=minutes)) == 0
    assert sweep(AN_HOUR_ON + timedelta(minutes=17)) == 0
    assert sweep(AN_HOUR_ON + timedelta(minutes=18)) == 1
    assert "Monday 7 December 2026, 10am to 4pm" in text() and "Thursday 10 December" in text()
    (uid, sequence, status), = calendar()  # fmt: skip
    assert uid.startswith(session(1).uid) and (sequence, status) == ("3", "CONFIRMED")
    assert sweep(later(hours=3)) == 0


def test_a_later_change_is_told_anew(cohort: Cohort) -> None:
    move(1, date(2026, 12, 4), AN_HOUR_ON)
    assert sweep(later(hours=2)) == 1
    move(1, date(2026, 12, 4), later(hours=3), time(11))
    assert sweep(later(hours=4)) == 1
    assert "Friday 4 December 2026, 11am to 4pm" in text()


def test_pressing_save_without_a_change_tells_nobody(cohort: Cohort) -> None:
    move(1, date(2026, 12, 3), AN_HOUR_ON)
    assert sweep(later(hours=2)) == 0


def test_a_session_that_is_struck_leaves_calendars(cohort: Cohort) -> None:
    cancel_session(session_id=session(2).pk, by=dates.coordinator(), now=AN_HOUR_ON, why="No hall.")
    assert sweep(later(hours=2)) == 1
    assert "Not held any more: Thursday 10 December 2026, 10am to 4pm." in text()
    assert [status for _, _, status in calendar()] == ["CANCELLED"]


def test_a_session_that_is_added_is_told(cohort: Cohort) -> None:
    meeting = Meeting(date(2026, 12, 8), time(18), time(20), session(1).venue_id)
    add_session(cohort_id=cohort.pk, meeting=meeting, by=dates.coordinator(), now=AN_HOUR_ON)
    assert sweep(later(hours=2)) == 1
    assert "Tuesday 8 December 2026, 6pm to 8pm" in text()


def test_whoever_books_afterwards_knows_already(cohort: Cohort) -> None:
    move(1, date(2026, 12, 4), AN_HOUR_ON)
    late = worlds.person("Late Bird", "late@example.org")
    book_place(cohort_id=cohort.pk, account_id=late.pk, by=late, now=later(hours=1, minutes=1))
    told = {due.account_id for due in REMINDERS["dates_moved"].due(later(hours=2))}
    assert late.pk not in told and len(told) == 1


def test_who_waits_is_not_told(cohort: Cohort) -> None:
    Cohort.objects.update(capacity=1)
    waits = worlds.person("Next In Line", "next@example.org")
    book_place(cohort_id=cohort.pk, account_id=waits.pk, by=waits, now=NOON)
    move(1, date(2026, 12, 4), AN_HOUR_ON)
    assert waits.pk not in {due.account_id for due in REMINDERS["dates_moved"].due(later(hours=2))}


def test_a_change_of_what_has_begun_still_tells_of_the_rest(cohort: Cohort) -> None:
    Cohort.objects.update(state="in_progress")
    during = session(1).starts_at + timedelta(hours=2)
    Session.objects.filter(number=2).update(changed_at=during, sequence=1)
    assert len(list(REMINDERS["dates_moved"].due(during + timedelta(minutes=10)))) == 1
