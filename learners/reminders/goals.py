"""The clock of a weekly study goal: weeks from Monday to Sunday and hours on a London wall. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from academy.shared.clock import LONDON, london_date

GIVES_UP_AFTER = 3  # study days in a row without any learning
EVENING = 21  # o'clock: the end of a study day


def at_oclock(day: date, hour: int) -> datetime:
    """The moment when a London wall shows this full hour of this day, in UTC. From 3 to 23 o'clock it always exists."""
    return datetime.combine(day, time(hour), tzinfo=LONDON).astimezone(UTC)


def week_begins(now: datetime) -> datetime:
    """Midnight before this week's Monday in London, in UTC."""
    today = london_date(now)
    return at_oclock(today - timedelta(days=today.weekday()), 0)


def hour_of(now: datetime) -> int:
    """What the clock on a London wall shows, in full hours."""
    return now.astimezone(LONDON).hour
