"""Sign-offs, signatures, and everything that stands beside judging, against the steps that the chain tells."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

from learners.adjustments.models import AssessmentHold
from learners.assessment.history_states import DIGEST, OTHERWISE, UNTOLD
from learners.assessment.history_told import Told, same_moment
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from learners.submissions.answer_models import ExtraAttempt

# Rows that the chain speaks of and that never go: those it is about, and those that it names beside.
STAY = (
    "submission", "judgement", "assessorrecord", "unitsignoff", "extraattempt", "allocation",
    "priorlearningclaim", "adjustmentrequest", "assessmenthold",
)  # fmt: skip
NAMED = ("signature", "unlocking", "countersignature")
BEGINNINGS = {"extra_attempts": "attempt_given", "holds": "hold_placed", "allocations": "allocated"}


def changed_signing(registration: QualRegistration, told: Told) -> Iterator[str]:
    """In words, every sign-off, signature and unlocking that is not what the chain tells."""
    for signoff in registration.signoffs.select_related("unit"):
        for words in _signoff(signoff, told):
            yield f"The sign-off of unit {signoff.unit.number}: {words}"
        for one in Unlocking.objects.filter(signoff=signoff):
            if words := _unlocking(one, told):
                yield f"The unlocking {one.pk} of unit {signoff.unit.number}: {words}"
        for signature in Signature.objects.filter(signoff=signoff):
            if words := _signature(signature, told):
                who = signature.get_signed_as_display().lower()
                yield f"The {who}’s signature {signature.pk} of {signature.signed_at:%-d %B %Y}: {words}"


def changed_beside(registration: QualRegistration, told: Told) -> Iterator[str]:
    """The registration itself, other tries, holds, who it was given to, prior learning and adjustments."""
    should = told.state("qualregistration", registration.pk)
    if should and should != registration.state:
        yield f"The registration: {OTHERWISE} ({registration.state}, not {should})."
    for name in ("prior_learning", "adjustments"):
        for one in getattr(registration, name).all():
            should = told.state(one._meta.model_name, one.pk)
            if not told.about(one._meta.model_name, one.pk):
                yield f"{one}: {UNTOLD}"
            elif should and should != one.state:
                yield f"{one}: {OTHERWISE} ({one.state}, not {should})."
    for name, begun in BEGINNINGS.items():
        for one in getattr(registration, name).all():
            if not (links := told.about(one._meta.model_name, one.pk, begun)):
                yield f"{one}: {UNTOLD}"
            elif not links[0].wordless and (words := _beside(one, links[0].after, links[0].reason, told)):
                yield f"{one}: {words}"


def gone_rows(told: Told) -> Iterator[str]:
    """Rows that the chain speaks of and that are not there."""
    for kind in (*STAY, *NAMED):
        model: type[Model] = apps.get_model("learners", kind)
        ids = told.named(kind) if kind in NAMED else told.ids(kind)
        there = set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
        for pk in sorted(ids - there):
            yield f"The audit trail speaks of {model._meta.verbose_name} {pk}, and it is not there any more."


def _signoff(signoff: UnitSignoff, told: Told) -> Iterator[str]:
    links = told.about("unitsignoff", signoff.pk)
    if not links:
        yield UNTOLD
        return
    should = told.state("unitsignoff", signoff.pk)
    if signoff.state != should:
        yield f"{OTHERWISE} ({signoff.state}, not {should})."


def _unlocking(one: Unlocking, told: Told) -> str:
    links = told.about("unitsignoff", one.signoff_id, "unit_unlocked")
    mine = [link for link in links if link.after.get("unlocking") == one.pk]
    if not mine:
        return (
            "" if any(link.wordless and same_moment(link.at, one.unlocked_at) for link in links) else UNTOLD
        )
    same = mine[0].reason == one.reason and mine[0].by == one.unlocked_by_id
    same = same and mine[0].before.get("state") == one.was and same_moment(mine[0].at, one.unlocked_at)
    return "" if same else "it is not what the audit trail says."


def _signature(one: Signature, told: Told) -> str:
    links = told.about("unitsignoff", one.signoff_id)
    mine = [link for link in links if link.after.get("signature") == one.pk]
    if not mine:
        same = [link for link in links if link.wordless and same_moment(link.at, one.signed_at)]
        return "" if same and one.person_id in [link.by for link in same] else UNTOLD
    if mine[0].after.get("digest") != one.digest:
        return DIGEST
    voided: datetime | None = None
    by: object = None
    for link in links:
        if one.pk in link.after.get("voided", []):
            voided, by = link.at, link.after.get("unlocking")
    if not same_moment(one.voided_at, voided) or one.voided_by_id != by:
        return f"{OTHERWISE}: it was {'' if voided else 'not '}taken back."
    return ""


def _beside(one: Any, after: Any, reason: str, told: Told) -> str:
    """What is wrong with a row beside judging; empty: nothing."""
    if isinstance(one, ExtraAttempt):
        until = one.until.isoformat() if one.until else ""
        same = (one.criterion_id, until, one.why) == (after.get("criterion"), after.get("until"), reason)
    elif isinstance(one, AssessmentHold):
        lifted = told.about("assessmenthold", one.pk, "hold_lifted")
        same = (one.unit_id, one.reason) == (after.get("unit"), reason)
        same = same and same_moment(one.lifted_at, lifted[-1].at if lifted else None)
    else:
        ended = told.last("allocation", one.pk, ["allocation_ended"], "from")
        over = one.registration.state in (
            RegistrationState.WITHDRAWN,
            RegistrationState.TRANSFERRED,
            RegistrationState.LAPSED,
        )
        same = (one.person_id, str(one.task), one.unit_id) == tuple(
            after.get(key) for key in ("person", "task", "unit")
        )
        same = same and (one.ends_on.isoformat() if one.ends_on else None) == ended or (over and same)
    return "" if same else "it is not what the audit trail says."
