"""Who writes to the people of some dates, and who says what they get and when. A no says why and what to do."""

from datetime import datetime, timedelta

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort
from courses.delivery.policies import runs
from courses.delivery.states import CohortState
from learners.reminders.conditions.days_before import AHEAD as SOONEST
from learners.reminders.kind import Reminder

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


def may_set_messages(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """Say when a message goes to the people of these dates, and what is added to it."""
    if not (ruling := may_run_messages(by, cohort, now=now)):
        return ruling
    if cohort.state == CohortState.CANCELLED:
        return Ruling.no("These dates were cancelled, so no more messages go out about them.")
    return Ruling.yes()


def may_switch_off(reminder: Reminder) -> Ruling:
    """Leave a kind of message out altogether."""
    if reminder.optional:
        return Ruling.yes()
    return Ruling.no(
        "People need this message to get to their course, so it always goes. You can add words of your own to it."
    )


def may_send_now(by: Account, cohort: Cohort, reminder: Reminder, *, people: int, now: datetime) -> Ruling:
    """Send a message before its time. people: how many have not got it."""
    if not (ruling := may_set_messages(by, cohort, now=now)):
        return ruling
    if reminder.on_dates is None or not reminder.on_dates.early:
        return Ruling.no("This message answers what happens, so it goes by itself and cannot be sent before.")
    if cohort.starts_at is not None and cohort.starts_at > now + SOONEST:
        return Ruling.no(
            "The first day is more than sixty days away. A message that comes so early is forgotten: wait a while, or "
            "write a letter."
        )
    if not people:
        return Ruling.no(
            "Everybody who is to get it has got it, or nobody has booked yet. There is nothing to send."
        )
    return Ruling.yes()
