"""What is there, what is thin, what is missing, and what stands in the way of handing in. Pure.

A finding is a sentence for the learner and a word for the place where they put it right.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from academy.shared.rulings import Ruling
from academy.shared.working_days import working_days_after


class Mend(StrEnum):
    """Where something is put right."""

    PIECE = "piece"  # on the page of the piece
    ADD = "add"  # by adding a piece
    WITNESS = "witness"  # by asking a witness
    PLAN = "plan"  # together with the assessor
    WAIT = "wait"  # by waiting


@dataclass(frozen=True, slots=True)
class Finding:
    words: str
    mend: Mend
    piece: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """What the rules look at. kind, others, methods and witness as states.py of the portfolio writes them.

    content: it holds what its kind is about. witness: "asked", "confirmed", "declined"; empty for other kinds.
    """

    pk: int
    title: str
    kind: str
    methods: frozenset[str]
    own_part: bool
    others: str
    happened: bool
    content: bool
    checking: int = 0
    refused: int = 0
    witness: str = ""
    context: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """One time that a criterion was handed in."""

    waiting: bool  # nobody has answered yet
    returned: bool  # without a judgement; it does not count as an attempt
    released_on: date | None = None
    returned_on: date | None = None
    handed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """One more try that was given, or more time. until: the last day; None: there is none."""

    given_at: datetime
    until: date | None


EMPTY = {
    "photo": "There is no photo in it yet.",
    "recording": "There is no recording in it yet.",
    "file": "There is no file in it yet.",
    "link": "There is no link in it yet.",
    "reflection": "Nothing is written in it yet.",
    "practice": "It does not say yet what you did.",
    "lesson": "Nothing is written in it yet.",
    "course": "It does not say which course.",
    "witness": "Your witness has not written anything yet.",
}
WITH_ASSESSOR = {
    "observation": "Your assessor has to watch you do this. Agree a day in your plan.",
    "discussion": "You and your assessor have to talk about this. Agree a day in your plan.",
    "questions": "Your assessor has to ask you questions about this. Agree a day in your plan.",
    "prior_learning": "This has to come from what you learned before. Talk with your assessor.",
}
ASKED_FOR = {
    "product": "something you made or wrote for the work",
    "reflection": "a reflection",
    "witness": "a witness statement",
    "expert_witness": "a statement of an expert witness",
    "assignment": "an assignment",
    "recording": "a photo or a recording",
}


def faults_of(piece: Piece) -> tuple[Finding, ...]:
    """Why this piece cannot be handed in as it is; empty: it can."""
    found = []
    if piece.witness == "asked":
        found.append(Finding("Your witness has not answered yet.", Mend.PIECE, piece.pk))
    elif piece.witness == "declined":
        found.append(Finding("Your witness said no. Ask somebody else.", Mend.WITNESS, piece.pk))
    elif not piece.content:
        found.append(Finding(EMPTY[piece.kind], Mend.PIECE, piece.pk))
    if piece.refused:
        words = "A file in it was refused. Take it out, or add another one."
        found.append(Finding(words, Mend.PIECE, piece.pk))
    if piece.checking:
        words = "A file in it is still being checked. Wait a minute, then look again."
        found.append(Finding(words, Mend.WAIT, piece.pk))
    if not piece.own_part and not piece.context and not piece.witness:
        found.append(Finding("Say what your own part in it was.", Mend.PIECE, piece.pk))
    if piece.witness in ("asked", "declined"):
        return tuple(found)  # who can be recognised is for the witness to say, with their words
    if not piece.others:
        found.append(Finding("Say who else can be recognised in it.", Mend.PIECE, piece.pk))
    elif piece.others == "somebody":
        words = "Somebody can be recognised in it who has not agreed. Cover them, or ask them."
        found.append(Finding(words, Mend.PIECE, piece.pk))
    return tuple(found)


def missing_for(pieces: Collection[Piece]) -> tuple[Finding, ...]:
    """Why a criterion cannot be handed in with these pieces at all; empty: it can."""
    if not pieces:
        return (Finding("You have added nothing for this yet.", Mend.ADD),)
    if all(piece.context for piece in pieces):
        words = "Having done a course is a good start, but it does not show this. Add something that you did."
        return (Finding(words, Mend.ADD),)
    return ()


def thin_in(pieces: Collection[Piece], prescribed: Collection[str]) -> tuple[Finding, ...]:
    """What an assessor would probably miss. It can be handed in all the same.

    prescribed: methods of which one has to be among the evidence; empty: any.
    """
    found = []
    used = {method for piece in pieces for method in piece.methods}
    if prescribed and not used & set(prescribed):
        found.append(_prescribed(prescribed))
    shown = [piece for piece in pieces if not piece.context]
    if shown and all(piece.witness for piece in shown):
        words = "A witness alone is thin. Add something of your own, such as a reflection."
        found.append(Finding(words, Mend.ADD))
    if shown and not any(piece.happened for piece in shown):
        found.append(Finding("No piece says on which day it happened.", Mend.PIECE, shown[0].pk))
    return tuple(found)


def only_witnesses(pieces: Iterable[Piece]) -> bool:
    """Whether a whole unit hangs on what witnesses say (INV-16)."""
    shown = [piece for piece in pieces if not piece.context]
    return bool(shown) and all(piece.witness for piece in shown)


def may_hand_in_again(
    past: Sequence[Past],
    *,
    attempts: int | None,
    attempt_days: int | None,
    today: date,
    met: bool = False,
    extra: Extra | None = None,
) -> Ruling:
    """May this be handed in (again) today? `attempts`, `attempt_days`: as the version says, None: no limit. met: the
    answer that counts says so. extra: the newest try that was given beyond the rule; it is used up by handing in.
    """
    if met:
        return Ruling.no("This is met. There is nothing more to do for it.")
    if any(one.waiting for one in past):
        return Ruling.no("Your assessor has this already. You hear from them first.")
    if extra is not None and not any(one.handed_in_at and one.handed_in_at >= extra.given_at for one in past):
        return _by_extra(extra, today)
    used = attempts_used(past)
    if attempts is not None and used >= attempts:
        times = "once" if attempts == 1 else f"{attempts} times"
        return Ruling.no(
            f"This can be handed in {times}, and you have done so. Talk with your assessor about what is possible."
        )
    if attempt_days is not None and any(one.released_on for one in past):
        # what was given back unread is no try, so the time for it begins again
        heard = [day for one in past for day in (one.released_on, one.returned_on) if day]
        last = working_days_after(max(heard), attempt_days)
        if today > last:
            return Ruling.no(
                f"The time to hand this in again ended on {last.day} {last:%B %Y}. Talk with your assessor."
            )
    return Ruling.yes()


def closed_since(
    past: Sequence[Past],
    *,
    attempts: int | None,
    attempt_days: int | None,
    extra: Extra | None,
    first: date,
    today: date,
) -> date | None:
    """The first day, from `first` on, on which what is not met could not be handed in again; None: it can be today.
    What was handed in is as it is: days only take away."""

    def closed(day: date) -> bool:
        may = may_hand_in_again(past, attempts=attempts, attempt_days=attempt_days, today=day, extra=extra)
        return not may

    if not closed(today):
        return None
    days = [first + timedelta(days=each) for each in range((today - first).days + 1)]
    return days[bisect_left(days, True, key=closed)]


def _by_extra(extra: Extra, today: date) -> Ruling:
    if extra.until is None or today <= extra.until:
        return Ruling.yes()
    return Ruling.no(
        f"The extra time to hand this in ended on {extra.until.day} {extra.until:%B %Y}. Talk with your assessor."
    )


def attempts_used(past: Iterable[Past]) -> int:
    """What was given back without a judgement does not count."""
    return sum(not one.returned for one in past)


def _prescribed(prescribed: Collection[str]) -> Finding:
    """Something that the learner can add comes first."""
    own = [ASKED_FOR[method] for method in sorted(prescribed) if method in ASKED_FOR]
    if own:
        mend = Mend.WITNESS if set(prescribed) <= {"witness", "expert_witness"} else Mend.ADD
        return Finding(f"It has to be shown by {' or '.join(own)}. Add that.", mend)
    return Finding(WITH_ASSESSOR[sorted(prescribed)[0]], Mend.PLAN)
