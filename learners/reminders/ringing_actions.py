"""Telling people by telephone: what somebody of the hub says happened on the call."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import F, QuerySet

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from academy.templating import time_words
from learners.reminders.models import Sent
from learners.reminders.staff_policies import may_ring_about, may_take_back
from learners.reminders.states import SentState


class TooLate(Refused):
    """Somebody else was first, or the line has sorted itself out. Nothing was changed."""


class NotReached(StrEnum):
    """Why no more calls are of use; the value is the sentence that the log keeps."""

    WRONG_NUMBER = "The number is wrong."
    NO_NUMBER = "They have no telephone, and they were not here."
    NOT_WANTED = "They asked us not to ring."
    NO_ANSWER = "Nobody answered, however often we rang."


@transaction.atomic
def mark_told(*, line_id: int, by: Account, now: datetime) -> Sent:
    """The person knows. Of two who say so the first one counts; the other raises TooLate."""
    line = _line_to_ring(line_id, by, now)
    line.state, line.rung_by, line.rung_at = SentState.TOLD, by, now
    line.save(update_fields=["state", "rung_by", "rung_at"])
    return line


@transaction.atomic
def mark_no_answer(*, line_id: int, by: Account, now: datetime) -> Sent:
    """Rung in vain: everything that this person is to be told at this hub goes to the end of the list."""
    asked = Sent.objects.get(pk=line_id)
    same_call = Sent.objects.filter(account=asked.account_id, hub=asked.hub_id, state=SentState.TO_RING)
    lines = locked(_with_names(), [line_id, *same_call.values_list("pk", flat=True)])
    line = next(one for one in lines if one.pk == line_id)
    _check_to_ring(line, by, now)
    still = [one.pk for one in lines if one.state == SentState.TO_RING]
    Sent.objects.filter(pk__in=still).update(calls=F("calls") + 1, rung_by=by, rung_at=now)
    return line


@transaction.atomic
def give_up(*, line_id: int, why: NotReached, by: Account, now: datetime) -> Sent:
    """This one thing is not told: the line leaves the list, with the reason."""
    line = _line_to_ring(line_id, by, now)
    line.state, line.rung_by, line.rung_at = SentState.SKIPPED, by, now
    line.why_not = why
    line.save(update_fields=["state", "rung_by", "rung_at", "why_not"])
    return line


@transaction.atomic
def take_back(*, line_id: int, by: Account, now: datetime) -> Sent:
    """Not told after all, on the same day: the line stands on the list again."""
    line = _locked(line_id)
    may_ring_about(by, line, on=london_date(now)).enforce()
    if line.state == SentState.TO_RING:
        raise TooLate("This stands on the list already.")
    may_take_back(by, line, on=london_date(now)).enforce()
    if line.state != SentState.TOLD or line.rung_at is None or not _today(line.rung_at, now):
        raise TooLate("Only what was ticked today can be taken back.")
    line.state, line.rung_by = SentState.TO_RING, None
    line.rung_at = line.rung_at if line.calls else None
    line.save(update_fields=["state", "rung_by", "rung_at"])
    return line


def _line_to_ring(line_id: int, by: Account, now: datetime) -> Sent:
    """The locked line, as long as there is still something to ring about."""
    line = _locked(line_id)
    _check_to_ring(line, by, now)
    return line


def _check_to_ring(line: Sent, by: Account, now: datetime) -> None:
    """Raises Refused for whom it does not concern, TooLate when there is nothing more to ring about."""
    may_ring_about(by, line, on=london_date(now)).enforce()
    if line.state == SentState.TOLD and line.rung_at is not None:
        who = "You have" if line.rung_by_id == by.pk else f"{line.rung_by} has"
        raise TooLate(
            f"{who} told {line.account} already, at {time_words(line.rung_at)}. Nothing was changed."
        )
    if line.state != SentState.TO_RING:
        why = f" {line.why_not}" if line.why_not else ""
        raise TooLate(f"This line is not on the list any more.{why} Nothing was changed.")


def _locked(line_id: int) -> Sent:
    return locked_one(_with_names(), line_id)


def _with_names() -> QuerySet[Sent]:
    return Sent.objects.select_related("account", "hub", "rung_by")


def _today(moment: datetime, now: datetime) -> bool:
    return london_date(moment) == london_date(now)
