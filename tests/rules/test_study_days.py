"""The clock of study days, by example."""

from datetime import UTC, date, datetime

import pytest

from learners.reminders.goals import at_oclock, hour_of, week_begins


def utc(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("2026-03-28", "2026-03-28T09:00"),
        ("2026-03-29", "2026-03-29T08:00"),
        ("2026-10-24", "2026-10-24T08:00"),
        ("2026-10-25", "2026-10-25T09:00"),
    ],
)
def test_nine_on_the_wall(day: str, moment: str) -> None:
    assert at_oclock(date.fromisoformat(day), 9) == utc(moment)
    assert hour_of(utc(moment)) == 9


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ("2026-03-29T22:59", "2026-03-23T00:00"),
        ("2026-03-29T23:00", "2026-03-29T23:00"),
        ("2026-10-25T23:59", "2026-10-18T23:00"),
        ("2026-10-26T00:00", "2026-10-26T00:00"),
    ],
)
def test_the_week_begins_when_it_does_in_london(now: str, monday: str) -> None:
    assert week_begins(utc(now)) == utc(monday)
