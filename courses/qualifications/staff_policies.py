"""Who may judge a unit's work on a day, and who keeps the staff file that says so. A no says why and what to do."""

from collections.abc import Iterable
from datetime import date

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from courses.qualifications.models import Unit
from courses.qualifications.staff_queries import AssessorFacts, facts_of
from courses.qualifications.staff_states import AssessorLevel

IN_THE_FILE = "The Academy manager records it in the staff file."


def may_assess(person: Account, unit: Unit, on: date) -> Ruling:
    """May this person judge work for this unit on this day? It says nothing of a particular learner."""
    return may_assess_by(facts_of(person, on), unit, on)


def may_assess_all(person: Account, units: Iterable[Unit], on: date) -> Ruling:
    """The same for several units: the first that they may not judge says no. No more queries than for one."""
    facts = facts_of(person, on)
    rulings = (may_assess_by(facts, unit, on) for unit in units)
    return next((ruling for ruling in rulings if not ruling), Ruling.yes())


def may_assess_by(facts: AssessorFacts, unit: Unit, on: date) -> Ruling:
    """The same where the facts of that day have been read already."""
    if not facts.active:
        return Ruling.no(f"The account of {facts.name} is closed, so nobody can judge with it.")
    if not facts.at_a_hub:
        return Ruling.no(
            f"{facts.name} is an assessor of no hub on {_day(on)}. The Academy manager can give them the role."
        )
    if not (standing := _stands(facts, on)):
        return standing
    if unit.pk not in facts.units:
        return Ruling.no(
            f"The staff file does not say that {facts.name} knows the work of {_unit(unit)}. {IN_THE_FILE}"
        )
    if facts.level == AssessorLevel.TRAINEE:
        return _countersigned(facts, unit, on)
    return Ruling.yes()


def may_countersign_by(facts: AssessorFacts, unit: Unit, on: date) -> Ruling:
    """May they confirm what a trainee judged in this unit? Only a qualified assessor who may judge it themselves."""
    if facts.level == AssessorLevel.TRAINEE:
        return Ruling.no(f"{facts.name} is a trainee too. A countersigner has to be a qualified assessor.")
    return may_assess_by(facts, unit, on)


def _stands(facts: AssessorFacts, on: date) -> Ruling:
    """As an assessor at all, whatever the unit."""
    status = facts.status
    if status is None:
        return Ruling.no(f"{facts.name} is not in the staff file as an assessor on {_day(on)}. {IN_THE_FILE}")
    if status.level == AssessorLevel.LAPSED:
        return Ruling.no(
            f"{facts.name} has been lapsed as an assessor since {_day(status.starts_on)}. Choose somebody else, or "
            "ask the Academy manager to record the award that they hold now."
        )
    last = status.works_towards_until
    if status.level == AssessorLevel.TRAINEE and last is not None and on > last:
        return Ruling.no(
            f"{facts.name} was to have the assessor's award by {_day(last)}, and the staff file does not say that "
            "they have it. The Academy manager records the award, or a later day."
        )
    return Ruling.yes()


def _countersigned(facts: AssessorFacts, unit: Unit, on: date) -> Ruling:
    second = facts.countersigner
    if second is None:
        return Ruling.no(f"{facts.name} is a trainee and has no countersigner. {IN_THE_FILE}")
    if second.person == facts.person:
        return Ruling.no(f"{facts.name} is a trainee and cannot be their own countersigner. {IN_THE_FILE}")
    ruling = may_countersign_by(second, unit, on)
    if ruling:
        return ruling
    return Ruling.no(
        f"{facts.name} is a trainee, and their countersigner cannot confirm this unit: {ruling.reason}"
    )


def _unit(unit: Unit) -> str:
    return f"unit {unit.number} “{unit.title}”"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
