"""Digests of what was judged and signed: the same before and after saving, and another once anything differs."""

from copy import copy
from datetime import date, timedelta
from typing import Any

import pytest

from courses.qualifications.models import Criterion
from learners.assessment.digests import (
    digest_of_countersignature,
    digest_of_decision,
    digest_of_judgement,
    digest_of_record,
    digest_of_signature,
)
from learners.assessment.models import CriterionDecision, DecisionPiece, Judgement
from learners.assessment.record_models import AssessorRecord, RecordPassage
from learners.assessment.signoff_models import Signature
from learners.assessment.states import DecisionState, JudgementState, RecordState, SignedAs
from learners.portfolio.models import EvidenceFile
from learners.submissions.states import Outcome
from tests.learners import judging, signatures
from tests.learners.assessment.attacks import at_work, by_the_trainee, given
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db

OF_DECISION: dict[str, object] = {
    "attempt": 2,
    "outcome": Outcome.NOT_YET,
    "valid": False,
    "authentic": False,
    "reliable": False,
    "current": False,
    "sufficient": False,
    "rationale": "Two talks.",
    "next_step": "One more.",
    "assessor_name": "Somebody",
    "level": "trainee",
    "assessor_id": 0,
    "status_id": 0,
    "allocation_id": 0,
    "judgement_id": 0,
    "registration_id": 0,
    "decided_at": NOON + timedelta(seconds=1),
}
OF_JUDGEMENT: dict[str, object] = {
    "number": 9,
    "submission_id": None,
    "follows_id": 3,
    "again_why": "The specification asks for more.",
    "opened_at": NOON - timedelta(hours=1),
    "words": "You listen.",
    "next_step": "Write one more.",
    "next_by": date(2027, 1, 4),
    "assessor_name": "Somebody",
    "assessor_id": 0,
    "status_id": 0,
    "without_number": True,
    "signed_how": "passkey",
    "decided_at": NOON + timedelta(seconds=1),
    "registration_id": 0,
}
OF_RECORD: dict[str, object] = {
    "happened_on": date(2026, 1, 1),
    "minutes": 41,
    "place": "At home",
    "activity": "She did not.",
    "comments": "Well done.",
    "assessor_id": 0,
    "task_id": 4,
    "counted_at": NOON + timedelta(seconds=1),
    "confirmed_by_id": 0,
    "confirmed_how": "passkey",
    "learner_words": "So it was.",
    "registration_id": 0,
}
OF_SIGNATURE: dict[str, object] = {
    "signed_as": SignedAs.COUNTERSIGNER,
    "person_id": 0,
    "name": "Somebody",
    "status_id": 0,
    "statement": "2",
    "words": "Nearly every criterion is met.",
    "comment": "So she did.",
    "signed_how": "passkey",
    "signed_at": NOON + timedelta(seconds=1),
}


def one_judged() -> Judgement:
    cast, registration = at_work()
    given(cast, registration)
    return judging.judged(registration, cast.assessor)


def differs(row: Any, digest: Any, changes: dict[str, object]) -> None:
    was = digest(row)
    for name, value in changes.items():
        other = copy(row)
        setattr(other, name, value)
        assert digest(other) != was, f"{name} is not in the digest"


@pytest.mark.both
def test_the_digest_of_a_decision_is_the_same_once_it_is_saved() -> None:
    made = one_judged().decisions.first()
    assert made is not None
    unsaved = DecisionPiece(
        entry_id=made.pieces.get().entry_id,
        used=True,
        method=made.pieces.get().method,
        sha256=made.pieces.get().sha256,
    )
    before = digest_of_decision(made, [unsaved])
    assert before == digest_of_decision(CriterionDecision.objects.get(pk=made.pk))
    unsaved.place = "page 2"
    assert digest_of_decision(made, [unsaved]) != before
    assert digest_of_decision(made, []) != before


def test_every_fact_of_a_decision_is_in_its_digest() -> None:
    made = one_judged().decisions.first()
    pieces = list(made.pieces.all()) if made else []
    differs(made, lambda row: digest_of_decision(row, pieces), OF_DECISION)


