"""Holds: placed with a reason and a day, looked at again, and lifted with words. The registration is the root."""

from datetime import date, datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.adjustments.hold_policies import may_keep_hold, may_lift_hold, may_place_hold
from learners.adjustments.models import AssessmentHold
from learners.registrations.actions import lock, noted
from learners.registrations.models import QualRegistration

SEND = "learners.reminders.send_due"


@transaction.atomic
def place_hold(
    *, registration_id: int, unit_id: int | None, reason: str, review_on: date, by: Account, now: datetime
) -> AssessmentHold:
    """Nothing of this unit (None: of the registration) is signed off from now on. The same twice is one hold."""
    registration = lock(registration_id)
    may_place_hold(by, registration, now=now).enforce()
    reason = reason.strip()
    if not reason:
        raise Refused("Write why. It stands in the history, and the learner’s assessor reads it.")
    if unit_id is not None and not registration.units.filter(unit=unit_id).exists():
        raise Refused("This unit is not one that the learner takes. Choose one of the list.")
    same = registration.holds.filter(unit=unit_id, reason=reason, lifted_at__isnull=True).first()
    if same is not None:
        return same
    _check_day(review_on, london_date(now))
    made = AssessmentHold.objects.create(
        registration=registration,
        unit_id=unit_id,
        reason=reason,
        review_on=review_on,
        placed_by=by,
        placed_at=now,
    )
    _noted(made, "hold_placed", reason, by, now, {"review_on": review_on.isoformat()})
    enqueue(SEND, kind="hold_placed")
    return made


@transaction.atomic
def keep_hold(*, hold_id: int, review_on: date, words: str, by: Account, now: datetime) -> AssessmentHold:
    """Somebody looked again, and it stays until then."""
    made = _locked(hold_id)
    may_keep_hold(by, made, now=now).enforce()
    if not words.strip():
        raise Refused("Write what you found, and what is still open.")
    _check_day(review_on, london_date(now))
    if made.review_on == review_on:
        raise Refused("This is the day that stands already. Choose another one.")
    before = {"review_on": made.review_on.isoformat()}
    made.review_on = review_on
    made.save(update_fields=["review_on"])
    _noted(made, "hold_kept", words.strip(), by, now, {"review_on": review_on.isoformat()}, before)
    return made


@transaction.atomic
def lift_hold(*, hold_id: int, why: str, by: Account, now: datetime) -> AssessmentHold:
    """It stops nothing any more."""
    made = _locked(hold_id)
    if made.lifted_at is not None and made.lifted_why == why.strip():
        return made
    may_lift_hold(by, made, now=now).enforce()
    if not why.strip():
        raise Refused("Write what came of it, and why it can be lifted. It stands in the history.")
    made.lifted_at, made.lifted_by, made.lifted_why = now, by, why.strip()
    made.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    _noted(made, "hold_lifted", made.lifted_why, by, now, {})
    return made


def _check_day(day: date, today: date) -> None:
    if day <= today:
        raise Refused("Choose a day after today on which somebody looks at it again.")


def _locked(hold_id: int) -> AssessmentHold:
    """The root first, then the hold as it is now."""
    root = AssessmentHold.objects.values_list("registration", flat=True).get(pk=hold_id)
    registration = lock(root)
    made = locked_one(AssessmentHold.objects.all(), hold_id)
    made.registration = registration
    return made


def _noted(
    made: AssessmentHold,
    what: str,
    reason: str,
    by: Account,
    now: datetime,
    after: dict[str, str],
    before: dict[str, str] | None = None,
) -> None:
    registration = made.registration
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    facts: dict[str, int | str | None] = {"unit": made.unit_id, **after}
    noted(registration, what, by=by, now=now, about=made, reason=reason, before=before or {}, after=facts)
