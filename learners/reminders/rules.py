"""When a message may go out, when it waits and until when. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)
MOST_DOUBLINGS = 10  # beyond, every wait is the longest
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` until before `ends` o'clock on the person's wall nothing is sent that can wait."""

    begins: int
    ends: int

    def hold(self, local: datetime) -> bool:
        """Whether it is night at this local time."""
        if self.begins > self.ends:
            return local.hour >= self.begins or local.hour < self.ends
        return self.begins <= local.hour < self.ends


def next_day(now: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """This moment when it is day in `zone`, else the moment the night ends there, by the clock on the wall."""
    local = now.astimezone(zone)
    if quiet is None or not quiet.hold(local):
        return now
    day = local.date() if local.hour < quiet.ends else local.date() + timedelta(days=1)
    return datetime.combine(day, time(quiet.ends), zone).astimezone(now.tzinfo)


def wait_after(tries: int) -> timedelta:
    """How long to leave a message that was refused this often: twice as long each time, up to six hours."""
    return min(FIRST_WAIT * (1 << min(max(tries, 1) - 1, MOST_DOUBLINGS)), LONGEST_WAIT)


def next_free(sent: Sequence[datetime], *, most: int, now: datetime) -> datetime:
    """When somebody who got messages at these moments may get the next: now, or a week after the one that fills their
    week."""
    lately = sorted(moment for moment in sent if moment > now - WEEK)
    return lately[-most] + WEEK if len(lately) >= most else now
