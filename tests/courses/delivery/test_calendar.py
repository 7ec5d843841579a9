"""Calendar files, read by another program than the one that wrote them."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.tz import tzical

from courses.delivery.calendar import LONDON, LONDON_ZONE, Entry, calendar_file
from courses.delivery.models import Cohort, Session, moment
from tests.learners.places import dates
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]

HREF = "https://academy.example/dates/abc/"


def sessions() -> list[Session]:
    rows = Session.objects.select_related("cohort__course", "cohort__hub", "venue")
    return list(rows.order_by("starts_at"))


def written(**facts: Any) -> bytes:
    return calendar_file([Entry(session, HREF, **facts) for session in sessions()], name="My dates")


def read(file: bytes) -> list[Any]:
    """Its events, by vobject. It keeps zones by their names, so each file's own gets a name of its own."""
    calendar = vobject.readOne(file.decode().replace(LONDON, f"Zone/{uuid4().hex}"))
    assert calendar.version.value == "2.0" and calendar.method.value == "PUBLISH"
    events = list(calendar.contents.get("vevent", []))
    assert all(event.dtstart.value.tzinfo for event in events), "its zone was understood"
    return events


def utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 15),
        date(2026, 3, 28),
        date(2026, 3, 29),  # the clocks go forward
        date(2026, 3, 30),
        date(2026, 7, 1),
        date(2026, 10, 24),
        date(2026, 10, 25),  # the clocks go back
        date(2026, 10, 26),
        date(2026, 12, 3),
        date(2031, 3, 30),
    ],
)
def test_another_program_reads_the_same_moment_on_either_side_of_both_clock_changes(day: date) -> None:
    dates.cohort(10, first=day)
    (event,) = read(written())
    assert utc(event.dtstart.value) == moment(day, time(10), LONDON)
    assert utc(event.dtend.value) == moment(day, time(16), LONDON)
    assert event.dtstart.value.replace(tzinfo=None) == datetime.combine(day, time(10)), (
        "and shows the same clock"
    )


@pytest.mark.parametrize("hour", [0, 3])
def test_a_night_in_which_the_clocks_change_has_its_own_length(hour: int) -> None:
    dates.cohort(10, first=date(2026, 3, 29))
    Session.objects.update(begins=time(hour), starts_at=moment(date(2026, 3, 29), time(hour), LONDON))
    (event,) = read(written())
    assert utc(event.dtstart.value) == moment(date(2026, 3, 29), time(hour), LONDON)


def test_each_session_has_its_own_name_for_ever_and_its_number_of_change() -> None:
    dates.cohort(10, days=2)
    first, second = read(written())
    assert first.uid.value != second.uid.value and first.uid.value.startswith(sessions()[0].uid + "@")
    assert (first.sequence.value, first.status.value) == ("0", "CONFIRMED")
    Session.objects.update(sequence=3, changed_at=later(days=1))
    (moved, _) = read(written())
    assert (moved.uid.value, moved.sequence.value) == (first.uid.value, "3")
    assert moved.dtstamp.value == later(days=1)


def test_a_session_that_is_not_held_stays_and_says_so() -> None:
    dates.cohort(10)
    Session.objects.update(cancelled_at=NOON, sequence=1)
    (event,) = read(written())
    assert (event.status.value, event.transp.value, event.sequence.value) == ("CANCELLED", "TRANSPARENT", "1")
    assert event.summary.value == "Cancelled: Introduction to Community Organising"


def test_what_is_not_for_this_person_any_more_goes_too() -> None:
    dates.cohort(10)
    (event,) = read(written(ended_at=later(days=2)))
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    assert event.dtstamp.value == later(days=2)


def test_what_people_typed_is_read_as_they_typed_it() -> None:
    cohort = dates.cohort(10)
    odd = "Tea, cake; a \\ and “ÿ” " + "long " * 30
    Cohort.objects.filter(pk=cohort.pk).update(title=odd[:110])
    (event,) = read(written())
    assert event.summary.value == f"Introduction to Community Organising, {odd[:110]}"
    assert event.location.value == "Main hall, Quay Street, Saltby"
    assert HREF in event.description.value


def test_lines_are_short_and_end_as_calendars_want() -> None:
    dates.cohort(10, title="Saltby’s autumn group of people who meet in the evening, with tea – and cake")
    file = written()
    assert b"\r\n" in file and b"\n" not in file.replace(b"\r\n", b"")
    assert max(len(line) for line in file.split(b"\r\n")) <= 75


def test_asked_again_it_is_the_same() -> None:
    dates.cohort(10, days=2)
    assert written() == written()


def test_another_zone_is_the_same_moment() -> None:
    dates.cohort(10)
    Session.objects.update(zone="Europe/Paris", starts_at=moment(date(2026, 12, 3), time(10), "Europe/Paris"))
    (event,) = read(written())
    assert utc(event.dtstart.value) == datetime(2026, 12, 3, 9, tzinfo=UTC)


def test_nothing_yet_is_a_calendar_too() -> None:
    assert read(calendar_file([], name="My dates")) == []


def test_the_rule_of_the_clocks_is_that_of_the_tables() -> None:
    """Noon of every day of twelve years, and each hour of the days on which the clocks change."""
    zone, london = tzical(StringIO(LONDON_ZONE)).get(), ZoneInfo(LONDON)
    day = datetime(2024, 1, 1, 12)
    while day.year < 2036:
        assert zone.utcoffset(day) == london.utcoffset(day), day
        if day.month in (3, 10) and day.weekday() == 6 and day.day > 24:
            for hour in (0, 3, 4, 23):
                assert zone.utcoffset(day.replace(hour=hour)) == london.utcoffset(day.replace(hour=hour)), day
        day += timedelta(days=1)
