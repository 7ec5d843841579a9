"""What a judgement of one criterion needs before it can be sent (INV-10, INV-11), and the five checks. Pure.

A problem is a sentence for the assessor, with a word for the field where it is put right.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MET, NOT_YET = "met", "not_yet"
PRIOR_LEARNING = "prior_learning"
LONGEST: dict[str, int] = {"rationale": 3000, "next_step": 1000, "why": 300, "place": 60}


@dataclass(frozen=True, slots=True)
class Check:
    """One of the five. asks: the question about the pieces together. no: what the learner hears when it does not hold,
    as the beginning of their next step.
    """

    key: str
    label: str
    asks: str
    no: str


CHECKS: tuple[Check, ...] = (
    Check(
        "valid",
        "Valid",
        "Do the pieces show what this criterion asks for?",
        "Show what this asks for: read it again with your assessor, and add something that is about it.",
    ),
    Check(
        "authentic",
        "Authentic",
        "Is it the learner’s own work?",
        "Show that it is your own work: say what you did yourself, and ask somebody who saw it to confirm it.",
    ),
    Check(
        "reliable",
        "Reliable",
        "Would another assessor come to the same answer from it?",
        "Make it clearer: say what happened, where and when, so that anybody who reads it sees the same.",
    ),
    Check(
        "current",
        "Current",
        "Does it show what the learner can do today?",
        "Add something newer, which shows what you can do now.",
    ),
    Check(
        "sufficient",
        "Sufficient",
        "Is there enough of it?",
        "Add more of the same: one more time that you did it, on another day or with other people.",
    ),
)
CHECK_KEYS = tuple(one.key for one in CHECKS)


class Where(StrEnum):
    """The field in which a problem is put right."""

    OUTCOME = "outcome"
    CHECKS = "checks"
    PIECES = "pieces"
    RATIONALE = "rationale"
    NEXT_STEP = "next_step"


@dataclass(frozen=True, slots=True)
class Problem:
    words: str
    where: Where


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece that can be looked at for one criterion. ref: "entry:12" or "record:5". offered: the learner said that it
    shows this, or a record is about it, so the judgement has to say something of it. methods: as what it can count.
    hidden: somebody can be recognised in it, so nobody but the learner sees it (INV-47). context: it shows nothing by
    itself.
    """

    ref: str
    title: str
    methods: frozenset[str]
    offered: bool = False
    hidden: bool = False
    context: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """What the judgement says of a piece: it rests on it, or it was set aside and why."""

    ref: str
    used: bool
    why: str = ""
    place: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One criterion as far as it was thought about. pieces: every piece that could be used, by its ref."""

    outcome: str = ""
    checks: Mapping[str, bool] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    rationale: str = ""
    next_step: str = ""
    pieces: Mapping[str, Piece] = field(default_factory=dict)

    @property
    def resting(self) -> tuple[Use, ...]:
        return tuple(one for one in self.uses if one.used)

    @property
    def all_hold(self) -> bool:
        return all(self.checks.get(key) is True for key in CHECK_KEYS)


METHOD_WORDS: dict[str, str] = {
    "observation": "an observation",
    "product": "a product of work",
    "discussion": "a professional discussion",
    "questions": "questions and answers",
    "reflection": "a reflective account",
    "witness": "a witness statement",
    "expert_witness": "an expert witness statement",
    "assignment": "an assignment or case study",
    "recording": "a photo, audio or video",
    "prior_learning": "recognition of prior learning",
}


def problems_of(draft: Draft, prescribed: Collection[str], *, prior: bool = False) -> tuple[Problem, ...]:
    """What is missing before this can be sent; empty: nothing. prescribed: methods of which one has to be among what a
    *met* rests on; empty: any. prior: the unit is claimed from prior learning, which then counts in their place.
    """
    if draft.outcome not in (MET, NOT_YET):
        return (Problem("Say whether it is met or not yet met.", Where.OUTCOME),)
    found = _checks(draft, prescribed, prior) + _pieces(draft)
    if draft.outcome == MET:
        found += _rests(draft, prescribed, prior)
    elif not draft.next_step.strip():
        found += (Problem("Write what the learner does next for this.", Where.NEXT_STEP),)
    if not draft.rationale.strip():
        words = "Write why, and where in the evidence it is seen (page or time)."
        found += (Problem(words, Where.RATIONALE),)
    return found


def shown_as_prescribed(draft: Draft, prescribed: Collection[str], *, prior: bool) -> bool:
    """Whether a method that the specification asks for is among what it rests on."""
    counts = set(prescribed) | ({PRIOR_LEARNING} if prior else set())
    return not prescribed or any(one.method in counts for one in draft.resting)


def next_step_for(checks: Mapping[str, bool]) -> str:
    """What the learner hears of the first *no*; empty where there is none."""
    return next((one.no for one in CHECKS if checks.get(one.key) is False), "")


def methods_for(piece: Piece, *, prior: bool) -> tuple[str, ...]:
    """As what it can count, in alphabetical order."""
    return tuple(sorted(piece.methods | ({PRIOR_LEARNING} if prior and not piece.context else set())))


def first_use(piece: Piece, prescribed: Collection[str], *, prior: bool) -> Use:
    """As a piece is put down before the assessor has said anything: it rests on it, in the way that is asked for."""
    if piece.hidden:
        return Use(piece.ref, used=False, why="Somebody can be recognised in it, so I cannot see it.")
    if piece.context:
        return Use(piece.ref, used=False, why="It says what was done before, and shows nothing by itself.")
    ways = methods_for(piece, prior=prior)
    asked = [one for one in ways if one in set(prescribed)]
    return Use(piece.ref, used=True, method=(asked or [*ways, ""])[0])


def _checks(draft: Draft, prescribed: Collection[str], prior: bool) -> tuple[Problem, ...]:
    missing = [one.label.lower() for one in CHECKS if not isinstance(draft.checks.get(one.key), bool)]
    if missing:
        return (Problem(f"Answer all five checks; still open: {', '.join(missing)}.", Where.CHECKS),)
    if draft.outcome == MET and not draft.all_hold:
        no = [one.label.lower() for one in CHECKS if not draft.checks[one.key]]
        words = f"With a no ({', '.join(no)}) it is not yet met. Choose “not yet met”, or look at the check again."
        return (Problem(words, Where.CHECKS),)
    if draft.outcome == NOT_YET and draft.all_hold and shown_as_prescribed(draft, prescribed, prior=prior):
        words = "All five hold, so it is met. Say which check does not hold, or choose “met”."
        return (Problem(words, Where.CHECKS),)
    return ()


def _pieces(draft: Draft) -> tuple[Problem, ...]:
    said = {one.ref: one for one in draft.uses}
    found = []
    for piece in draft.pieces.values():
        use = said.get(piece.ref)
        if use is None:
            if piece.offered:
                words = f"“{piece.title}”: say whether it rests on this, or why it was set aside."
                found.append(Problem(words, Where.PIECES))
        elif not use.used and not use.why.strip():
            found.append(Problem(f"“{piece.title}”: write why it was set aside.", Where.PIECES))
        elif use.used and piece.hidden:
            words = (
                f"“{piece.title}”: somebody can be recognised in it, so nothing can rest on it. Set it aside."
            )
            found.append(Problem(words, Where.PIECES))
    if any(one.ref not in draft.pieces for one in draft.uses):
        found.append(Problem("A piece in it cannot be used any more. Take it out.", Where.PIECES))
    return tuple(found)


def _rests(draft: Draft, prescribed: Collection[str], prior: bool) -> tuple[Problem, ...]:
    on = [draft.pieces[one.ref] for one in draft.resting if one.ref in draft.pieces]
    if not on:
        return (Problem("Choose at least one piece that it rests on.", Where.PIECES),)
    if all(one.context for one in on):
        return (Problem("Having done a course shows nothing by itself. Add another piece.", Where.PIECES),)
    if not shown_as_prescribed(draft, prescribed, prior=prior):
        words = (
            f"The specification asks for {asked_for(prescribed)} here. Without it this cannot be met: add a record of "
            "it, or say “not yet met” and what the learner does next."
        )
        return (Problem(words, Where.PIECES),)
    return ()


def asked_for(prescribed: Collection[str]) -> str:
    """In words: "an observation or a product of work"."""
    return " or ".join(METHOD_WORDS.get(one, one) for one in sorted(prescribed))