def test_the_words_of_the_criterion_are_in_it() -> None:
    made = one_judged().decisions.first()
    assert made is not None
    was = digest_of_decision(made)
    made.criterion.text = made.criterion.text + "!"
    assert digest_of_decision(made) != was
    made.criterion = Criterion.objects.get(pk=made.criterion_id)
    made.criterion.outcome.text = "Something easier"
    assert digest_of_decision(made) != was


def test_what_becomes_of_a_decision_is_not_in_it() -> None:
    made = one_judged().decisions.first()
    assert made is not None
    was = digest_of_decision(made)
    made.state, made.ended_at = DecisionState.SUPERSEDED, NOON
    assert digest_of_decision(made) == was


@pytest.mark.both
def test_the_digest_of_a_judgement_holds_its_feedback_and_its_decisions() -> None:
    round_ = one_judged()
    differs(round_, digest_of_judgement, OF_JUDGEMENT)
    was = digest_of_judgement(round_)
    assert digest_of_judgement(Judgement.objects.get(pk=round_.pk)) == was
    assert digest_of_judgement(round_, []) != was
    round_.state, round_.acknowledged_at = JudgementState.ACKNOWLEDGED, NOON
    round_.learner_words, round_.countersigner_id = "Thank you", round_.assessor_id
    assert digest_of_judgement(round_) == was
    one = round_.decisions.first()
    assert one is not None
    one.digest = "1" * 64
    assert digest_of_judgement(round_, [one, *round_.decisions.all()[1:]]) != was


@pytest.mark.both
def test_the_digest_of_a_record_holds_everything_in_it() -> None:
    cast, registration = at_work()
    made = judging.record(registration, cast.assessor)
    was = digest_of_record(made)
    assert digest_of_record(AssessorRecord.objects.get(pk=made.pk)) == was
    differs(made, digest_of_record, OF_RECORD)
    made.item.text = "She talked."
    assert digest_of_record(made) != was


def test_passages_and_files_of_a_record_are_in_its_digest() -> None:
    cast, registration = at_work()
    made = judging.record(registration, cast.assessor, state=RecordState.SHARED)
    seen = {digest_of_record(made)}
    RecordPassage.objects.create(record=made, number=2, text="She asked again.")
    seen.add(digest_of_record(made))
    RecordPassage.objects.filter(number=2).update(at=42)
    seen.add(digest_of_record(made))
    RecordPassage.objects.filter(number=1).first().criteria.all().delete()  # type: ignore[union-attr]
    seen.add(digest_of_record(made))
    EvidenceFile.objects.create(
        item=made.item, name="talk.m4a", stored="x", sha256="1" * 64, size=9, type="audio/mp4", added_at=NOON
    )
    seen.add(digest_of_record(made))
    assert len(seen) == 5


def test_a_confirmation_after_silence_is_not_in_it() -> None:
    cast, registration = at_work()
    made = judging.record(registration, cast.assessor, state=RecordState.SILENT)
    made.counted_at = NOON
    was = digest_of_record(made)
    made.confirmed_at, made.learner_words = NOON + timedelta(days=2), "I was away."
    assert digest_of_record(made) == was


@pytest.mark.both
def test_the_digest_of_a_signature_stands_on_the_decisions_under_it() -> None:
    cast, registration = at_work()
    given(cast, registration)
    made = signatures.signed_off(registration, cast.assessor).signatures.get(signed_as=SignedAs.ASSESSOR)
    was = digest_of_signature(made)
    assert digest_of_signature(Signature.objects.get(pk=made.pk)) == was
    differs(made, digest_of_signature, OF_SIGNATURE)
    signatures.unlocked(made.signoff, cast.assessor)
    registration.decisions.update(state=DecisionState.SUPERSEDED, ended_at=NOON + timedelta(days=1))
    assert digest_of_signature(Signature.objects.get(pk=made.pk)) == was


@pytest.mark.both
def test_the_digest_of_a_countersignature_holds_what_was_said() -> None:
    cast, registration = at_work()
    made = judging.countersigned(by_the_trainee(cast, registration), cast.stranger)
    changes: dict[str, object] = {
        "outcome": "sent_back",
        "words": "Look again.",
        "about": [1],
        "name": "X",
        "status_id": 0,
    }
    differs(made, digest_of_countersignature, changes)
