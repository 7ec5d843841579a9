"""What is written in a draft and in the feedback, checked before it is kept."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from academy.shared.clock import london_date
from academy.shared.rulings import Refused
from learners.assessment.deciding import Feedback
from learners.assessment.evidence_queries import shelf_of, stored, uses_of
from learners.assessment.models import DraftDecision, Judgement
from learners.assessment.refusals import Stale
from learners.assessment.rules import CHECK_KEYS, LONGEST, methods_for
from learners.submissions.snapshots import sha256_of
from learners.submissions.states import Outcome

LONGEST_WORDS = 3000
LONGEST_STEP = 1000


def kept(outcome: str, checks: Mapping[str, bool], rationale: str, next_step: str) -> dict[str, Any]:
    """As it is stored. Raises Refused for what no form of ours sends, and for more than there is room for."""
    if outcome not in ("", *Outcome.values):
        raise Refused("It is either met or not yet met.")
    for name, value in (("rationale", rationale), ("next_step", next_step)):
        if len(value.strip()) > LONGEST[name]:
            raise Refused(
                f"This is longer than {LONGEST[name]} characters. Make it shorter, then save again."
            )
    return {
        "outcome": outcome,
        "checks": {key: bool(checks[key]) for key in CHECK_KEYS if isinstance(checks.get(key), bool)},
        "rationale": rationale.strip(),
        "next_step": next_step.strip(),
    }


def read_pieces(
    judgement: Judgement, draft: DraftDecision, pieces: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """As a draft keeps them: each once, of what can be used, as a method that it can be. Raises Refused otherwise."""
    unit = draft.criterion.outcome.unit_id
    shelf = shelf_of(judgement.registration, [unit])
    known = shelf.for_rules(draft.criterion_id, judgement)
    found = {}
    for one in uses_of(pieces):
        piece = known.get(one.ref)
        if piece is None:
            raise Refused("One of the pieces cannot be used for this. Load the page again, and choose anew.")
        if one.method and one.method not in methods_for(piece, prior=unit in shelf.prior):
            raise Refused(f"“{piece.title}” cannot count as that method. Choose another one.")
        if len(one.why) > LONGEST["why"] or len(one.place) > LONGEST["place"]:
            raise Refused(
                f"Why a piece is set aside has {LONGEST['why']} characters at most, and a place {LONGEST['place']}."
            )
        found[one.ref] = one
    return stored(found.values())


def same_words(draft: DraftDecision, words: Mapping[str, Any]) -> bool:
    """Whether there is nothing new in it: a save that was repeated, or nothing was typed."""
    return draft.revision > 0 and all(getattr(draft, name) == value for name, value in words.items())


def write_in(draft: DraftDecision, words: Mapping[str, Any], *, now: datetime) -> None:
    """These words are the draft from now on."""
    for name, value in words.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.saved_at = now
    draft.save()


def seen_in(judgement: Judgement, drafts: Iterable[DraftDecision]) -> str:
    """What a page shows of the drafts of a round: it is another one as soon as one of them was written in."""
    told = sorted((one.criterion_id, one.revision) for one in drafts)
    return sha256_of({"judgement": judgement.pk, "drafts": [list(one) for one in told]})


def told_in(judgement: Judgement) -> str:
    """The same of the words to the learner that are kept."""
    by = judgement.next_by.isoformat() if judgement.next_by else ""
    return sha256_of({"words": judgement.words, "next_step": judgement.next_step, "next_by": by})


def enforce_told(judgement: Judgement, feedback: Feedback, told: str) -> None:
    """Raises Stale where other words were kept since the page was opened. told: of told_in, as that page showed it."""
    one = Feedback.of(judgement)
    kept_now = (one.words, one.next_step, one.next_by)
    if told != told_in(judgement) and kept_now != (feedback.words, feedback.next_step, feedback.next_by):
        raise Stale(judgement if any(kept_now) else None)


def checked_feedback(drafts: Iterable[DraftDecision], feedback: Feedback, *, now: datetime) -> None:
    """Raises Refused with what is missing in the words to the learner."""
    if not feedback.words:
        raise Refused("Write to the learner what they do well, before anything else.")
    if len(feedback.words) > LONGEST_WORDS or len(feedback.next_step) > LONGEST_STEP:
        raise Refused(
            f"Your words are longer than {LONGEST_WORDS} characters, or the next step than {LONGEST_STEP}."
        )
    if any(one.outcome == Outcome.NOT_YET for one in drafts):
        if not feedback.next_step:
            raise Refused("Write the one thing that the learner does next.")
        if feedback.next_by is None:
            raise Refused("Say by when the learner does it.")
    if feedback.next_by is not None and feedback.next_by < london_date(now):
        raise Refused("The day for the next step is over already. Choose a later one.")
