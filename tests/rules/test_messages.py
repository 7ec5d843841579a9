"""When messages go out, by example."""

from datetime import UTC, datetime, timedelta

import pytest

from academy.shared.clock import LONDON
from learners.reminders.rules import QuietHours, next_day, next_free, wait_after

NIGHT = QuietHours(21, 8)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("utc", "then"),
    [
        ("2026-11-20T07:59", "2026-11-20T08:00"),
        ("2026-11-20T08:00", "2026-11-20T08:00"),
        ("2026-11-20T20:59", "2026-11-20T20:59"),
        ("2026-11-20T21:00", "2026-11-21T08:00"),
        ("2026-06-20T06:59", "2026-06-20T07:00"),  # summer time
        ("2026-06-20T20:00", "2026-06-21T07:00"),
        ("2026-03-29T00:30", "2026-03-29T07:00"),  # half an hour before the clocks go forward
        ("2026-10-25T00:30", "2026-10-25T08:00"),  # half past one, the first time
        ("2026-10-25T01:30", "2026-10-25T08:00"),  # half past one, the second time
    ],
)
def test_the_night_ends_at_eight_on_the_wall(utc: str, then: str) -> None:
    at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert next_day(at, NIGHT, LONDON) == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_without_quiet_hours_every_hour_will_do() -> None:
    assert next_day(NOON.replace(hour=3), None, LONDON) == NOON.replace(hour=3)


def test_quiet_hours_may_lie_within_a_day() -> None:
    siesta = QuietHours(12, 14)
    assert next_day(NOON, siesta, LONDON) == NOON.replace(hour=14)
    assert next_day(NOON.replace(hour=14), siesta, LONDON) == NOON.replace(hour=14)


def test_each_wait_is_twice_as_long_up_to_six_hours() -> None:
    minutes = [wait_after(tries) // timedelta(minutes=1) for tries in range(1, 10)]
    assert minutes == [5, 10, 20, 40, 80, 160, 320, 360, 360]
    assert wait_after(32_000) == timedelta(hours=6)
    assert wait_after(0) == timedelta(minutes=5)


def test_a_full_week_has_room_again_when_its_first_message_is_a_week_old() -> None:
    sent = [NOON - timedelta(days=days) for days in (8, 6, 4, 1)]
    assert next_free(sent, most=4, now=NOON) == NOON
    assert next_free(sent, most=3, now=NOON) == NOON + timedelta(days=1)
    assert next_free(sent, most=1, now=NOON) == NOON + timedelta(days=6)
    assert next_free([], most=1, now=NOON) == NOON
    assert next_free(sent[::-1], most=3, now=NOON) == NOON + timedelta(days=1), "in whatever order"
