"""Dates in words: when and where a session is, as people say it. What the clock on the wall there shows."""

from collections.abc import Iterable
from datetime import date, time

from courses.delivery.models import Session, Venue
from courses.delivery.states import Access


def day_words(day: date) -> str:
    """Thursday 3 December 2026."""
    return f"{short_day_words(day)} {day.year}"


def short_day_words(day: date) -> str:
    """Thursday 3 December."""
    return f"{day:%A} {day.day} {day:%B}"


def hour_words(at: time) -> str:
    """10am, 6:30pm, noon."""
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    hour, half = at.hour % 12 or 12, "am" if at.hour < 12 else "pm"
    return f"{hour}:{at.minute:02}{half}" if at.minute else f"{hour}{half}"


def hours_words(session: Session) -> str:
    """10am to 4pm."""
    return f"{hour_words(session.begins)} to {hour_words(session.ends)}"


def when_words(session: Session) -> str:
    """Thursday 3 December 2026, 10am to 4pm."""
    return f"{day_words(session.day)}, {hours_words(session)}"


def where_words(session: Session) -> str:
    """Main hall, Quay Street, Saltby, SB1 2CD; online. The link itself is for those with a place."""
    online = "online" if session.online_url else ""
    if session.venue is None:
        return online.capitalize()
    there = ", ".join(filter(None, (session.venue.name, session.venue.address, session.venue.postcode)))
    return f"{there}, or {online}" if online else there


def getting_in(venue: Venue) -> list[tuple[str, str]]:
    """What is known of the way in and of access, each with its name. What is not known is left out."""
    known = {
        "The way in": venue.entrance,
        "Step-free": _known(venue.step_free),
        "Accessible toilet": _known(venue.accessible_toilet),
        "Hearing loop": _known(venue.hearing_loop),
        "Bus and train": venue.transport,
        "Parking": venue.parking,
    }
    return [(name, value) for name, value in known.items() if value]


def names_words(names: Iterable[str]) -> str:
    """Jo, Cora and Mel."""
    *others, last = list(names) or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _known(access: str) -> str:
    return "" if access == Access.UNKNOWN else str(Access(access).label)
