"""What staff find in the town: people to ring, addresses that give mail back, and a log with every state in it."""

from datetime import timedelta
from typing import Any

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared import clock
from courses.catalogue.models import Course
from learners.enrolments.actions import join_course
from learners.enrolments.models import Enrolment
from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.planning import plan
from learners.reminders.states import SentState, TroubleKind
from tests.learners.reminders.lines import message

SAY = "You have done one of seventy lessons.\n\nThe next one is about listening. It takes six minutes."
LONG_TITLE = "Your next step: What it takes to listen to people whom nobody has asked for a very long time"


def fill_lists(people: dict[str, Account]) -> None:
    """Hubert and Yusuf have left their course alone and are to be rung; Lena was told today; two addresses fail."""
    now, harbour = clock.now(), Hub.objects.get(slug="harbour-road")
    tess, hubert = people["tess"], people["hubert"]
    focus = Course.objects.get(code="FOCUS")
    for name in ("hubert", "yusuf", "gus"):
        place = join_course(course_id=focus.pk, by=people[name], now=now)
        Enrolment.objects.filter(pk=place.pk).update(started_at=now - timedelta(days=8))
    plan(["course_idle"], now=now)
    idle = Sent.objects.filter(kind="course_idle")
    said: dict[str, Any] = {"state": SentState.TO_RING, "way": "phone", "title": LONG_TITLE, "words": SAY}
    idle.filter(account__in=[hubert, people["yusuf"]]).update(hub=harbour, **said)
    idle.filter(account=people["gus"]).update(**said)
    idle.filter(account=hubert).update(calls=2, rung_by=tess, rung_at=now)
    rung: dict[str, Any] = {"way": "phone", "hub": harbour, "rung_by": tess, "rung_at": now}
    message(people["lena"], "told:1", state=SentState.TOLD, **rung)
    for number, state in enumerate((SentState.SENT, SentState.UNKNOWN, SentState.WAITING, SentState.HANDING)):
        message(hubert, f"thing:{number}", state=state, kind="course_idle_again", title=LONG_TITLE)
    message(hubert, "thing:5", state=SentState.SKIPPED, why_not="The account was closed.", kind="course_idle")
    answered: dict[str, Any] = {"read_at": now, "answer": "back", "answered_at": now, "stopped_at": now}
    message(hubert, "thing:6", kind="course_idle", bounced_at=now, **answered)
    for name, kind in (("hubert", TroubleKind.BOUNCED), ("amara", TroubleKind.COMPLAINED)):
        account = people[name]
        AddressTrouble.objects.create(
            account=account,
            email=str(account.email),
            kind=kind,
            found_at=now,
            detail="550 5.1.1 User unknown",
        )
        Account.objects.filter(pk=account.pk).update(hub=harbour)
