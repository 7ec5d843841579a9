"""Who moves next with one learner, and where a unit stands. Pure: everything comes in as facts."""

from dataclasses import dataclass
from datetime import date

from learners.planning.states import PlanState
from learners.registrations.states import RegistrationState

STILL_DAYS = 14


@dataclass(frozen=True, slots=True)
class LearnerFacts:
    """waiting_since: the day of the oldest work handed in that this assessor has, or None; look_since: the same of a
    draft to look at. plan: the state of the newest version, or ""; task: the next open task (its words, its day).
    to_sign: the numbers of their units in which everything is met and nobody has signed; to_confirm: of those that the
    learner is asked to confirm."""

    name: str
    state: str
    conflict: bool = False
    break_until: date | None = None
    waiting_since: date | None = None
    look_since: date | None = None
    returned: int = 0
    plan: str = ""
    has_agreed: bool = False
    task: str = ""
    task_on: date | None = None
    to_sign: tuple[int, ...] = ()
    to_confirm: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """mine: it waits for the assessor who looks. who: such as "You" or "Amara"."""

    mine: bool
    who: str
    words: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """Criteria of one unit: all; of them handed in and not answered; given back; met; not yet met; with evidence.
    held: a hold stands on it. signed: its assessor has signed it off."""

    total: int
    waiting: int = 0
    returned: int = 0
    met: int = 0
    not_yet: int = 0
    shown: int = 0
    held: bool = False
    signed: bool = False


def turn_of(facts: LearnerFacts, *, today: date) -> Turn:
    """The first of these that holds: what stops everything, then what waits for the assessor, then for the learner."""
    return _stopped(facts) or _mine(facts) or _theirs(facts, today)


def _stopped(facts: LearnerFacts) -> Turn | None:
    if facts.conflict:
        return Turn(
            False,
            "Lead quality assurer",
            "A conflict of interest is declared. It is closed until they decide.",
        )
    if facts.state == RegistrationState.APPLIED:
        return Turn(False, "Hub’s coordinator", "Accept the learner.")
    if facts.state == RegistrationState.ON_BREAK:
        until = f" until {_day(facts.break_until)}" if facts.break_until else ""
        return Turn(False, facts.name, f"On a break{until}.")
    if facts.state == RegistrationState.ASSESSED and facts.to_confirm:
        return Turn(False, facts.name, f"Every unit is signed off. Confirm unit {facts.to_confirm[0]}.")
    if facts.state in (RegistrationState.ASSESSED, RegistrationState.CLEARED, RegistrationState.CLAIMED):
        return Turn(False, "Quality assurer", "Every unit is signed off.")
    return None


def _mine(facts: LearnerFacts) -> Turn | None:
    if facts.waiting_since:
        return Turn(True, "You", f"Work has waited since {_day(facts.waiting_since)}.", facts.waiting_since)
    if facts.look_since:
        return Turn(True, "You", f"A draft to look at since {_day(facts.look_since)}.", facts.look_since)
    if facts.to_sign:
        return Turn(True, "You", f"Everything in unit {facts.to_sign[0]} is met. Sign it off.")
    if facts.plan == PlanState.TURNED_DOWN:
        return Turn(True, "You", "Your plan does not fit. Propose another.")
    if facts.plan == PlanState.DRAFT:
        return Turn(True, "You", "A plan is begun. Propose it.")
    if not facts.plan:
        return Turn(True, "You", "No plan yet. Write one together.")
    return None


def _theirs(facts: LearnerFacts, today: date) -> Turn:
    if facts.plan == PlanState.PROPOSED:
        return Turn(False, facts.name, "Read the plan and answer it.")
    if facts.to_confirm:
        return Turn(False, facts.name, f"Confirm unit {facts.to_confirm[0]}, which was signed off.")
    if facts.returned:
        return Turn(False, facts.name, "Put right what was given back, and hand it in again.")
    if facts.task:
        late = " It is late." if facts.task_on and facts.task_on < today else ""
        return Turn(False, facts.name, f"{facts.task}.{late}")
    return Turn(True, "You", "All tasks are done. Plan what comes after.")


def unit_words(unit: UnitFacts) -> tuple[str, str]:
    """Where a unit stands, in words, and the kind of its tag."""
    if unit.waiting:
        return f"{unit.waiting} of {unit.total} to look at", "now"
    if unit.returned:
        return f"{unit.returned} of {unit.total} given back", "warn"
    met = f"{unit.met} of {unit.total} met"
    if unit.held:
        return f"On hold, {met}", "stop"
    if unit.signed:
        return "Signed off", "done"
    if unit.not_yet:
        return f"{met}, {unit.not_yet} not yet", "warn"
    if unit.met:
        return met, "done" if unit.met == unit.total else "info"
    if unit.shown:
        return f"{unit.shown} of {unit.total} with evidence", ""
    return "Nothing yet", ""


def is_still(days: int) -> bool:
    """Nothing has moved for two weeks."""
    return days >= STILL_DAYS


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
