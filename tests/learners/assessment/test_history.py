"""`manage.py verify_history`: nothing that was judged and signed can be changed behind the application unseen."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from academy.shared.append_only import lifted
from academy.shared.audit import audit
from academy.shared.models import AuditDetail, AuditEvent
from courses.qualifications.models import Criterion
from learners.adjustments.models import AssessmentHold
from learners.assessment.digests import digest_of_countersignature
from learners.assessment.models import (
    Countersignature,
    CriterionDecision,
    DecisionPiece,
    DraftDecision,
    Judgement,
)
from learners.assessment.record_models import AssessorRecord, RecordPassage
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.registrations.allocation_models import Allocation
from learners.registrations.keeping_actions import forget_words
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import Submission, SubmissionItem
from tests.learners import judging, signatures
from tests.learners.assessment.attacks import at_work, by_the_trainee, given
from tests.learners.assessment.sealing import seal_rows
from tests.learners.qualifying import NOON, TODAY
from tests.learners.telling import tell_rows

pytestmark = [pytest.mark.django_db, pytest.mark.both]

Edit = Callable[[], Any]


def said(*options: str) -> str:
    out = StringIO()
    call_command("verify_history", *options, stdout=out)
    return out.getvalue()


def signed() -> QualRegistration:
    """Both units judged, signed off and confirmed; unit 2 rests on a record."""
    cast, registration = at_work()
    given(cast, registration)
    for number in (1, 2):
        signatures.signed_off(registration, cast.assessor, number)
    seal_rows(registration)
    tell_rows(registration)
    return registration


EDITS: dict[str, tuple[Edit, str]] = {
    "a rationale": (
        lambda: CriterionDecision.objects.filter(criterion__number=1).update(rationale="!"),
        "Judgement 1: the decision about 1.1.1 is not what was decided",
    ),
    "an outcome": (
        lambda: CriterionDecision.objects.filter(judgement__number=1).update(
            outcome="not_yet", next_step="More."
        ),
        "Judgement 1: the decision about 1.1.1",
    ),
    "who decided": (
        lambda: CriterionDecision.objects.update(assessor_name="Me"),
        "Judgement 1: the decision",
    ),
    "the words of the criterion": (
        lambda: Criterion.objects.filter(number=1).update(text="Something easier."),
        "or the criterion is not",
    ),
    "a piece": (lambda: DecisionPiece.objects.update(place="page 9"), "Judgement 1: the decision"),
    "a piece taken out": (lambda: DecisionPiece.objects.all().delete(), "Judgement 1: the decision"),
    "the feedback": (lambda: Judgement.objects.update(words="Bad."), "Judgement 1 is not what was sent"),
    "a decision taken out": (
        lambda: (
            DecisionPiece.objects.filter(judgement__number=2).delete(),
            CriterionDecision.objects.filter(judgement__number=2).delete(),
        ),
        "Judgement 2 is not what was sent",
    ),
    "a judgement taken out": (
        lambda: (
            DecisionPiece.objects.filter(judgement__number=2).delete(),
            CriterionDecision.objects.filter(judgement__number=2).delete(),
            Signature.objects.filter(signoff__unit__number=2).delete(),
            DraftDecision.objects.filter(judgement__number=2).delete(),
            Judgement.objects.filter(number=2).delete(),
        ),
        "The audit trail speaks of judgement",
    ),
    "a record": (lambda: AssessorRecord.objects.update(activity="Nothing."), "The record of "),
    "a passage": (lambda: RecordPassage.objects.update(text="Nothing."), "The record of "),
    "a statement": (lambda: Signature.objects.update(words="Nothing."), "assessor’s signature"),
    "a signature": (
        lambda: Signature.objects.filter(signed_as="learner").update(comment="Not me."),
        "learner’s signature",
    ),
    "the digest of a decision that was signed": (
        lambda: CriterionDecision.objects.filter(judgement__number=1).update(digest="1" * 64),
        "Judgement 1: the decision",
    ),
    "the declaration": (lambda: Submission.objects.update(declaration="I did not."), "Hand-in 1: "),
    "a piece that was handed in": (
        lambda: SubmissionItem.objects.update(snapshot={"title": "Other", "files": []}),
        "Hand-in 1: Piece 1 does not say",
    ),
}


def test_what_nobody_changed_verifies() -> None:
    registration = signed()
    assert said().startswith("Nothing was changed. Looked through: ")
    assert "1 registrations" in said(f"--registration={registration.token}")


@pytest.mark.parametrize("what", EDITS)
def test_the_database_edited_by_hand_is_named(what: str) -> None:
    registration = signed()
    edit, words = EDITS[what]
    with lifted(connection):
        edit()
    with pytest.raises(CommandError) as raised:
        said(f"--registration={registration.token}")
    assert words in str(raised.value) and raised.value.returncode == 1


def test_one_byte_of_an_event_is_named() -> None:
    registration = signed()
    with lifted(connection):
        AuditEvent.objects.filter(chain=f"qualregistration:{registration.pk}", seq=1).update(action="judgee")
    with pytest.raises(CommandError, match="link 1 .* is not what was written"):
        said()


def test_one_byte_of_the_words_of_an_event_is_named() -> None:
    signed()
    with lifted(connection):
        AuditDetail.objects.filter(event__seq=0).update(actor_name="Nobody")
    with pytest.raises(CommandError, match="link 0 .* its words"):
        said()


def test_a_countersignature_is_held_against_the_audit_trail() -> None:
    cast, registration = at_work()
    judging.countersigned(by_the_trainee(cast, registration), cast.stranger)
    seal_rows(registration)
    tell_rows(registration)
    assert said()
    with lifted(connection):
        Countersignature.objects.update(name="Me")
    with pytest.raises(CommandError, match="countersignature is not what was signed"):
        said()


def test_another_registration_is_not_looked_at() -> None:
    registration = signed()
    with lifted(connection):
        Judgement.objects.update(words="Bad.")
    with pytest.raises(CommandError):
        said()
    with pytest.raises(CommandError, match="There is no registration with this address"):
        said(f"--registration={registration.token}x")


def by_hand(registration: QualRegistration, edit: Edit) -> str:
    """What the check says after this was done to the database."""
    with lifted(connection):
        edit()
    with pytest.raises(CommandError) as raised:
        said(f"--registration={registration.token}")
    return str(raised.value)


def unlocked_by_hand() -> None:
    one = Signature.objects.filter(signed_as="assessor").first()
    assert one is not None
    made = Unlocking.objects.create(
        signoff=one.signoff, was="x", reason="x", unlocked_by=one.person, name="x", unlocked_at=NOON
    )
    Signature.objects.filter(signoff=one.signoff).update(voided_at=NOON, voided_by=made)


STEPS: dict[str, tuple[Edit, str]] = {
    "the learner’s signature gone": (
        lambda: Signature.objects.filter(signed_as="learner").delete(),
        "speaks of signature",
    ),
    "a sign-off moved on": (lambda: UnitSignoff.objects.update(state="claimed"), "not learner_confirmed"),
    "a forged unlocking": (unlocked_by_hand, "nothing of it"),
    "a decision that counts no more": (
        lambda: CriterionDecision.objects.filter(criterion__number=1).update(
            state="overturned", ended_at=NOON
        ),
        "the decision about 1.1.1: it stands otherwise",
    ),
    "another moment of a decision": (
        lambda: CriterionDecision.objects.update(confirmed_at=NOON - timedelta(days=1)),
        "the decision about 1.1.1: it stands otherwise",
    ),
    "an answer put right": (
        lambda: CriterionAnswer.objects.filter(criterion__number=1).delete(),
        "What the learner was told",
    ),
    "a round taken out of sight": (
        lambda: Judgement.objects.filter(number=1).update(state="left"),
        "Judgement 1: it stands otherwise",
    ),
    "a round read for the learner": (
        lambda: Judgement.objects.filter(number=1).update(state="acknowledged", acknowledged_at=NOON),
        "Judgement 1: it stands otherwise",
    ),
    "told at another moment": (
        lambda: Judgement.objects.update(released_at=NOON - timedelta(days=1)),
        "when the learner got it",
    ),
    "a record queried": (lambda: AssessorRecord.objects.update(state="queried", query="x"), "not confirmed"),
    "a record that counts no more": (
        lambda: AssessorRecord.objects.update(counted_at=None, state="left"),
        "(left, not confirmed)",
    ),
    "a hand-in drafted again": (
        lambda: Submission.objects.update(state="draft", submitted_at=None),
        "Hand-in 1: it stands otherwise",
    ),
    "a hand-in given back by hand": (
        lambda: Submission.objects.update(
            state="returned",
            returned_at=NOON,
            returned_by=F("signed_by"),
            returned_for="other",
            returned_words="x",
        ),
        "Hand-in 1: it stands otherwise",
    ),
    "somebody else’s learner": (
        lambda: Allocation.objects.update(ends_on=TODAY),
        "it is not what the audit trail says",
    ),
}


@pytest.mark.parametrize("what", STEPS)
def test_a_step_that_nobody_took_is_named(what: str) -> None:
    edit, words = STEPS[what]
    assert words in by_hand(signed(), edit)


def test_what_was_written_and_sealed_anew_by_hand_is_named() -> None:
    registration = signed()

    def forged() -> None:
        CriterionDecision.objects.filter(criterion__number=1).update(rationale="Better.")
        seal_rows(registration)

    assert "Judgement 1: its digest is another one" in by_hand(registration, forged)


def test_rows_that_no_link_tells_of_are_named() -> None:
    registration = signed()

    def forged() -> None:
        unit = judging.unit_of(registration).pk
        hold = {"registration": registration, "unit_id": unit, "reason": "x", "review_on": TODAY}
        AssessmentHold.objects.create(placed_by=registration.account, placed_at=NOON, **hold)

    assert "the audit trail knows nothing of it" in by_hand(registration, forged)


def test_a_hold_lifted_by_hand_is_named() -> None:
    registration = signed()
    facts = {"registration": registration, "reason": "Looked into", "review_on": TODAY}
    hold = AssessmentHold.objects.create(placed_by=registration.account, placed_at=NOON, **facts)
    told = {"unit": None}
    audit(registration, "hold_placed", by=None, now=NOON, about=hold, reason="Looked into", after=told)
    assert said()
    edit = {"lifted_at": NOON, "lifted_by": registration.account, "lifted_why": "x"}
    assert "is not what the audit trail says" in by_hand(
        registration, lambda: AssessmentHold.objects.update(**edit)
    )


def test_a_countersignature_that_is_gone_is_named() -> None:
    cast, registration = at_work()
    judging.countersigned(by_the_trainee(cast, registration), cast.stranger)
    seal_rows(registration)
    tell_rows(registration)
    assert "speaks of countersignature" in by_hand(registration, Countersignature.objects.all().delete)


def test_a_registration_without_any_history_is_named() -> None:
    registration = signed()

    def cut() -> None:
        AuditDetail.objects.all().delete()
        AuditEvent.objects.all().delete()

    assert "has no history at all" in by_hand(registration, cut)


def test_steps_still_fit_after_their_words_went_at_the_end_of_their_time() -> None:
    registration = signed()
    forget_words([registration.pk], NOON)
    assert said().startswith("Nothing was changed")
    assert "not learner_confirmed" in by_hand(
        registration, lambda: UnitSignoff.objects.update(state="claimed")
    )


def test_a_countersignature_keeps_its_own_digest_when_the_words_of_its_link_went() -> None:
    cast, registration = at_work()
    judging.countersigned(by_the_trainee(cast, registration), cast.stranger)
    seal_rows(registration)
    tell_rows(registration)
    with lifted(connection):
        made = Countersignature.objects.get()
        Countersignature.objects.update(digest=digest_of_countersignature(made))
    forget_words([registration.pk], NOON)
    assert said().startswith("Nothing was changed")
    assert "countersignature is not what was signed" in by_hand(
        registration, lambda: Countersignature.objects.update(words="Something else.")
    )
