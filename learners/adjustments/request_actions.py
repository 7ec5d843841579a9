"""Reasonable adjustments: asked for, decided by whoever has to, put in place, reviewed. The root is the registration.

An adjustment helps with what is judged from then on. It changes nothing that was judged, nor how anything is judged.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.adjustments.models import AdjustmentRequest
from learners.adjustments.request_policies import (
    may_agree_help,
    may_ask_help,
    may_decide_help,
    may_propose_help,
    may_put_in_place,
    may_refer_help,
    may_review_help,
    may_withdraw_help,
)
from learners.adjustments.states import REQUEST_TRANSITIONS, DecidedBy, RequestState
from learners.adjustments.work_queries import all_met
from learners.registrations.actions import lock, noted
from learners.registrations.models import QualRegistration

Q = RequestState
SEND = "learners.reminders.send_due"
NOTHING_LEFT = (
    "Everything of it is judged as met, and an adjustment is decided before work is judged. Choose a unit in which "
    "something is still to be shown."
)


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked for. unit_id: None for every unit. shown_by: what there is to see of it, never the paper."""

    unit_id: int | None
    need: str
    adjustment: str
    shown_by: str = ""


@transaction.atomic
def ask_help(*, registration_id: int, what: Need, by: Account, now: datetime) -> AdjustmentRequest:
    """The learner asks; with that they have said yes to it. The same words twice are one request."""
    registration = lock(registration_id)
    may_ask_help(by, registration, now=now).enforce()
    made, new = _made(registration, what, by, now, state=Q.SUBMITTED, agreed_at=now)
    if new:
        _noted(made, "adjustment_asked", by=by, now=now)
        enqueue(SEND, kind="adjustment_to_decide")
    return made


@transaction.atomic
def propose_help(*, registration_id: int, what: Need, by: Account, now: datetime) -> AdjustmentRequest:
    """Somebody writes it down for the learner. It goes nowhere before they have said yes."""
    registration = lock(registration_id)
    may_propose_help(by, registration, now=now).enforce()
    made, new = _made(registration, what, by, now, state=Q.DRAFT)
    if new:
        _noted(made, "adjustment_proposed", by=by, now=now)
        enqueue(SEND, kind="adjustment_proposed")
    return made


@transaction.atomic
def agree_help(*, request_id: int, by: Account, now: datetime) -> AdjustmentRequest:
    """The learner's yes to what somebody wrote for them."""
    made = _locked(request_id)
    if made.state == Q.SUBMITTED and made.agreed_at is not None:
        return made
    may_agree_help(by, made, now=now).enforce()
    _move(made, Q.SUBMITTED, now, agreed_at=now)
    _noted(made, "adjustment_agreed", by=by, now=now)
    enqueue(SEND, kind="adjustment_to_decide")
    return made


@transaction.atomic
def withdraw_help(*, request_id: int, by: Account, now: datetime) -> AdjustmentRequest:
    """The learner takes it back, or says no to what somebody wrote for them."""
    made = _locked(request_id)
    if made.state == Q.WITHDRAWN:
        return made
    may_withdraw_help(by, made, now=now).enforce()
    _move(made, Q.WITHDRAWN, now)
    _noted(made, "adjustment_withdrawn", by=by, now=now)
    return made


@transaction.atomic
def refer_help(*, request_id: int, to: DecidedBy, by: Account, now: datetime) -> AdjustmentRequest:
    """The centre puts it before somebody outside, who has to decide about this kind."""
    made = _locked(request_id)
    if made.state == Q.REFERRED and made.decides == to:
        return made
    may_refer_help(by, made, now=now).enforce()
    if to not in (DecidedBy.EQA, DecidedBy.AO):
        raise Refused("Say who decides: the external quality assurer or the awarding organisation.")
    _move(made, Q.REFERRED, now, decides=to, referred_on=london_date(now))
    _noted(made, "adjustment_referred", by=by, now=now, after={"decides": str(to)})
    return made


@transaction.atomic
def decide_help(
    *,
    request_id: int,
    approved: bool,
    decision: str,
    reference: str,
    decided_on: date,
    by: Account,
    now: datetime,
) -> AdjustmentRequest:
    """The centre's own decision, or what came back from outside with the reference of the letter."""
    made = _locked(request_id)
    to = Q.APPROVED if approved else Q.REFUSED
    if made.state == to and made.decision == decision.strip():
        return made
    may_decide_help(by, made, now=now).enforce()
    outside = made.state == Q.REFERRED
    _check_decision(made, decision, reference if outside else "", decided_on, approved, london_date(now))
    facts = {"decided_by": by, "decided_on": decided_on, "decision": decision.strip()}
    _move(made, to, now, reference=reference.strip() if outside else "", **facts)
    what = "adjustment_approved" if approved else "adjustment_refused"
    after = {"decides": str(made.decides), "decided_on": decided_on.isoformat()}
    _noted(made, what, by=by, now=now, reason=made.decision, after=after)
    enqueue(SEND, kind="adjustment_decided")
    return made


