"""What a session's day and times have to be."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from courses.delivery.rules import Meeting, fault_in_meeting, moved_to, overlap, repeated

TODAY = date(2026, 11, 20)
GOOD = Meeting(date(2026, 12, 3), time(10), time(16), venue_id=1)


def test_a_good_meeting_has_no_fault() -> None:
    assert fault_in_meeting(GOOD, today=TODAY) == ""
    assert fault_in_meeting(GOOD.on(TODAY), today=TODAY) == ""


@pytest.mark.parametrize(
    ("meeting", "fault"),
    [
        (GOOD.on(TODAY - timedelta(days=1)), "Thursday 19 November 2026 is over. Choose a day"),
        (GOOD.on(date(2036, 12, 3)), "more than two years away. Check the year"),
        (Meeting(GOOD.day, time(16), time(10), 1), "ends after it begins. Check the two times"),
        (Meeting(GOOD.day, time(10), time(10), 1), "ends after it begins"),
        (Meeting(GOOD.day, time(6), time(18, 30), 1), "more than twelve hours. Check the times"),
        (Meeting(GOOD.day, time(10), time(16)), "Say where people meet"),
    ],
)
def test_a_fault_says_what_to_do(meeting: Meeting, fault: str) -> None:
    assert fault in fault_in_meeting(meeting, today=TODAY)


def test_sessions_repeat_with_the_same_gap() -> None:
    days = [one.day for one in repeated(GOOD, 3, 7)]
    assert days == [date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17)]


def test_a_copy_keeps_the_gaps() -> None:
    days = [date(2026, 12, 3), date(2026, 12, 5), date(2026, 12, 17)]
    assert moved_to(date(2027, 1, 7), days) == [date(2027, 1, 7), date(2027, 1, 9), date(2027, 1, 21)]
    assert moved_to(date(2027, 1, 7), []) == []


def test_spans_that_touch_do_not_overlap() -> None:
    ten, noon, four = (datetime(2026, 12, 3, hour, tzinfo=UTC) for hour in (10, 12, 16))
    assert not overlap((ten, noon), (noon, four))
    assert overlap((ten, four), (noon, four))
