"""Days on which the engine is run, with the clock where the test wants it."""

from collections.abc import Collection
from datetime import datetime

import time_machine
from django.core import mail

from academy.accounts.models import Account
from courses.catalogue.models import Course
from learners.enrolments.models import Enrolment
from learners.progress.actions import mark_read
from learners.reminders import sending
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.planning import plan
from learners.reminders.tending import look_after
from tests.learners import worlds
from tests.learners.worlds import NOON


def sweep(now: datetime, of: Collection[str] = REMINDERS) -> int:
    """What beat and worker do at this moment, for these kinds; gives how many e-mails went out."""
    before = len(mail.outbox)
    with time_machine.travel(now, tick=False):
        plan(of, now=now)
        look_after(now=now)
        while sending.send_waiting():
            pass
    return len(mail.outbox) - before


def begun(who: Account | None = None, course: Course | None = None, *, now: datetime = NOON) -> Enrolment:
    """A course of which one lesson of two was done now and nothing since."""
    amara = who or worlds.person()
    course = course or worlds.course(2)
    mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(amara), now=now)
    return Enrolment.objects.get(account=amara, course=course)


def with_certificate(name: str = "Amara Diallo") -> Enrolment:
    """Finished at NOON, and the certificate is printed."""
    place = worlds.finished(name)
    worlds.printed(place)
    return place


def the_row() -> Sent:
    """The only message there is."""
    return Sent.objects.get()
