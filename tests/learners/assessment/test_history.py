"""`manage.py verify_history`: nothing that was judged and signed can be changed behind the application unseen."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from academy.shared.append_only import lifted
from academy.shared.audit import audit
from academy.shared.models import AuditDetail, AuditEvent
from courses.qualifications.models import Criterion
from learners.assessment.digests import digest_of_countersignature
from learners.assessment.models import (
    Countersignature,
    CriterionDecision,
    DecisionPiece,
    DraftDecision,
    Judgement,
)
from learners.assessment.record_models import AssessorRecord, RecordPassage
from learners.assessment.signoff_models import Signature
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission, SubmissionItem
from tests.learners import judging
from tests.learners.assessment.attacks import at_work, by_the_trainee, given
from tests.learners.assessment.sealing import seal_rows
from tests.learners.qualifying import NOON

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
        judging.signed_off(registration, cast.assessor, number)
    seal_rows(registration)
    for round_ in registration.judgements.all():
        audit(
            registration, "judged", by=cast.assessor, now=NOON, about=round_, after={"round": round_.number}
        )
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
        AuditDetail.objects.filter(event__action="judged", event__seq=0).update(actor_name="Nobody")
    with pytest.raises(CommandError, match="link 0 .* its words"):
        said()


def test_a_countersignature_is_held_against_the_audit_trail() -> None:
    cast, registration = at_work()
    made = judging.countersigned(by_the_trainee(cast, registration), cast.stranger)
    seal_rows(registration)
    made.judgement.refresh_from_db()
    told = {"digest": digest_of_countersignature(made)}
    audit(registration, "countersigned", by=cast.stranger, now=NOON, about=made.judgement, after=told)
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
