"""When messages go out, by example."""

from datetime import datetime, timedelta

import pytest

from learners.reminders.rules import is_day, wait_after


@pytest.mark.parametrize(
    ("clock", "day"), [("07:59", False), ("08:00", True), ("20:59", True), ("21:00", False)]
)
def test_what_can_wait_goes_by_day(clock: str, day: bool) -> None:
    assert is_day(datetime.fromisoformat(f"2026-11-20T{clock}")) is day


def test_each_wait_is_twice_as_long_up_to_six_hours() -> None:
    minutes = [wait_after(tries) // timedelta(minutes=1) for tries in range(1, 10)]
    assert minutes == [5, 10, 20, 40, 80, 160, 320, 360, 360]
    assert wait_after(32_000) == timedelta(hours=6)
