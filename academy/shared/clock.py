"""The only place that asks what time it is, so that a test can move the whole house to another day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, in UTC and aware of it."""
    return timezone.now()


def today() -> date:
    """Today's date in London."""
    return now().astimezone(LONDON).date()


def london_date(moment: datetime) -> date:
    """The date that a clock on a London wall shows at this moment."""
    return moment.astimezone(LONDON).date()
