"""What a judging page shows of a round, which rounds wait for whom, and how far a learner's units are."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from courses.qualifications.models import Criterion, CriterionMethod
from courses.qualifications.states import Method
from learners.adjustments.queries import Helps, adjustments_in_place
from learners.assessment.evidence_queries import Shelf, ShelfPiece, shelf_of, uses_of
from learners.assessment.models import CriterionDecision, DecisionPiece, DraftDecision, Judgement
from learners.assessment.ready_queries import problems_in
from learners.assessment.rules import Problem, Use, methods_for
from learners.assessment.states import JudgementState
from learners.registrations.models import QualRegistration
from learners.submissions.models import SubmissionCriterion

J = JudgementState
ABOUT = ("criterion__outcome__unit",)


@dataclass(frozen=True, slots=True)
class BoardPiece:
    """A piece beside one criterion. use: what the judgement says of it; None: nothing yet. offered: it has to say
    something. ways: (method, label) as which it can count. note, place: the learner's words about it here.
    """

    piece: ShelfPiece
    use: Use | None
    offered: bool
    ways: tuple[tuple[str, str], ...]
    note: str
    place: str

    @property
    def ref(self) -> str:
        return self.piece.ref


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One criterion. number as people say it, such as "1.2". prescribed, optional: labels of methods. attempt: 0
    without a hand-in. decision: of this round, once it is sent. earlier: decisions of other rounds, the newest first.
    left: what others had written about it and let go. pieces: the offered ones first. problems: what is missing.
    """

    pk: int
    unit: int
    number: str
    text: str
    verb: str
    prescribed: tuple[str, ...]
    optional: tuple[str, ...]
    prior: bool
    attempt: int
    draft: DraftDecision | None
    decision: CriterionDecision | None
    earlier: tuple[CriterionDecision, ...]
    left: tuple[DraftDecision, ...]
    pieces: tuple[BoardPiece, ...]
    problems: tuple[Problem, ...]

    @property
    def outcome(self) -> str:
        """As it stands: "met", "not_yet" or empty."""
        return str(self.decision.outcome if self.decision else self.draft.outcome if self.draft else "")

    @property
    def checks(self) -> Mapping[str, bool]:
        return self.draft.checks if self.draft else {}


@dataclass(frozen=True, slots=True)
class Board:
    """A round with its criteria in their order. shelf: every piece that can be looked at, by ref. helps: reasonable
    adjustments that are in place."""

    judgement: Judgement
    rows: tuple[BoardRow, ...]
    shelf: Mapping[str, ShelfPiece]
    helps: tuple[Helps, ...]

    def count(self, outcome: str) -> int:
        """Of "met", "not_yet", or with "" of what is still to judge."""
        return sum(one.outcome == outcome for one in self.rows)

    @property
    def ready(self) -> bool:
        """Nothing is missing but the words to the learner."""
        return bool(self.rows) and not any(one.problems for one in self.rows)


