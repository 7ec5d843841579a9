"""What a session's day and times have to be. Pure: the clock changes are asked of models.moment()."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

FURTHEST = timedelta(days=2 * 366)
LONGEST = timedelta(hours=12)
MOST_SESSIONS = 60


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where, as somebody says it: what the clock on the wall shows, and a venue or a link."""

    day: date
    begins: time
    ends: time
    venue_id: int | None = None
    online_url: str = ""
    required: bool = True

    def on(self, day: date) -> "Meeting":
        """The same on another day."""
        return Meeting(day, self.begins, self.ends, self.venue_id, self.online_url, self.required)


def fault_in_meeting(meeting: Meeting, *, today: date) -> str:
    """What is wrong with this day and these times, and what to do; nothing when they are good."""
    if meeting.day < today:
        return f"{_words(meeting.day)} is over. Choose a day that is still to come."
    if meeting.day - today > FURTHEST:
        return f"{_words(meeting.day)} is more than two years away. Check the year."
    if meeting.ends <= meeting.begins:
        return "A session ends after it begins. Check the two times; one past midnight is two sessions."
    if _length(meeting) > LONGEST:
        return "That is more than twelve hours. Check the times, or make two sessions of it."
    if meeting.venue_id is None and not meeting.online_url:
        return "Say where people meet: a place, or a link when it is online."
    return ""


def repeated(first: Meeting, times: int, every: int) -> tuple[Meeting, ...]:
    """The same session again and again, each so many days after the one before."""
    return tuple(first.on(first.day + timedelta(days=every * number)) for number in range(times))


def moved_to(first: date, days: Iterable[date]) -> list[date]:
    """These days with the same gaps between them, beginning on `first`."""
    days = list(days)
    return [first + (day - min(days)) for day in days]


def overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Do two spans of time share a moment? One that begins as the other ends does not."""
    return one[0] < other[1] and other[0] < one[1]


def _length(meeting: Meeting) -> timedelta:
    return datetime.combine(meeting.day, meeting.ends) - datetime.combine(meeting.day, meeting.begins)


def _words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
