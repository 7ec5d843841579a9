"""How far a unit is, in the learner's words. Pure, apart from the results that the learner was given."""

from dataclasses import dataclass
from datetime import date

from learners.assessment.signoff_queries import UnitBoard
from learners.assessment.states import SignoffState
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.states import Outcome

U = SignoffState


@dataclass(frozen=True, slots=True)
class UnitStep:
    """One unit for its learner. met: only what they were told (INV-13). kind: of the tag."""

    board: UnitBoard
    met: int
    of: int
    state: str
    kind: str
    next: str
    who: str


def met_for_learner(registration: QualRegistration) -> dict[int, int]:
    """How many criteria of each unit (id) the learner was told are met."""
    rows = CriterionAnswer.objects.filter(
        registration=registration, ended_at__isnull=True, outcome=Outcome.MET
    ).values_list("criterion__outcome__unit", flat=True)
    found: dict[int, int] = {}
    for unit in rows:
        found[unit] = found.get(unit, 0) + 1
    return found


def unit_step(board: UnitBoard, met: int) -> UnitStep:
    """In plain words."""
    state, kind, following = _words(board, met)
    who = "you and your assessor" if board.state == U.OPEN and met < board.of else _who(board)
    return UnitStep(board=board, met=met, of=board.of, state=state, kind=kind, next=following, who=who)


def _who(board: UnitBoard) -> str:
    return {
        U.OPEN: "your assessor",
        U.ASSESSOR_SIGNED: "you" if board.asks_learner else "a second assessor",
        U.COUNTERSIGNED: "you",
        U.CLEARED: "the centre",
        U.CLAIMED: "nobody",
    }.get(board.state, "the person who checks quality")


def _words(board: UnitBoard, met: int) -> tuple[str, str, str]:
    """How it stands, the kind of its tag, and what happens next."""
    if board.state == U.OPEN:
        return _open(board, met)
    if board.asks_learner and board.state != U.LEARNER_TOLD:
        until = board.asked_until
        return (
            "Signed off: please confirm",
            "now",
            f"Read what was decided, and confirm it by {_day(until)}. If we do not hear from you, it goes on without "
            "your word, and we write that down. Nothing is lost."
            if until
            else "",
        )
    return {
        U.ASSESSOR_SIGNED: (
            "Signed by your assessor",
            "info",
            "Your assessor is in training, so a second assessor looks at it now. We tell you when they have.",
        ),
        U.LEARNER_CONFIRMED: (
            "Waiting for the quality check",
            "info",
            "You confirmed it. Somebody may check that your assessor judged fairly. There is nothing for you to do.",
        ),
        U.LEARNER_TOLD: (
            "Waiting for the quality check",
            "info",
            "We asked you and did not hear from you, so it went on. You can still confirm it.",
        ),
        U.QUALITY_HOLD: (
            "In the quality check",
            "info",
            "Somebody checks that your assessor judged fairly. There is nothing for you to do.",
        ),
        U.CLEARED: ("Through the quality check", "done", "The centre asks for your certificate next."),
        U.CLAIMED: ("Certificate asked for", "done", "The awarding organisation is next."),
    }[board.state]


def _open(board: UnitBoard, met: int) -> tuple[str, str, str]:
    if board.holds:
        words = "Nothing here is signed off while something is looked into. You can go on working. Ask your assessor."
        return ("On hold", "warn", words)
    if board.of and met >= board.of:
        return ("All met", "now", "Everything is met. Your assessor signs the unit off next.")
    if board.handed_in:
        words = "Your assessor looks at what you handed in. You can go on with the rest."
        return ("With your assessor", "info", words)
    if met:
        return ("Under way", "now", "Go on with what you still need to show.")
    return ("Not begun" if not board.voided else "Open again", "", "Begin with what you need to show.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
