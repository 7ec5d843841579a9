"""What a judgement can rest on: pieces that were handed in, and the assessors' records that count."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from learners.adjustments.queries import prior_units
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.record_models import COUNTS, AssessorRecord, PassageCriterion
from learners.assessment.rules import Piece, Use
from learners.portfolio.states import CONTEXT, METHODS, SHOWABLE, EvidenceKind, Others
from learners.registrations.models import QualRegistration
from learners.submissions.models import SubmissionItem, SubmissionLink
from learners.submissions.piece_queries import methods_of
from learners.submissions.states import SubmissionState


@dataclass(frozen=True, slots=True)
class ShelfPiece:
    """A piece as it can be used. ref: "entry:12" (handed in) or "record:5" (an assessor's). token: of the portfolio's
    piece, or of the record. handed_in: the number of the submission, 0 for a record; number: its number there. hidden:
    nobody but the learner sees it (INV-47), and title says nothing then. shows: by criterion, (note, place) of the
    learner; of a record, what its first passage about it says. since: when it was handed in, or began to count.
    """

    ref: str
    token: str
    submission: int | None
    handed_in: int
    number: int
    title: str
    kind: str
    kind_words: str
    methods: frozenset[str]
    hidden: bool
    context: bool
    sha256: str
    since: datetime | None
    shows: Mapping[int, tuple[str, str]]
    snapshot: Mapping[str, Any] = field(default_factory=dict)  # of what was handed in
    item: int | None = None  # the portfolio's piece (its id) that a record is about

    @property
    def pk(self) -> int:
        return int(self.ref.partition(":")[2])

    @property
    def is_record(self) -> bool:
        return self.ref.startswith("record:")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything of some units that can be used, by ref; with the units that are claimed from prior learning, and when
    each criterion was decided last."""

    pieces: Mapping[str, ShelfPiece]
    prior: frozenset[int]
    decided: Mapping[int, datetime]

    def offered(self, piece: ShelfPiece, criterion: int, judgement: Judgement) -> bool:
        """The learner handed it in for this in this round's work, or it is a record about it that is new since it was
        judged last: the judgement has to say something of it."""
        if criterion not in piece.shows:
            return False
        if not piece.is_record:
            return piece.submission == judgement.submission_id
        before = self.decided.get(criterion)
        return before is None or (piece.since is not None and piece.since > before)

    def for_rules(self, criterion: int, judgement: Judgement) -> dict[str, Piece]:
        """As the rules look at them."""
        return {
            one.ref: Piece(
                one.ref,
                one.title,
                one.methods,
                offered=self.offered(one, criterion, judgement),
                hidden=one.hidden,
                context=one.context,
            )
            for one in self.pieces.values()
        }


def shelf_of(
    registration: QualRegistration,
    units: Collection[int],
    decided: Mapping[int, datetime] | None = None,
    prior: frozenset[int] | None = None,
) -> Shelf:
    """What was handed in or recorded about these units (ids). Four queries, however much it is, and one less with
    `decided` and with `prior`."""
    found = [*_entries(registration, units), *_records(registration, units)]
    if decided is None:
        rows = CriterionDecision.objects.filter(registration=registration, criterion__outcome__unit__in=units)
        decided = dict(rows.order_by("decided_at").values_list("criterion", "decided_at"))
    prior = prior_units(registration) if prior is None else prior
    return Shelf({one.ref: one for one in found}, prior, decided)


def uses_of(stored: Iterable[Mapping[str, Any]]) -> tuple[Use, ...]:
    """As a draft keeps them."""
    return tuple(
        Use(
            ref=f"entry:{one['entry']}" if one.get("entry") else f"record:{one.get('record')}",
            used=bool(one.get("used")),
            why=str(one.get("why", "")),
            place=str(one.get("place", "")),
            method=str(one.get("method", "")),
        )
        for one in stored
    )


def stored(uses: Iterable[Use]) -> list[dict[str, Any]]:
    """As a draft keeps them, from what the rules use."""
    found = []
    for one in uses:
        kind, _, pk = one.ref.partition(":")
        found.append(
            {kind: int(pk), "used": one.used, "why": one.why, "place": one.place, "method": one.method}
        )
    return found


def _entries(registration: QualRegistration, units: Collection[int]) -> list[ShelfPiece]:
    links = (
        SubmissionLink.objects.filter(
            submission__registration=registration,
            submission__submitted_at__isnull=False,
            criterion__outcome__unit__in=units,
        )
        .exclude(submission__state=SubmissionState.RETURNED_UNASSESSED)
        .select_related("entry__submission", "entry__item__witness")
        .order_by("-submission__number", "entry__number", "pk")
    )
    by_entry: dict[int, list[SubmissionLink]] = {}
    for link in links:
        by_entry.setdefault(link.entry_id, []).append(link)
    return [_entry(each[0].entry, each) for each in by_entry.values()]


def _entry(entry: SubmissionItem, links: Sequence[SubmissionLink]) -> ShelfPiece:
    item = entry.item
    hidden = item.others not in SHOWABLE
    return ShelfPiece(
        ref=f"entry:{entry.pk}",
        token=item.token,
        submission=entry.submission_id,
        handed_in=entry.submission.number,
        number=entry.number,
        title="A piece that only the learner sees just now" if hidden else str(entry.snapshot["title"]),
        kind=item.kind,
        kind_words=EvidenceKind(item.kind).label,
        methods=methods_of(item),
        hidden=hidden,
        context=item.kind in CONTEXT,
        sha256=entry.sha256,
        since=entry.submission.submitted_at,
        shows={one.criterion_id: ("", "") if hidden else (one.note, one.place) for one in links},
        snapshot={} if hidden else entry.snapshot,
    )


def _records(registration: QualRegistration, units: Collection[int]) -> list[ShelfPiece]:
    about = (
        PassageCriterion.objects.filter(
            record__in=AssessorRecord.objects.filter(COUNTS, registration=registration),
            criterion__outcome__unit__in=units,
        )
        .select_related("record__item", "passage")
        .order_by("-record__counted_at", "passage__number")
    )
    by_record: dict[int, list[PassageCriterion]] = {}
    for one in about:
        by_record.setdefault(one.record_id, []).append(one)
    return [_record(each[0].record, each) for each in by_record.values()]


def _record(record: AssessorRecord, about: Sequence[PassageCriterion]) -> ShelfPiece:
    shows: dict[int, tuple[str, str]] = {}
    for one in about:
        shows.setdefault(one.criterion_id, (one.passage.text, _time(one.passage.at)))
    kind = EvidenceKind(record.item.kind)
    return ShelfPiece(
        ref=f"record:{record.pk}",
        token=record.token,
        submission=None,
        handed_in=0,
        number=0,
        title=record.item.title,
        kind=kind,
        kind_words=kind.label,
        methods=frozenset(str(one) for one in METHODS[kind]),
        hidden=record.item.others == Others.SOMEBODY,
        context=kind in CONTEXT,
        sha256=record.digest,
        since=record.counted_at,
        shows=shows,
        item=record.item_id,
    )


def _time(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"
