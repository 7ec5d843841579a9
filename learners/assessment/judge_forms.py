"""What an assessor typed about one criterion, and the same as the page shows it again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict

from academy.shared.fields import one_line_end
from academy.templating import time_words
from courses.qualifications.states import Method
from learners.assessment.evidence_queries import Shelf, stored, uses_of
from learners.assessment.models import DraftDecision
from learners.assessment.rules import CHECKS, Check, Problem, Use, first_use, methods_for, next_step_for
from learners.assessment.viewer_queries import Piece, Shows
from learners.submissions.states import Outcome

ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Typed:
    """As it came from the page. use: how each piece is used, by its ref. page: which one it was, by a mark of its own;
    empty without a script. Too long is refused where it is kept, and nothing is cut."""

    revision: int
    outcome: str
    checks: Mapping[str, bool]
    uses: tuple[Use, ...]
    rationale: str
    next_step: str
    page: str = ""

    def words(self) -> dict[str, Any]:
        """For save_draft."""
        return {
            "revision": self.revision,
            "outcome": self.outcome,
            "checks": dict(self.checks),
            "pieces": stored(self.uses),
            "rationale": self.rationale,
            "next_step": self.next_step,
            "page": self.page,
        }


@dataclass(frozen=True, slots=True)
class UseRow:
    """How one piece is used. said: what the learner said that it shows here. methods: as what it can count."""

    piece: Piece
    said: Shows | None
    methods: tuple[tuple[str, str], ...]
    used: bool
    aside: bool
    why: str
    place: str
    method: str


@dataclass(frozen=True, slots=True)
class Theirs:
    """What is kept already, where somebody typed on an older page."""

    outcome: str
    checks: str
    rationale: str
    next_step: str


@dataclass(frozen=True, slots=True)
class JudgeForm:
    """What the page shows. checks: with yes, no or nothing. others: pieces that could be used too. trouble: why it was
    not kept, under `title`; wrong: what is still missing, by field.
    """

    revision: int
    outcome: str
    checks: tuple[tuple[Check, bool | None], ...]
    uses: tuple[UseRow, ...]
    others: tuple[Piece, ...]
    rationale: str
    next_step: str
    saved_words: str
    saved_state: str = "saved"
    title: str = ""
    trouble: tuple[str, ...] = ()
    theirs: Theirs | None = None
    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def refused(self, title: str, reason: str, theirs: DraftDecision | None = None) -> "JudgeForm":
        """With why it was not kept; from now on this page is as new as what is kept."""
        return replace(
            self,
            title=title,
            trouble=(reason,),
            theirs=_theirs(theirs) if theirs else None,
            revision=theirs.revision if theirs else self.revision,
            saved_words="Not saved. Your words are still here.",
            saved_state="off",
            wrong={},
        )


def typed(data: QueryDict, *, fill: bool) -> Typed:
    """From a form. Anything that is not one of the answers counts as none. fill: what does not hold becomes the
    learner's next step, where none was written (a script does that in the page).
    """
    checks = {
        one.key: ANSWERS[answer] for one in CHECKS if (answer := data.get(f"check-{one.key}")) in ANSWERS
    }
    if data.get("all"):
        checks = {one.key: True for one in CHECKS}
    outcome = data.get("outcome", "")
    next_step = one_line_end(data.get("next_step", "")).strip()
    if fill and not next_step and outcome == Outcome.NOT_YET:
        next_step = next_step_for(checks)
    return Typed(
        revision=_number(data.get("revision", "")),
        outcome=outcome if outcome in Outcome.values else "",
        checks=checks,
        uses=(*_uses(data), *_added(data)),
        rationale=one_line_end(data.get("rationale", "")).strip(),
        next_step=next_step,
        page=data.get("tab", "")[:40],
    )


def form_of(
    draft: DraftDecision,
    pieces: Sequence[Piece],
    shelf: Shelf,
    prescribed: Iterable[str],
    *,
    typed: Typed | None = None,
    problems: Iterable[Problem] = (),
) -> JudgeForm:
    """What is kept, or what was typed and not kept."""
    rows, others = _rows(draft, pieces, shelf, frozenset(prescribed), typed)
    checks = typed.checks if typed else draft.checks
    wrong: dict[str, tuple[str, ...]] = {}
    for problem in problems:
        wrong[problem.where.value] = (*wrong.get(problem.where.value, ()), problem.words)
    return JudgeForm(
        revision=typed.revision if typed else draft.revision,
        outcome=typed.outcome if typed else draft.outcome,
        checks=tuple((one, checks.get(one.key)) for one in CHECKS),
        uses=rows,
        others=others,
        rationale=typed.rationale if typed else draft.rationale,
        next_step=typed.next_step if typed else draft.next_step,
        saved_words=_saved(draft.saved_at),
        wrong=wrong,
    )


def checks_in_words(checks: Mapping[str, Any]) -> str:
    """Such as "Valid: yes, sufficient: no"."""
    told = [f"{one.label}: {'yes' if checks[one.key] else 'no'}" for one in CHECKS if one.key in checks]
    return ", ".join(told).capitalize() if told else ""


def _rows(
    draft: DraftDecision,
    pieces: Iterable[Piece],
    shelf: Shelf,
    prescribed: frozenset[str],
    typed: Typed | None,
) -> tuple[tuple[UseRow, ...], tuple[Piece, ...]]:
    """What has to be said something of, or was said something of; and what could be used too. On a page where nothing
    was kept yet everything is put down as used, at the place that the learner named."""
    criterion, new = draft.criterion_id, not draft.revision and typed is None
    uses = {one.ref: one for one in (typed.uses if typed else uses_of(draft.pieces))}
    prior = draft.criterion.outcome.unit_id in shelf.prior
    known = shelf.for_rules(criterion, draft.judgement)
    rows, others = [], []
    for piece in pieces:
        rule, said = known[piece.key], piece.shows.get(criterion)
        use = uses.get(piece.key)
        if use is None and not rule.offered:
            others.append(piece)
            continue
        if new:
            use = use or first_use(rule, prescribed, prior=prior)
            use = replace(use, place=use.place or (said.place if said and use.used else ""))
        methods = tuple((one, Method(one).label) for one in methods_for(rule, prior=prior))
        rows.append(_row(piece, use, said, methods))
    return tuple(rows), tuple(one for one in others if not one.hidden)


def _row(piece: Piece, use: Use | None, said: Shows | None, methods: tuple[tuple[str, str], ...]) -> UseRow:
    return UseRow(
        piece=piece,
        said=said,
        methods=methods,
        used=bool(use and use.used),
        aside=bool(use and not use.used),
        why=use.why if use else "",
        place=use.place if use else "",
        method=use.method if use else "",
    )


def _uses(data: QueryDict) -> Iterable[Use]:
    for name in data:
        if not name.startswith("use-") or data[name] not in ("yes", "aside"):
            continue
        ref = name.removeprefix("use-")
        if not _is_ref(ref):
            continue
        used = data[name] == "yes"
        yield Use(
            ref=ref,
            used=used,
            why="" if used else data.get(f"why-{ref}", "").strip(),
            place=data.get(f"place-{ref}", "").strip(),
            method=data.get(f"method-{ref}", "") if used else "",
        )


def _added(data: QueryDict) -> Iterable[Use]:
    """A piece that was chosen from the others."""
    ref = data.get("add", "")
    if data.get("then") == "add" and _is_ref(ref) and f"use-{ref}" not in data:
        yield Use(ref=ref, used=True)


def _is_ref(ref: str) -> bool:
    what, _, pk = ref.partition(":")
    return what in ("entry", "record") and pk.isascii() and pk.isdigit() and len(pk) < 19


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _theirs(draft: DraftDecision) -> Theirs:
    outcome = Outcome(draft.outcome).label if draft.outcome else ""
    return Theirs(outcome, checks_in_words(draft.checks), draft.rationale, draft.next_step)


def _saved(at: datetime | None) -> str:
    return f"Draft saved {time_words(at)}" if at else "Saved as you go"
