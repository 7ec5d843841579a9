"""What those who run dates say about the messages to their people: whether, when, and what is added; or now."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.jobs import enqueue
from academy.shared.rulings import Refused
from courses.delivery.actions import lock_cohort
from courses.delivery.models import Cohort
from learners.reminders.ahead import still_to_go
from learners.reminders.cohort_policies import may_send_now, may_set_messages, may_switch_off
from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.models import CohortMessage
from learners.reminders.planning import write_down

FIRST_HOUR, LAST_HOUR = 8, 20


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """days and hour: None where the Academy's own are kept."""

    on: bool = True
    days: int | None = None
    hour: int | None = None
    words: str = ""


class GoesAtOnce(Refused):
    """With this it goes to `people` at once. Nothing was changed."""

    def __init__(self, people: int) -> None:
        self.people = people
        who = "1 person" if people == 1 else f"{people} people"
        super().__init__(f"With this the moment is past, so it goes to {who} at once. Nothing is saved yet.")


@transaction.atomic
def set_message(
    *, cohort_id: int, kind: str, facts: MessageFacts, by: Account, now: datetime, at_once: bool = False
) -> CohortMessage:
    """Raises GoesAtOnce where messages would go at once that wait now, unless `at_once` says that this is meant."""
    cohort, reminder = lock_cohort(cohort_id), _reminder(kind)
    may_set_messages(by, cohort, now=now).enforce()
    if not facts.on:
        may_switch_off(reminder).enforce()
    _check(reminder, facts)
    late_before = _late(reminder, cohort, now)
    plan = _plan(cohort, kind, by, now)
    before = MessageFacts(plan.on, plan.days, plan.hour, plan.words)
    if plan.pk and before == facts:
        return plan
    plan.on, plan.days, plan.hour, plan.words = facts.on, facts.days, facts.hour, facts.words.strip()
    plan.set_by, plan.set_at = by, now
    plan.save()
    late = _late(reminder, cohort, now) - late_before if facts.on else set()
    if late and not at_once:
        raise GoesAtOnce(len({account for account, _, _ in late}))
    audit(
        cohort,
        "messages_set",
        by=by,
        now=now,
        hub_id=cohort.hub_id,
        after={"kind": kind, "on": plan.on, "days": plan.days, "hour": plan.hour, "words": bool(plan.words)},
    )
    return plan


@transaction.atomic
def send_now(*, cohort_id: int, kind: str, by: Account, now: datetime) -> int:
    """To whoever has not got it yet; gives how many. It is the same message that would have come later, so nobody gets
    it twice, and whoever books later gets it in its own time."""
    cohort, reminder = lock_cohort(cohort_id), _reminder(kind)
    dues = still_to_go(reminder, cohort.pk, now)
    may_send_now(by, cohort, reminder, people=len(dues), now=now).enforce()
    plan = _plan(cohort, kind, by, now)
    plan.early_at, plan.early_for = now, next(iter(dues)).occasion
    plan.set_by, plan.set_at, plan.on = by, now, True
    plan.save()
    going = {
        due: place for due, place in still_to_go(reminder, cohort.pk, now).items() if _is_late(due.at, now)
    }
    written = write_down(reminder, going, now=now)
    audit(
        cohort,
        "message_sent_early",
        by=by,
        now=now,
        hub_id=cohort.hub_id,
        after={"kind": kind, "people": written},
    )
    enqueue("learners.reminders.send_due", kind=kind)
    return written


def _reminder(kind: str) -> Reminder:
    reminder = REMINDERS.get(kind)
    if reminder is None or reminder.on_dates is None:
        raise Refused("There is no message of this kind that can be set. Choose one from the list.")
    return reminder


def _plan(cohort: Cohort, kind: str, by: Account, now: datetime) -> CohortMessage:
    known = CohortMessage.objects.filter(cohort=cohort, kind=kind).first()
    return known or CohortMessage(cohort=cohort, kind=kind, set_by=by, set_at=now)


def _check(reminder: Reminder, facts: MessageFacts) -> None:
    """The form asks within these bounds; whoever sends something else is told."""
    on_dates = reminder.on_dates
    assert on_dates is not None
    if facts.days is not None:
        least, _, most = on_dates.days or (0, 0, -1)
        if not least <= facts.days <= most:
            raise Refused("That many days are not possible for this message. Choose from the list.")
    if facts.hour is not None and not (on_dates.hour and FIRST_HOUR <= facts.hour <= LAST_HOUR):
        raise Refused("This message cannot go at that hour. Choose from the list.")


def _late(reminder: Reminder, cohort: Cohort, now: datetime) -> set[tuple[int, str, str]]:
    """What would go at once as things are set, and has not gone."""
    found = still_to_go(reminder, cohort.pk, now)
    return {(due.account_id, due.about, due.occasion) for due in found if _is_late(due.at, now)}


def _is_late(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
