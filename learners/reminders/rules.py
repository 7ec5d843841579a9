"""When a message may go out, and when one that failed is tried again. Pure."""

from datetime import datetime, timedelta

DAY_BEGINS, DAY_ENDS = 8, 21  # o'clock where the person is
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)
MOST_DOUBLINGS = 10  # beyond, every wait is the longest


def is_day(local: datetime) -> bool:
    """Whether the clock on the person's wall (`local`) allows a message that can wait."""
    return DAY_BEGINS <= local.hour < DAY_ENDS


def wait_after(tries: int) -> timedelta:
    """How long to leave a message that was refused this often: twice as long each time, up to six hours."""
    return min(FIRST_WAIT * (1 << min(tries - 1, MOST_DOUBLINGS)), LONGEST_WAIT)
