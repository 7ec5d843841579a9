"""Who writes to the people of some dates, and who says what they get and when. A no says why and what to do."""

from datetime import datetime, timedelta

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort
from courses.delivery.policies import runs
from courses.delivery.states import CohortState

WRITES_FOR = timedelta(days=90)  # after the last session: then it is no longer about the course
DAY, MOST_A_DAY = timedelta(hours=24), 3


def may_run_messages(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """See and set what the people of these dates get."""
    if runs(by, cohort, now=now):
        return Ruling.yes()
    return Ruling.no(
        f"What people on these dates get is for their trainers and the coordinator of {cohort.hub.name} to say. "
        "Ask one of them."
    )


def may_write(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """Write to everybody on these dates."""
    if not (ruling := may_run_messages(by, cohort, now=now)):
        return ruling
    if cohort.state == CohortState.DRAFT:
        return Ruling.no("Nobody can have booked yet: these dates are still a draft. Open booking first.")
    if cohort.state == CohortState.CANCELLED:
        return Ruling.no(
            "These dates were cancelled, and everybody has been told why. To tell one person more, ring them."
        )
    if cohort.ends_at is not None and cohort.ends_at + WRITES_FOR <= now:
        return Ruling.no(
            "This course ended more than three months ago. People gave us their addresses for the course, so we do not "
            "write to them about it any more."
        )
    return Ruling.yes()


def may_send(by: Account, cohort: Cohort, *, people: int, today: int, now: datetime) -> Ruling:
    """Send a letter now. people: whom it goes to; today: letters that went to these dates in the last 24 hours."""
    if not (ruling := may_write(by, cohort, now=now)):
        return ruling
    if not people:
        return Ruling.no(
            "There is nobody to send it to. Change whom it goes to, or wait until somebody books."
        )
    if today >= MOST_A_DAY:
        return Ruling.no(
            f"{MOST_A_DAY} letters have gone to these people since this time yesterday. Keep this one for tomorrow, "
            "and ring whoever has to know today."
        )
    return Ruling.yes()
