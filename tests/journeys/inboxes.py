"""What people find in the town's inboxes: Amara more than a page of messages, and a weekly goal; Hubert takes a
break from his."""

from datetime import timedelta

from academy.accounts.models import Account
from academy.shared import clock
from learners.reminders.choice_actions import pause, set_goal
from learners.reminders.models import Sent
from tests.learners.reminders.letterbox import came, only_here, told, unknown

LONG_TITLE = "Your next step: What it takes to listen to people whom nobody has asked for a very long time"


def fill_inboxes(people: dict[str, Account]) -> dict[str, Sent]:
    """By what is special about them: question, here, told, unknown, always, answered, old."""
    now, amara = clock.now(), people["amara"]
    set_goal(account_id=amara.pk, lessons=3, weekday=1, hour=19, now=now)
    set_goal(account_id=people["hubert"].pk, lessons=7, weekday=6, hour=12, now=now)
    pause(account_id=people["hubert"].pk, length="month", now=now)
    fresh = {"at": now, "useful_until": now + timedelta(days=7)}
    for number in range(22):
        came(amara, "study_day", at=now - timedelta(days=7 * number + 3), read_at=now)
    return {
        "question": came(amara, "course_idle", title=LONG_TITLE, **fresh),
        "answered": came(amara, "course_idle", answer="month", answered_at=now, **fresh),
        "here": only_here(amara, kind="study_day", **fresh),
        "told": told(amara, people["tess"], kind="certificate_ready", title=LONG_TITLE),
        "unknown": unknown(amara, kind="course_idle_again", title=LONG_TITLE, **fresh),
        "always": came(amara, "certificate_ready", **fresh),
        "old": came(amara, "course_idle", at=now - timedelta(days=30), useful_until=now - timedelta(days=20)),
    }
