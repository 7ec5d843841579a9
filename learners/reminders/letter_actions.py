"""Writing to everybody on some dates: a draft that can be changed, and the one press that sends it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.queries import is_minor
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.rulings import Refused
from courses.delivery.actions import lock_cohort
from learners.reminders.cohort_policies import DAY, may_send, may_write
from learners.reminders.conditions.cohort_letters import letters_written, on_it
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import CohortLetter
from learners.reminders.planning import write_down

KIND = "cohort_letter"
SENT_ALREADY = "This letter has been sent. Write a new one to say more."
GONE = "This letter was thrown away. Nothing was sent. You can write a new one."


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What is said to whom (a LetterTo)."""

    to: str
    title: str
    words: str


@transaction.atomic
def write_letter(
    *, cohort_id: int, token: str, facts: LetterFacts, by: Account, now: datetime
) -> CohortLetter:
    """Keep a draft under this token; written again, it is the same one. What was sent is not changed."""
    cohort = lock_cohort(cohort_id)
    may_write(by, cohort, now=now).enforce()
    letter = CohortLetter.objects.filter(token=token).first() or CohortLetter(cohort=cohort, token=token)
    if letter.cohort_id != cohort.pk:
        raise Refused(GONE)
    if letter.sent_at is not None:
        raise Refused(SENT_ALREADY)
    letter.to, letter.title, letter.words = facts.to, facts.title, facts.words
    letter.written_by, letter.written_at = by, now
    letter.save()
    return letter


@transaction.atomic
def send_letter(*, cohort_id: int, token: str, by: Account, now: datetime) -> CohortLetter:
    """To everybody who is on the dates at this moment. Pressed twice, it goes once.

    Where people under 18 are among them the hub's coordinators get a copy (INV-45).
    """
    cohort = lock_cohort(cohort_id)
    letter = CohortLetter.objects.filter(cohort=cohort, token=token).first()
    if letter is None:
        raise Refused(GONE)
    if letter.sent_at is not None:
        may_write(by, cohort, now=now).enforce()
        return letter
    people = {place.account_id: place.account for place in on_it([cohort.pk], letter.to)}
    today = CohortLetter.objects.filter(cohort=cohort, sent_at__gt=now - DAY).count()
    may_send(by, cohort, people=len(people), today=today, now=now).enforce()
    letter.sent_at, letter.sent_by, letter.people = now, by, len(people)
    letter.copied = any(is_minor(one, london_date(now)) for one in people.values())
    letter.save()
    about = f"letter:{letter.pk}"
    write_down(REMINDERS[KIND], (due for due in letters_written(now) if due.about == about), now=now)
    audit(
        cohort,
        "letter_sent",
        by=by,
        now=now,
        hub_id=cohort.hub_id,
        after={"letter": letter.pk, "to": letter.to, "people": letter.people, "copied": letter.copied},
    )
    enqueue("learners.reminders.send_due", kind=KIND)
    return letter


@transaction.atomic
def drop_letter(*, cohort_id: int, token: str, by: Account, now: datetime) -> None:
    """Throw a draft away. What was sent stays."""
    cohort = lock_cohort(cohort_id)
    may_write(by, cohort, now=now).enforce()
    letter = CohortLetter.objects.filter(cohort=cohort, token=token).first()
    if letter is not None and letter.sent_at is not None:
        raise Refused(SENT_ALREADY)
    if letter is not None:
        letter.delete()
