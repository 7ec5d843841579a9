"""Units signed off, confirmed and taken back, made row by row on what judging.py made."""

from academy.accounts.models import Account
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.assessment.states import SignedAs, SignoffState
from learners.registrations.models import QualRegistration
from tests.learners.judging import DIGEST, judged, status_of, unit_of
from tests.learners.qualifying import NOON


def signoff_of(registration: QualRegistration, number: int = 1) -> UnitSignoff:
    found, _ = UnitSignoff.objects.get_or_create(
        registration=registration, unit=unit_of(registration, number), defaults={"moved_at": NOON}
    )
    return found


def signs(
    signoff: UnitSignoff, by: Account, signed_as: SignedAs = SignedAs.ASSESSOR, **facts: object
) -> Signature:
    """Under a sign-off, which is left where it stands."""
    staff = signed_as in (SignedAs.ASSESSOR, SignedAs.COUNTERSIGNER)
    return Signature.objects.create(
        signoff=signoff,
        signed_as=signed_as,
        person=by,
        **{
            "name": by.full_name,
            "status": status_of(by) if staff else None,
            "statement": "1",
            "words": "Every criterion is met.",
            "signed_how": "email",
            "signed_at": NOON,
            "digest": DIGEST,
            **facts,
        },
    )


def signed_off(registration: QualRegistration, by: Account, number: int = 1) -> UnitSignoff:
    """The unit judged as met, signed by a qualified assessor and confirmed by the learner: it waits for the quality
    check.
    """
    judged(registration, by, number=number)
    signoff = signoff_of(registration, number)
    signs(signoff, by)
    move(signoff, SignoffState.ASSESSOR_SIGNED)
    signs(signoff, registration.account, SignedAs.LEARNER)
    return move(signoff, SignoffState.LEARNER_CONFIRMED)


def move(signoff: UnitSignoff, to: SignoffState) -> UnitSignoff:
    signoff.state, signoff.moved_at = to, NOON
    signoff.save()
    return signoff


def unlocked(
    signoff: UnitSignoff, by: Account, reason: str = "I looked at the wrong recording."
) -> Unlocking:
    """Taken back: every signature voided, and open again."""
    made = Unlocking.objects.create(
        signoff=signoff, was=signoff.state, reason=reason, unlocked_by=by, name=by.full_name, unlocked_at=NOON
    )
    signoff.signatures.filter(voided_at=None).update(voided_at=NOON, voided_by=made)
    move(signoff, SignoffState.OPEN)
    return made
