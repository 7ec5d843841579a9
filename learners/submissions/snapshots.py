"""A piece as it is at one moment, and digests by which anybody can see later that nothing was changed.

A digest is SHA-256, in hexadecimal, over JSON with sorted keys, so that it is the same from every database.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from learners.portfolio.models import EvidenceFile, EvidenceItem, WitnessStatement
from learners.portfolio.states import EvidenceKind, Others, WitnessStatus
from learners.submissions.models import Submission, SubmissionCriterion, SubmissionItem, SubmissionLink

Snapshot = dict[str, Any]


def snapshot_of(item: EvidenceItem, files: Iterable[EvidenceFile]) -> Snapshot:
    """Its fields in words, its files, and what a witness said; never the witness's address."""
    witness = getattr(item, "witness", None)
    return {
        "kind": EvidenceKind(item.kind).label,
        "title": item.title,
        "happened_on": _day(item.happened_on),
        "own_part": item.own_part,
        "others": Others(item.others).label,
        "text": item.text,
        "link": item.link,
        "minutes": item.minutes,
        "people_listened": item.people_listened,
        "learned": item.learned,
        "record": item.record,
        "witness": _witness(witness) if witness else None,
        "files": [
            {
                "sha256": one.sha256,
                "view_sha256": one.view_sha256,  # of the copy that browsers show, where there is one
                "name": one.name,
                "type": one.type,
                "size": one.size,
            }
            for one in files
        ],
    }


def sha256_of(what: object) -> str:
    """Of anything that JSON can hold."""
    words = json.dumps(what, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


def digest_of(submission: Submission) -> str:
    """Over everything in it, as its rows say it now."""
    entries = {one.pk: one for one in submission.items.all()}
    return sha256_of(
        {
            "registration": submission.registration_id,
            "number": submission.number,
            "submitted_at": _moment(submission.submitted_at),
            "words": submission.words,
            "declaration": [submission.declaration_version, submission.declaration],
            "ai_used": submission.ai_used,
            "help": submission.help_words,
            "signed": [submission.signed_by_id, submission.signed_how],
            "pieces": sorted([one.number, one.item_id, one.sha256] for one in entries.values()),
            "files": sorted(
                [entries[one.entry_id].number, one.file_id, one.sha256] for one in submission.files.all()
            ),
            "criteria": sorted([one.criterion_id, one.attempt] for one in _criteria(submission)),
            "links": sorted(
                [entries[one.entry_id].number, one.criterion_id, one.note, one.place]
                for one in _links(submission)
            ),
        }
    )


def changed_piece(submission: Submission) -> SubmissionItem | None:
    """The first piece whose words are no longer those of its own digest."""
    return next((one for one in submission.items.all() if sha256_of(one.snapshot) != one.sha256), None)


def _criteria(submission: Submission) -> Iterable[SubmissionCriterion]:
    return submission.criteria.all()


def _links(submission: Submission) -> Iterable[SubmissionLink]:
    return submission.links.all()


def _witness(said: WitnessStatement) -> dict[str, Any]:
    return {
        "name": said.name,
        "job_role": said.job_role,
        "relationship": said.relationship,
        "status": WitnessStatus(said.status).label,
        "seen_from": _day(said.seen_from),
        "seen_until": _day(said.seen_until),
        "words": said.words,
        "written_up": said.written_by_id is not None,
        "confirmed_at": _moment(said.confirmed_at),
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _moment(value: datetime | None) -> str:
    return value.isoformat(timespec="seconds") if value else ""
