"""Prior learning: asked for by the learner, planned by the assessor, judged like other work, and what comes of it.

The registration is the root. Between the plan and the judgement nobody presses anything: a claim follows the work.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.adjustments.claim_policies import (
    may_answer_prior,
    may_ask_more,
    may_ask_prior,
    may_conclude_prior,
    may_withdraw_prior,
)
from learners.adjustments.models import PriorLearningClaim
from learners.adjustments.states import CLAIM_ENDED, CLAIM_TRANSITIONS, ClaimState
from learners.adjustments.work_queries import CriterionWork, work_of
from learners.registrations.actions import lock, noted
from learners.registrations.models import QualRegistration

C = ClaimState
SEND = "learners.reminders.send_due"
FOLLOWS_THE_WORK = (C.EVIDENCE, C.MAPPED)


@transaction.atomic
def ask_prior(
    *,
    registration_id: int,
    unit_id: int,
    learned_what: str,
    learned_where: str,
    learned_until: date | None,
    by: Account,
    now: datetime,
) -> PriorLearningClaim:
    """Ask for a whole unit to be recognised. An open claim for it is given back, so pressing twice asks once."""
    registration = lock(registration_id)
    may_ask_prior(by, registration, now=now).enforce()
    open_now = registration.prior_learning.filter(unit=unit_id).exclude(state__in=CLAIM_ENDED).first()
    if open_now is not None:
        return open_now
    if not registration.units.filter(unit=unit_id).exists():
        raise Refused("This unit is not one of yours. Choose one of the list.")
    if any(one.shown in ("met", "not_yet") for one in work_of(registration, unit_id)):
        raise Refused(
            "Something of this unit is judged already, and only whole units are recognised. Show what is left like "
            "other work; what you did before can be a piece of evidence for it."
        )
    if not learned_what.strip():
        raise Refused("Write what you did or learned before, in your own words.")
    made = PriorLearningClaim.objects.create(
        registration=registration,
        unit_id=unit_id,
        learned_what=learned_what.strip(),
        learned_where=learned_where.strip(),
        learned_until=learned_until,
        asked_by=by,
        asked_at=now,
        moved_at=now,
    )
    _noted(made, "prior_asked", by=by, now=now)
    enqueue(SEND, kind="prior_learning_asked")
    return made


@transaction.atomic
def plan_prior(*, claim_id: int, plan: str, by: Account, now: datetime) -> PriorLearningClaim:
    """The assessor says how it can be shown; or, while evidence is gathered, says it anew."""
    claim = _locked(claim_id)
    if claim.state == C.EVIDENCE and claim.plan == plan.strip():
        return claim
    may_answer_prior(by, claim, now=now).enforce()
    if not plan.strip():
        raise Refused("Write how it can be shown: what to bring for which criteria.")
    first = claim.state == C.ENQUIRY
    claim.plan, claim.answered_by = plan.strip(), by
    if first:
        _move(claim, C.EVIDENCE, now)
    claim.save(update_fields=["plan", "answered_by"])
    _noted(claim, "prior_planned" if first else "prior_planned_anew", by=by, now=now, reason=claim.plan)
    enqueue(SEND, kind="prior_learning_answered")
    settle(registration=claim.registration, by=by, now=now)  # it may be handed in already
    claim.refresh_from_db(fields=["state"])
    return claim


@transaction.atomic
def refuse_prior(*, claim_id: int, why: str, by: Account, now: datetime) -> PriorLearningClaim:
    """The assessor says why it is not taken further. The unit is shown like any other."""
    claim = _locked(claim_id)
    if claim.state == C.REFUSED:
        return claim
    may_answer_prior(by, claim, now=now).enforce()
    if claim.state != C.ENQUIRY:
        raise Refused(
            "You have said how it can be shown. From then on it is judged, or the learner takes it back."
        )
    if not why.strip():
        raise Refused("Write why, and what the learner can do instead.")
    claim.answered_by = by
    claim.save(update_fields=["answered_by"])
    return _end(claim, C.REFUSED, "prior_refused", why.strip(), by, now, kind="prior_learning_answered")


@transaction.atomic
def ask_more(*, claim_id: int, plan: str, by: Account, now: datetime) -> PriorLearningClaim:
    """What was handed in is not all that is needed: back to gathering, with a new plan. Nothing is judged by it."""
    claim = _locked(claim_id)
    if claim.state == C.EVIDENCE and claim.plan == plan.strip():
        return claim
    may_ask_more(by, claim, now=now).enforce()
    if not plan.strip():
        raise Refused("Write what else is needed, and how it can be shown.")
    claim.plan, claim.answered_by = plan.strip(), by
    _move(claim, C.EVIDENCE, now)
    claim.save(update_fields=["plan", "answered_by"])
    _noted(claim, "prior_more", by=by, now=now, reason=claim.plan)
    enqueue(SEND, kind="prior_learning_answered")
    return claim


@transaction.atomic
def withdraw_prior(*, claim_id: int, by: Account, now: datetime) -> PriorLearningClaim:
    """The learner takes it back. What was handed in stays, and is judged like other work."""
    claim = _locked(claim_id)
    if claim.state == C.WITHDRAWN:
        return claim
    may_withdraw_prior(by, claim, now=now).enforce()
    return _end(claim, C.WITHDRAWN, "prior_withdrawn", "", by, now)


@transaction.atomic
def conclude_prior(*, claim_id: int, words: str, by: Account, now: datetime) -> PriorLearningClaim:
    """The assessor says what comes of it: accepted, where every criterion is met; else the rest is ordinary work."""
    claim = _locked(claim_id)
    if claim.state in (C.ACCEPTED, C.GAPS):
        return claim
    may_conclude_prior(by, claim, now=now).enforce()
    work = work_of(claim.registration, claim.unit_id)
    if any(one.shown == "waiting" for one in work):
        raise Refused("Something was handed in again. Judge it first; then say what comes of the claim.")
    met = all(one.shown == "met" for one in work)
    to, what = (C.ACCEPTED, "prior_accepted") if met else (C.GAPS, "prior_gaps")
    left = {"left": [one.pk for one in work if one.shown != "met"]}
    return _end(claim, to, what, words.strip(), by, now, kind="prior_learning_answered", after=left)


def settle(*, registration: QualRegistration, by: Account | None, now: datetime) -> None:
    """Let each open claim follow the work: all of the unit is handed in, something was given back, all is judged.

    Called by whatever changes the work of a registration, which has locked it; by: whoever did that.
    """
    rows = registration.prior_learning.filter(state__in=FOLLOWS_THE_WORK).select_related(
        "unit", "registration"
    )
    for claim in rows.order_by("pk"):
        claim.registration = registration
        work = work_of(registration, claim.unit_id)
        while (to := _next(C(claim.state), work)) is not None:
            _move(claim, to, now)
            _noted(
                claim,
                {C.MAPPED: "prior_mapped", C.EVIDENCE: "prior_back"}.get(to, "prior_judged"),
                by=by,
                now=now,
            )


def _next(state: ClaimState, work: tuple[CriterionWork, ...]) -> ClaimState | None:
    """Where the work of the unit has brought it; None: it stays."""
    whole = bool(work) and all(one.shown for one in work)
    if state == C.EVIDENCE:
        return C.MAPPED if whole else None
    if state != C.MAPPED:
        return None
    if not whole:
        return C.EVIDENCE
    return None if any(one.shown == "waiting" for one in work) else C.ASSESSED


def _locked(claim_id: int) -> PriorLearningClaim:
    """The root first, then the claim as it is now."""
    root = PriorLearningClaim.objects.values_list("registration", flat=True).get(pk=claim_id)
    registration = lock(root)
    claim = locked_one(PriorLearningClaim.objects.select_related("unit"), claim_id)
    claim.registration = registration
    return claim


def _move(claim: PriorLearningClaim, to: ClaimState, now: datetime) -> None:
    if to not in CLAIM_TRANSITIONS[C(claim.state)]:
        raise Refused("This claim has moved on in the meantime. Reload the page.")
    claim.state, claim.moved_at = to, now
    claim.save(update_fields=["state", "moved_at"])


def _end(
    claim: PriorLearningClaim,
    to: ClaimState,
    what: str,
    why: str,
    by: Account,
    now: datetime,
    *,
    kind: str = "",
    after: dict[str, Any] | None = None,
) -> PriorLearningClaim:
    if to not in CLAIM_TRANSITIONS[C(claim.state)]:
        raise Refused("This claim has moved on in the meantime. Reload the page.")
    if len(why) > 500:
        raise Refused("Write it in at most 500 letters.")
    claim.state, claim.moved_at, claim.ended_at, claim.ended_why = to, now, now, why
    claim.save(update_fields=["state", "moved_at", "ended_at", "ended_why"])
    _noted(claim, what, by=by, now=now, reason=why, after=after or {})
    if kind:
        enqueue(SEND, kind=kind)
    return claim


def _noted(
    claim: PriorLearningClaim,
    what: str,
    *,
    by: Account | None,
    now: datetime,
    reason: str = "",
    after: dict[str, Any] | None = None,
) -> None:
    registration = claim.registration
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    facts = {"unit": claim.unit_id, "state": str(claim.state), **(after or {})}
    noted(registration, what, by=by, now=now, about=claim, reason=reason, after=facts)
