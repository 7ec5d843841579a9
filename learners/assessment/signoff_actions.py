"""Signing a unit off: the assessor, a trainee's countersigner, the learner's own word. The registration is the root.

Nothing here clears a unit: the quality check comes after, and until it has looked, every unit waits for it.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from academy.accounts.models import Account
from academy.shared.audit import audit, chain_of
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from academy.shared.working_days import working_days_between
from courses.qualifications.models import Unit
from courses.qualifications.staff_queries import status_on
from learners.assessment.digests import digest_of_signature
from learners.assessment.models import CriterionDecision
from learners.assessment.seen import is_the_same, under_a_signature, was_seen
from learners.assessment.signoff_facts import is_trainees, live
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.assessment.signoff_policies import (
    may_confirm_unit,
    may_countersign_unit,
    may_sign_by,
    may_sign_unit,
    may_unlock,
)
from learners.assessment.statements import CURRENT
from learners.assessment.states import LEARNERS_TURN, SIGNOFF_TRANSITIONS, SignedAs, SignoffState
from learners.registrations.actions import lock
from learners.registrations.assessed_actions import assessed, reopened
from learners.registrations.models import QualRegistration
from learners.registrations.states import JUDGING, RegistrationState

U = SignoffState
COMMENT_AT_MOST = 1000
REASON_AT_MOST = 500


@transaction.atomic
def sign_unit(
    *,
    registration_id: int,
    unit_id: int,
    comment: str,
    how: str,
    by: Account,
    now: datetime,
    seen: str | None = None,
) -> UnitSignoff:
    """Sign as the assessor. Pressing twice signs once. how: by what the session was opened, as signed_in_how says it.
    seen: `under_a_signature` as it was on the page; what was judged or taken back since has to be read first.

    A trainee's waits for their countersigner; after anybody else the learner is asked to confirm.
    """
    registration = lock(registration_id)
    may_sign_by(how).enforce()
    unit = Unit.objects.get(pk=unit_id)
    before = UnitSignoff.objects.filter(registration=registration, unit=unit).first()
    if before is not None and _signed_before(before, SignedAs.ASSESSOR, comment, by):
        return before
    may_sign_unit(by, registration, unit, now=now).enforce()
    is_the_same(seen, under_a_signature(registration.pk, unit.pk, before)).enforce()
    signoff, _ = UnitSignoff.objects.get_or_create(
        registration=registration, unit=unit, defaults={"moved_at": now}
    )
    now = _after_all(signoff, now)
    made = _sign(signoff, SignedAs.ASSESSOR, comment, how, by, now)
    trainee = is_trainees(made)
    _move(signoff, U.ASSESSOR_SIGNED, now, asked_at=None if trainee else now)
    _note(registration, "unit_signed", signoff, by=by, now=now, before=U.OPEN, signature=made)
    _settle(registration, by=by, now=now)
    enqueue("learners.reminders.send_due", kind="unit_to_countersign" if trainee else "unit_to_confirm")
    return signoff


@transaction.atomic
def countersign_unit(
    *, signoff_id: int, comment: str, how: str, by: Account, now: datetime, seen: str | None = None
) -> UnitSignoff:
    """Confirm what a trainee signed; then the learner is asked. Pressing twice signs once. seen: as above."""
    registration, signoff = _held(signoff_id)
    may_sign_by(how).enforce()
    if _signed_before(signoff, SignedAs.COUNTERSIGNER, comment, by):
        return signoff
    may_countersign_unit(by, signoff, now=now).enforce()
    is_the_same(seen, under_a_signature(registration.pk, signoff.unit_id, signoff)).enforce()
    now = _after_all(signoff, now)
    made = _sign(signoff, SignedAs.COUNTERSIGNER, comment, how, by, now)
    _move(signoff, U.COUNTERSIGNED, now, asked_at=now)
    _note(
        registration,
        "unit_countersigned",
        signoff,
        by=by,
        now=now,
        before=U.ASSESSOR_SIGNED,
        signature=made,
    )
    _settle(registration, by=by, now=now)
    enqueue("learners.reminders.send_due", kind="unit_to_confirm")
    return signoff


@transaction.atomic
def confirm_unit(
    *, signoff_id: int, comment: str, how: str, by: Account, now: datetime, seen: datetime | None = None
) -> UnitSignoff:
    """The learner has read it. Also after they were silent. Pressing twice confirms once.

    seen: its `asked_at` on the page that they read: what was taken back and signed again since is asked anew.
    """
    registration, signoff = _held(signoff_id)
    may_sign_by(how).enforce()
    if _signed_before(signoff, SignedAs.LEARNER, comment, by):
        return signoff
    may_confirm_unit(by, signoff, now=now).enforce()
    was_seen(seen, signoff.asked_at).enforce()
    was, now = U(signoff.state), _after_all(signoff, now)
    made = _sign(signoff, SignedAs.LEARNER, comment, how, by, now)
    _move(signoff, U.LEARNER_CONFIRMED, now)
    _note(registration, "unit_confirmed", signoff, by=by, now=now, before=was, signature=made)
    return signoff


def tell_silent(*, now: datetime) -> int:
    """Where the learner was asked and did not answer in time: written down, and on it goes. How many there were."""
    on = london_date(now)
    due = UnitSignoff.objects.filter(
        state__in=LEARNERS_TURN,
        asked_at__isnull=False,
        registration__state__in=[*JUDGING, RegistrationState.ASSESSED],
    )
    rows = due.order_by("pk").values_list("pk", "asked_at")
    late = [pk for pk, asked_at in rows if asked_at is not None and _in_vain(asked_at, on=on)]
    return sum(_told(pk, now) for pk in late)


@transaction.atomic
def unlock(*, signoff_id: int, reason: str, how: str, by: Account, now: datetime) -> Unlocking:
    """Take the sign-off back: every signature is voided and stays to be seen, and the unit is open again (INV-15).
    how: as for a signature, which it undoes.
    """
    registration, signoff = _held(signoff_id)
    may_sign_by(how).enforce()
    may_unlock(by, signoff, now=now).enforce()
    if not (why := reason.strip()):
        raise Refused("Say why. The learner and everybody who signed reads it.")
    if len(why) > REASON_AT_MOST:
        raise Refused(f"The reason is too long. Say it in {REASON_AT_MOST} characters or fewer.")
    was = U(signoff.state)
    made = Unlocking.objects.create(
        signoff=signoff, was=was, reason=why, unlocked_by=by, name=_name(by), unlocked_at=now
    )
    voided = list(signoff.signatures.filter(voided_at__isnull=True).values_list("pk", flat=True))
    signoff.signatures.filter(pk__in=voided).update(voided_at=now, voided_by=made)
    _move(signoff, U.OPEN, now, asked_at=None)
    _note(
        registration,
        "unit_unlocked",
        signoff,
        by=by,
        now=now,
        before=was,
        reason=why,
        more={"unlocking": made.pk, "voided": voided},
    )
    reopened(registration, reason=why, by=by, now=now)
    enqueue("learners.reminders.send_due", kind="unit_unlocked")
    return made


@transaction.atomic
def _told(signoff_id: int, now: datetime) -> bool:
    registration, signoff = _held(signoff_id)
    if signoff.state not in LEARNERS_TURN or signoff.asked_at is None:
        return False
    if not _in_vain(_asked(registration, signoff.asked_at), on=london_date(now)):
        return False
    was = U(signoff.state)
    _move(signoff, U.LEARNER_TOLD, now)
    _note(registration, "unit_told", signoff, by=None, now=now, before=was)
    enqueue("learners.reminders.send_due", kind="unit_told")
    return True


def _asked(registration: QualRegistration, asked_at: datetime) -> datetime:
    """Since when they could have answered: a break is no silence."""
    back = AuditEvent.objects.filter(chain=chain_of(registration), action="registration_back")
    return max([asked_at, *back.order_by("-seq").values_list("at", flat=True)[:1]])


def _in_vain(asked_at: datetime, *, on: date) -> bool:
    return working_days_between(london_date(asked_at), on) >= settings.UNIT_CONFIRM_DAYS


def _held(signoff_id: int) -> tuple[QualRegistration, UnitSignoff]:
    """The registration locked, and the sign-off as it is from then on."""
    registration = lock(UnitSignoff.objects.values_list("registration", flat=True).get(pk=signoff_id))
    signoff = UnitSignoff.objects.select_related("unit").get(pk=signoff_id)
    signoff.registration = registration
    return registration, signoff


def _signed_before(signoff: UnitSignoff, signed_as: SignedAs, comment: str, by: Account) -> bool:
    """By this person, with these words, and it still counts. A comment that came later is handed back, not lost."""
    signed = live(signoff, signed_as)
    if signed is None or signed.person.person_id != by.person_id:
        return False
    if comment.strip() in ("", signed.comment):
        return True
    raise Refused(
        "You have signed this already, and a signature does not change. What you wrote now was not kept with it."
    )


def _sign(
    signoff: UnitSignoff, signed_as: SignedAs, comment: str, how: str, by: Account, now: datetime
) -> Signature:
    if len(comment.strip()) > COMMENT_AT_MOST:
        raise Refused(f"The comment is too long. Say it in {COMMENT_AT_MOST} characters or fewer.")
    learner = signed_as == SignedAs.LEARNER
    made = Signature(
        signoff=signoff,
        signed_as=signed_as,
        person=by,
        name=_name(by),
        status=None if learner else status_on(by, london_date(now)),
        statement=CURRENT[signed_as].version,
        words=CURRENT[signed_as].words,
        comment=comment.strip(),
        signed_how=how,
        signed_at=now,
    )
    made.digest = digest_of_signature(made)
    made.save(force_insert=True)
    return made


def _after_all(signoff: UnitSignoff, now: datetime) -> datetime:
    """The moment of a signature and of its link: not before the decisions that it stands under, though whoever pressed
    later may have got the lock first.
    """
    decisions = CriterionDecision.objects.filter(
        registration=signoff.registration_id, criterion__outcome__unit=signoff.unit_id
    )
    newest = decisions.aggregate(confirmed=Max("confirmed_at"), ended=Max("ended_at"))
    moments: list[datetime] = [at for at in newest.values() if at is not None]
    return max([now, *moments])


def _move(signoff: UnitSignoff, to: SignoffState, now: datetime, **facts: datetime | None) -> None:
    if to not in SIGNOFF_TRANSITIONS[U(signoff.state)]:
        raise Refused("Somebody was quicker. Reload the page to see where this unit stands now.")
    signoff.state, signoff.moved_at = to, now
    for name, value in facts.items():
        setattr(signoff, name, value)
    signoff.save(update_fields=["state", "moved_at", *facts])


def _settle(registration: QualRegistration, *, by: Account, now: datetime) -> None:
    """When the last unit is signed, and countersigned where that is needed, the whole is assessed."""
    done = {
        one.unit_id
        for one in UnitSignoff.objects.filter(registration=registration).exclude(state=U.OPEN)
        if one.state != U.ASSESSOR_SIGNED or one.asked_at is not None
    }
    taken = set(registration.units.values_list("unit_id", flat=True))
    if taken and taken <= done:
        assessed(registration, by=by, now=now)


def _note(
    registration: QualRegistration,
    what: str,
    signoff: UnitSignoff,
    *,
    by: Account | None,
    now: datetime,
    before: SignoffState,
    reason: str = "",
    signature: Signature | None = None,
    more: dict[str, object] | None = None,
) -> None:
    """In the registration's chain, with the digest of what was signed."""
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    after: dict[str, object] = {"state": str(signoff.state), "unit": signoff.unit_id, **(more or {})}
    if signature is not None:
        after |= {"signature": signature.pk, "digest": signature.digest, "statement": signature.statement}
    audit(
        registration,
        what,
        by=by,
        now=now,
        about=signoff,
        hub_id=registration.hub_id,
        reason=reason,
        before={"state": str(before)},
        after=after,
    )


def _name(person: Account) -> str:
    return str(person)[:200]
