"""Sessions as a calendar file (RFC 5545) that any calendar program can read.

A session keeps its UID for ever, and its SEQUENCE grows: so one that was moved moves in the calendar, and one that is
not held any more says so. Times are what the clock on a London wall shows, with the rule of its zone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Component, Event, vDuration

from academy.shared import clock
from courses.delivery.models import Session
from courses.delivery.words import where_words

LONDON = "Europe/London"
# Written out as the rule that holds since 1996. What icalendar derives from the tables of zones changes the clocks in
# spring an hour late and lists every year of them, which other programs read as summer time all the year round.
LONDON_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
ASK_AGAIN_AFTER = timedelta(hours=2)  # how often a program that follows an address is asked to look
FILE_KIND = "text/calendar"


@dataclass(frozen=True, slots=True)
class Entry:
    """A session as one calendar shows it. The session comes with its cohort, that with course and hub, and its venue.

    href: the absolute address of its page. ended_at: since when it is not for this person any more.
    """

    session: Session
    href: str
    ended_at: datetime | None = None


def calendar_file(entries: Iterable[Entry], *, name: str) -> bytes:
    """The same entries give the same bytes, whenever it is asked."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Dates//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN_AFTER), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN_AFTER))
    calendar.add_component(Component.from_ical(LONDON_ZONE))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    session, cohort = entry.session, entry.session.cohort
    off = session.cancelled_at is not None or entry.ended_at is not None
    event = Event()
    event.add("uid", f"{session.uid}@{_domain()}")
    event.add("sequence", session.sequence + (entry.ended_at is not None))
    event.add("dtstamp", max(filter(None, (session.changed_at, entry.ended_at))))
    event.add("dtstart", session.starts_at.astimezone(clock.LONDON))
    event.add("dtend", session.ends_at.astimezone(clock.LONDON))
    event.add("summary", f"Cancelled: {cohort}" if off else str(cohort))
    event.add("location", where_words(session))
    event.add("description", _description(entry))
    event.add("url", entry.href)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if off else "OPAQUE")
    return event


def _description(entry: Entry) -> str:
    session = entry.session
    hub = session.cohort.hub
    lines = [
        f"With {hub.name}." + (f" Telephone {hub.phone}." if hub.phone else ""),
        f"Join online: {session.online_url}" if session.online_url else "",
        f"The way in: {session.venue.entrance}" if session.venue and session.venue.entrance else "",
        entry.href,
    ]
    return "\n".join(line for line in lines if line)


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