def board(judgement: Judgement) -> Board:
    """Everything of a round. Eleven queries, however much was handed in; `registration` should be selected with it."""
    registration = judgement.registration
    drafts = _drafts(judgement)
    mine = {one.criterion_id: one for one in drafts if one.judgement_id == judgement.pk}
    if judgement.state == J.OPEN:
        mine = {pk: one for pk, one in mine.items() if one.open}
    decisions = _decisions(registration, mine)
    criteria = sorted((one.criterion for one in mine.values()), key=_place)
    before = [one for one in reversed(decisions) if not _of_or_after(one, judgement)]
    decided = {one.criterion_id: one.decided_at for one in before}
    shelf = shelf_of(registration, {one.outcome.unit_id for one in criteria}, decided)
    methods, attempts, said = _methods(criteria), _attempts(judgement), _said(judgement)
    known = _Known(judgement, mine, drafts, decisions, shelf, methods, attempts, said)
    rows = tuple(_row(one, known) for one in criteria)
    return Board(judgement, rows, shelf.pieces, adjustments_in_place(registration, None))


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read once for the whole board."""

    judgement: Judgement
    mine: Mapping[int, DraftDecision]
    drafts: Collection[DraftDecision]
    decisions: Collection[CriterionDecision]
    shelf: Shelf
    methods: Mapping[int, tuple[tuple[str, bool], ...]]
    attempts: Mapping[int, int]
    said: Mapping[int, tuple[Use, ...]]


def _row(criterion: Criterion, known: _Known) -> BoardRow:
    judgement, shelf, pk = known.judgement, known.shelf, criterion.pk
    draft, methods = known.mine[pk], known.methods.get(pk, ())
    prior = criterion.outcome.unit_id in shelf.prior
    prescribed = frozenset(method for method, asked in methods if asked)
    about = [one for one in known.decisions if one.criterion_id == pk]
    uses = {one.ref: one for one in known.said.get(pk, uses_of(draft.pieces))}
    problems = problems_in(draft, judgement, shelf, {pk: prescribed}) if judgement.state == J.OPEN else ()
    return BoardRow(
        pk=pk,
        unit=criterion.outcome.unit.number,
        number=f"{criterion.outcome.number}.{criterion.number}",
        text=criterion.text,
        verb=criterion.verb,
        prescribed=tuple(Method(method).label for method in sorted(prescribed)),
        optional=tuple(Method(method).label for method, asked in methods if not asked),
        prior=prior,
        attempt=known.attempts.get(pk, 0),
        draft=draft,
        decision=next((one for one in about if one.judgement_id == judgement.pk), None),
        earlier=tuple(one for one in about if one.judgement_id != judgement.pk),
        left=tuple(
            one
            for one in known.drafts
            if one.criterion_id == pk and one.judgement_id != judgement.pk and one.saved_at
        ),
        pieces=_pieces(pk, judgement, shelf, uses, prior=prior),
        problems=problems,
    )


def _pieces(
    criterion: int, judgement: Judgement, shelf: Shelf, uses: Mapping[str, Use], *, prior: bool
) -> tuple[BoardPiece, ...]:
    known = shelf.for_rules(criterion, judgement)
    found = []
    for one in shelf.pieces.values():
        note, place = one.shows.get(criterion, ("", ""))
        rule = known[one.ref]
        ways = tuple((way, Method(way).label) for way in methods_for(rule, prior=prior))
        found.append(BoardPiece(one, uses.get(one.ref), rule.offered, ways, note, place))
    return tuple(sorted(found, key=lambda one: (not one.offered, criterion not in one.piece.shows)))


def _drafts(judgement: Judgement) -> list[DraftDecision]:
    """Of this round, and what others had written about the same criteria in the same registration. One query."""
    of_round = DraftDecision.objects.filter(judgement=judgement, criterion=OuterRef("criterion"))
    rows = DraftDecision.objects.filter(Exists(of_round), registration=judgement.registration_id)
    rows = rows.filter(Q(judgement=judgement) | Q(judgement__state=J.LEFT))
    return list(rows.select_related(*ABOUT, "judgement__assessor").order_by("-pk"))


def _decisions(registration: QualRegistration, criteria: Iterable[int]) -> list[CriterionDecision]:
    rows = CriterionDecision.objects.filter(registration=registration, criterion__in=list(criteria))
    return list(rows.order_by("-decided_at", "-pk"))


def _methods(criteria: Iterable[Criterion]) -> dict[int, tuple[tuple[str, bool], ...]]:
    rows = CriterionMethod.objects.filter(criterion__in=[one.pk for one in criteria])
    found: dict[int, list[tuple[str, bool]]] = {}
    for criterion, method, prescribed in rows.values_list("criterion", "method", "prescribed"):
        found.setdefault(criterion, []).append((method, prescribed))
    return {pk: tuple(each) for pk, each in found.items()}


def _attempts(judgement: Judgement) -> dict[int, int]:
    if judgement.submission_id is None:
        return {}
    rows = SubmissionCriterion.objects.filter(submission=judgement.submission_id)
    return dict(rows.values_list("criterion", "attempt"))


def _said(judgement: Judgement) -> dict[int, tuple[Use, ...]]:
    """Of a round that was sent: what its decisions say of their pieces, by criterion. One query."""
    if judgement.decided_at is None:
        return {}
    found: dict[int, list[Use]] = {}
    for one in DecisionPiece.objects.filter(judgement=judgement).select_related("decision"):
        ref = f"entry:{one.entry_id}" if one.entry_id else f"record:{one.record_id}"
        use = Use(ref, one.used, one.why, one.place, one.method)
        found.setdefault(one.decision.criterion_id, []).append(use)
    return {pk: tuple(each) for pk, each in found.items()}


def _of_or_after(decision: CriterionDecision, judgement: Judgement) -> bool:
    at = judgement.decided_at
    return decision.judgement_id == judgement.pk or (at is not None and decision.decided_at >= at)


def _place(criterion: Criterion) -> tuple[int, int, int]:
    return (criterion.outcome.unit.number, criterion.outcome.number, criterion.number)
