"""Digests of what was judged and signed, by which anybody can see later that nothing was changed.

Each is SHA-256, in hexadecimal, over JSON with sorted keys. Each covers only what never changes from the moment on at
which it is written: so it is asked for with the row filled in and not saved yet, and asked for again, from the rows as
they are, when the history is checked. Digests lie upon each other: a decision's covers its pieces, a judgement's the
digests of its decisions, a signature's the digests of the decisions under it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db.models import Q

from courses.qualifications.models import Criterion
from learners.assessment.models import CHECKS, Countersignature, CriterionDecision, DecisionPiece, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_models import Signature
from learners.portfolio.models import EvidenceItem
from learners.submissions.snapshots import sha256_of
from learners.submissions.states import Outcome


def digest_of_decision(decision: CriterionDecision, pieces: Iterable[DecisionPiece] | None = None) -> str:
    """Over the words of the criterion, the decision and its pieces. pieces: those that are about to be saved; without
    them, those of the database.
    """
    rows = DecisionPiece.objects.filter(decision=decision) if pieces is None else pieces
    return sha256_of(
        {
            "judgement": decision.judgement_id,
            "registration": decision.registration_id,
            "criterion": criterion_words(decision.criterion),
            "attempt": decision.attempt,
            "outcome": str(decision.outcome),
            "checks": [bool(getattr(decision, name)) for name in CHECKS],
            "rationale": decision.rationale,
            "next_step": decision.next_step,
            "assessor": [decision.assessor_id, decision.assessor_name],
            "status": [decision.status_id, str(decision.level)],
            "allocation": decision.allocation_id,
            "decided_at": _moment(decision.decided_at),
            "pieces": sorted(_piece(one) for one in rows),
        }
    )


def digest_of_judgement(judgement: Judgement, decisions: Iterable[CriterionDecision] | None = None) -> str:
    """Over the round with its feedback and every decision in it, by these decisions' own digests. decisions: those of
    the database, unless given. Neither state nor countersigner is in it: they move on.
    """
    rows = CriterionDecision.objects.filter(judgement=judgement) if decisions is None else decisions
    return sha256_of(
        {
            "registration": judgement.registration_id,
            "submission": judgement.submission_id,
            "number": judgement.number,
            "follows": judgement.follows_id,
            "again_why": judgement.again_why,
            "opened_at": _moment(judgement.opened_at),
            "words": judgement.words,
            "next_step": judgement.next_step,
            "next_by": _day(judgement.next_by),
            "spoken": _spoken(judgement.spoken),
            "assessor": [judgement.assessor_id, judgement.assessor_name],
            "status": judgement.status_id,
            "without_number": bool(judgement.without_number),
            "signed_how": str(judgement.signed_how or ""),
            "decided_at": _moment(judgement.decided_at),
            "decisions": sorted([one.criterion_id, one.digest] for one in rows),
        }
    )


def digest_of_countersignature(signed: Countersignature) -> str:
    """Over what was said and by whom."""
    return sha256_of(
        {
            "judgement": [signed.judgement_id, signed.judgement.digest],
            "outcome": str(signed.outcome),
            "words": signed.words,
            "about": sorted(signed.about),
            "countersigner": [signed.countersigner_id, signed.name],
            "status": signed.status_id,
            "signed_how": str(signed.signed_how),
            "signed_at": _moment(signed.signed_at),
        }
    )


def digest_of_record(record: AssessorRecord) -> str:
    """Over everything in it at the moment from which it counts: `counted_at` has to be filled in, and where the
    learner's confirmation is what makes it count, that too. A confirmation after silence comes later and is not in it.
    """
    return sha256_of(
        {
            "registration": record.registration_id,
            "assessor": record.assessor_id,
            "task": record.task_id,
            "piece": [record.item_id, record.item.kind, record.item.title, record.item.text],
            "files": _files(record.item),
            "happened_on": _day(record.happened_on),
            "minutes": record.minutes,
            "place": record.place,
            "activity": record.activity,
            "comments": record.comments,
            "passages": [
                [
                    one.number,
                    one.at,
                    one.question,
                    one.text,
                    sorted(criterion_words(about.criterion) for about in one.criteria.all()),
                ]
                for one in record.passages.prefetch_related("criteria__criterion__outcome")
            ],
            "counted_at": _moment(record.counted_at),
            "confirmed": _confirmed(record),
        }
    )


def digest_of_signature(signature: Signature) -> str:
    """Over the statement and the decisions that it stands under: of this unit, confirmed as met when it was signed."""
    return sha256_of(
        {
            "registration": signature.signoff.registration_id,
            "unit": signature.signoff.unit_id,
            "signed_as": str(signature.signed_as),
            "person": [signature.person_id, signature.name],
            "status": signature.status_id,
            "statement": [signature.statement, signature.words],
            "comment": signature.comment,
            "signed_how": str(signature.signed_how),
            "signed_at": _moment(signature.signed_at),
            "decisions": decisions_under(signature),
        }
    )


def decisions_under(signature: Signature) -> list[list[object]]:
    """[criterion, digest] of every decision that counted at the moment of this signature."""
    at = signature.signed_at
    rows = CriterionDecision.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=at),
        registration_id=signature.signoff.registration_id,
        criterion__outcome__unit_id=signature.signoff.unit_id,
        outcome=Outcome.MET,
        confirmed_at__lte=at,
    )
    return [list(row) for row in rows.order_by("criterion_id", "pk").values_list("criterion_id", "digest")]


def criterion_words(criterion: Criterion) -> list[object]:
    """What had to be shown, word by word."""
    return [criterion.pk, criterion.outcome.text, criterion.number, criterion.text]


def _piece(one: DecisionPiece) -> list[object]:
    what: list[object] = ["entry", one.entry_id] if one.entry_id else ["record", one.record_id]
    return [*what, one.used, one.why, one.place, str(one.method), one.sha256]


def _spoken(item: EvidenceItem | None) -> object:
    return [item.pk, _files(item)] if item is not None else None


def _files(item: EvidenceItem) -> list[list[str]]:
    """By digest. A file whose content was taken away keeps its own."""
    return sorted([one.sha256, one.view_sha256] for one in item.files.all())


def _confirmed(record: AssessorRecord) -> object:
    at, counted = record.confirmed_at, record.counted_at
    if at is None or counted is None or at > counted or record.silent_at == counted:
        return None  # it counts by silence: also if the learner answers in that very instant
    return [record.confirmed_by_id, str(record.confirmed_how or ""), record.learner_words, _moment(at)]


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _moment(value: datetime | None) -> str:
    """To the second, at the clock of Greenwich: as precise as every database gives it back."""
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else ""
