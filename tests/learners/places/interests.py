"""People who wait for dates, for the tests of that."""

from datetime import datetime

from academy.accounts.models import Account
from learners.enrolments.interest_actions import ask_to_be_told
from learners.enrolments.models import Interest
from tests.learners.places import dates
from tests.learners.worlds import NOON


def waits(who: Account, hub: str = "", *, now: datetime = NOON, **course) -> Interest:
    """This person asked; `hub` empty for any."""
    at = dates.hub(hub).pk if hub else None
    made = dates.course(**course)
    return ask_to_be_told(account_id=who.pk, course_id=made.pk, hub_id=at, by=who, now=now)
