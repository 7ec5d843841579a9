"""What the database keeps of judging and signing: decisions, signatures, records, and the rows that they rest on."""

from academy.shared import kept_judging, kept_moves, kept_signing
from academy.shared.kept_shapes import Kept, Sealed

SEALED = (
    Sealed("learners_decisionpiece", "learners_judgement", "judgement_id", "decided_at"),
    Sealed("learners_recordpassage", "learners_assessorrecord", "record_id", "counted_at"),
    Sealed("learners_passagecriterion", "learners_assessorrecord", "record_id", "counted_at"),
)

KEPT = (
    Kept("academy_auditdetail", frozen=("*",), deletable=True),
    Kept("academy_disposal", frozen=("*",)),
    Kept(
        "academy_looking", frozen=("account_id", "by_id", "reason", "began_at", "until"), once=("ended_at",)
    ),
    Kept(
        "learners_judgement",
        frozen=(
            "token",
            "registration_id",
            "submission_id",
            "number",
            "assessor_id",
            "follows_id",
            "opened_at",
        ),
        once=("decided_at", "released_at", "acknowledged_at"),
        closing=(
            "decided_at",
            ("again_why", "words", "next_step", "next_by", "spoken_id", "assessor_name", "status_id")
            + ("without_number", "signed_how", "digest"),
        ),
        and_closing=("acknowledged_at", ("state", "learner_words")),
    ),
    Kept(
        "learners_draftdecision",
        frozen=("judgement_id", "registration_id", "criterion_id"),
        growing=("revision",),
    ),
    Kept(
        "learners_criteriondecision",
        frozen=("judgement_id", "registration_id", "criterion_id", "attempt", "outcome", "valid", "authentic")
        + ("reliable", "current", "sufficient", "rationale", "next_step", "assessor_id", "assessor_name")
        + ("status_id", "level", "allocation_id", "decided_at", "digest"),
        once=("confirmed_at", "ended_at"),
        closing=("ended_at", ("state",)),
    ),
    Kept("learners_decisionpiece"),
    Kept("learners_countersignature", frozen=("*",)),
    Kept(
        "learners_criterionanswer",
        frozen=("registration_id", "criterion_id", "submission_id", "outcome", "next_step", "released_at"),
        once=("ended_at",),
    ),
    Kept("learners_extraattempt", frozen=("*",)),
    Kept(
        "learners_assessorrecord",
        frozen=("token", "key", "registration_id", "item_id", "assessor_id", "made_at"),
        once=("confirmed_at", "counted_at"),
        closing=(
            "counted_at",
            ("task_id", "happened_on", "minutes", "place", "activity", "comments", "digest"),
        ),
        and_closing=("confirmed_at", ("state", "confirmed_by_id", "confirmed_how", "learner_words")),
    ),
    Kept("learners_unitsignoff", frozen=("token", "registration_id", "unit_id")),
    Kept("learners_unlocking", frozen=("*",)),
    Kept(
        "learners_signature",
        frozen=("signoff_id", "signed_as", "person_id", "name", "status_id", "statement", "words", "comment")
        + ("signed_how", "signed_at", "digest"),
        once=("voided_at", "voided_by_id"),
    ),
    Kept(
        "learners_priorlearningclaim",
        frozen=("token", "registration_id", "unit_id", "learned_what", "asked_by_id", "asked_at"),
        once=("ended_at",),
        closing=("ended_at", ("state", "ended_why")),
    ),
    Kept(
        "learners_adjustmentrequest",
        frozen=("token", "registration_id", "asked_by_id", "asked_at"),
        once=("agreed_at", "decided_on", "decided_by_id"),
        closing=("decided_on", ("unit_id", "need", "adjustment", "decides", "decision", "reference")),
    ),
    Kept(
        "learners_assessmenthold",
        frozen=("registration_id", "unit_id", "reason", "placed_by_id", "placed_at"),
        once=("lifted_at",),
        closing=("lifted_at", ("lifted_by_id", "lifted_why", "review_on")),
    ),
)

GUARDS = kept_judging.GUARDS + kept_signing.GUARDS + kept_moves.GUARDS
