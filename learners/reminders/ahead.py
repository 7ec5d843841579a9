"""Who of one cohort will get a kind of message, and when, as things stand."""

from datetime import datetime

from learners.enrolments.models import Enrolment
from learners.reminders.kind import Reminder
from learners.reminders.letters import Due
from learners.reminders.models import Sent


def still_to_go(reminder: Reminder, cohort_id: int, now: datetime) -> dict[Due, Enrolment]:
    """Those who have not got it and are to, soonest first. At most three queries; none where nobody can know."""
    if reminder.on_dates is None or reminder.on_dates.ahead is None:
        return {}
    found = reminder.on_dates.ahead(cohort_id, now)
    known = Sent.objects.filter(kind=reminder.key, subject__in={due.about for due in found})
    got = set(known.values_list("account", "subject", "occasion"))
    new = [
        (due, place)
        for due, place in found.items()
        if due.at is not None and (due.account_id, due.about, due.occasion) not in got
    ]
    return dict(sorted(new, key=lambda one: (one[0].at or now, str(one[1].account))))