@transaction.atomic
def put_in_place(
    *, request_id: int, in_place_on: date, review_on: date, by: Account, now: datetime
) -> AdjustmentRequest:
    """From that day on it helps, and stands on the plan and beside the work."""
    made = _locked(request_id)
    if made.state == Q.IN_PLACE and made.in_place_on == in_place_on:
        return made
    may_put_in_place(by, made, now=now).enforce()
    today = london_date(now)
    if in_place_on > today:
        raise Refused("That day has not come yet. Come back when it is in place.")
    if made.decided_on is not None and in_place_on < made.decided_on:
        raise Refused("It was not decided by then. Choose the day of the decision or a later one.")
    _check_review(review_on, today)
    _move(made, Q.IN_PLACE, now, in_place_on=in_place_on, review_on=review_on)
    _noted(made, "adjustment_in_place", by=by, now=now, after={"review_on": review_on.isoformat()})
    return made


@transaction.atomic
def review_help(
    *, request_id: int, words: str, next_on: date | None, by: Account, now: datetime
) -> AdjustmentRequest:
    """Does it help? next_on: it goes on, and somebody looks again on that day; None: it has come to its end."""
    made = _locked(request_id)
    if made.state == Q.REVIEWED and made.review == words.strip():
        return made
    may_review_help(by, made, now=now).enforce()
    if not words.strip():
        raise Refused("Write whether it helps, in a line or two. Ask the learner first.")
    if next_on is None:
        _move(made, Q.REVIEWED, now, review=words.strip(), review_on=None)
        _noted(made, "adjustment_reviewed", by=by, now=now, reason=made.review)
        return made
    _check_review(next_on, london_date(now))
    made.review, made.review_on, made.moved_at = words.strip(), next_on, now
    made.save(update_fields=["review", "review_on", "moved_at"])
    after = {"review_on": next_on.isoformat()}
    _noted(made, "adjustment_goes_on", by=by, now=now, reason=made.review, after=after)
    return made


def _made(
    registration: QualRegistration, what: Need, by: Account, now: datetime, **facts: Any
) -> tuple[AdjustmentRequest, bool]:
    """With whether it is new."""
    need, adjustment = what.need.strip(), what.adjustment.strip()
    if not need:
        raise Refused("Write what makes it hard. Only as much as somebody has to know.")
    if not adjustment:
        raise Refused("Write what would help.")
    if what.unit_id is not None and not registration.units.filter(unit=what.unit_id).exists():
        raise Refused("This unit is not one that the learner takes. Choose one of the list.")
    same = registration.adjustments.filter(
        unit=what.unit_id, need=need, adjustment=adjustment, state__in=[Q.DRAFT, Q.SUBMITTED], asked_by=by
    ).first()
    if same is not None:
        return same, False
    if all_met(registration, what.unit_id):
        raise Refused(NOTHING_LEFT)
    made = AdjustmentRequest.objects.create(
        registration=registration,
        unit_id=what.unit_id,
        need=need,
        adjustment=adjustment,
        shown_by=what.shown_by.strip(),
        asked_by=by,
        asked_at=now,
        moved_at=now,
        **facts,
    )
    return made, True


def _check_decision(
    made: AdjustmentRequest, decision: str, reference: str, decided_on: date, approved: bool, today: date
) -> None:
    if not decision.strip():
        raise Refused("Write what was decided and why. The learner reads it.")
    if decided_on > today or decided_on < london_date(made.asked_at):
        raise Refused("Choose the day of the decision: not before it was asked for, and not after today.")
    outside = made.state == Q.REFERRED
    if outside and not reference.strip():
        raise Refused(
            "Write the reference of the letter or e-mail from outside. It is asked for at their visit."
        )
    if approved and all_met(made.registration, made.unit_id):
        raise Refused(NOTHING_LEFT)


def _check_review(day: date, today: date) -> None:
    if day <= today:
        raise Refused("Choose a day after today on which somebody looks whether it helps.")


def _locked(request_id: int) -> AdjustmentRequest:
    """The root first, then the request as it is now."""
    root = AdjustmentRequest.objects.values_list("registration", flat=True).get(pk=request_id)
    registration = lock(root)
    made = locked_one(AdjustmentRequest.objects.all(), request_id)
    made.registration = registration
    return made


def _move(made: AdjustmentRequest, to: RequestState, now: datetime, **facts: Any) -> None:
    if to not in REQUEST_TRANSITIONS[Q(made.state)]:
        raise Refused("This has moved on in the meantime. Reload the page.")
    made.state, made.moved_at = to, now
    for name, value in facts.items():
        setattr(made, name, value)
    made.save(update_fields=["state", "moved_at", *facts])


def _noted(
    made: AdjustmentRequest,
    what: str,
    *,
    by: Account,
    now: datetime,
    reason: str = "",
    after: dict[str, Any] | None = None,
) -> None:
    registration = made.registration
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    facts = {"unit": made.unit_id, "state": str(made.state), **(after or {})}
    noted(registration, what, by=by, now=now, about=made, reason=reason, after=facts)
