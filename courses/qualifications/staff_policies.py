"""Who may judge a unit's work on a day, and who keeps the staff file that says so. A no says why and what to do."""

from collections.abc import Iterable
from datetime import date

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.shared.rulings import Ruling
from courses.qualifications.models import Unit
from courses.qualifications.staff_models import AssessorStatus, QualificationRole
from courses.qualifications.staff_queries import AssessorFacts, facts_of, tasks_of
from courses.qualifications.staff_states import TRANSITIONS, AssessorLevel, QualificationTask

IN_THE_FILE = "The Academy manager records it in the staff file."


NOT_YOURSELF = "Nobody writes in their own part of the staff file. Ask another manager."


def may_read_staff_file(by: Account, *, on: date) -> Ruling:
    """See the list of assessors, and everybody's page."""
    if holds(roles_of(by, on), Role.MANAGER, Role.QUALITY) or tasks_of(by, on):
        return Ruling.yes()
    return Ruling.no(
        "The staff file is for the Academy manager, internal quality assurers and centre administrators. Assessors see "
        "their own page of it, from their profile."
    )


def may_see_assessor(by: Account, person: Account, *, on: date) -> Ruling:
    """One page of it: also one's own."""
    if by.person_id == person.person_id:
        return Ruling.yes()
    return may_read_staff_file(by, on=on)


def may_write_staff_file(by: Account, person: Account, *, on: date) -> Ruling:
    """Record a status or what somebody knows, and end it; give and end tasks of a qualification."""
    if not holds(roles_of(by, on), Role.MANAGER):
        return Ruling.no("The staff file is kept by the Academy manager. Ask them.")
    if by.person_id == person.person_id:
        return Ruling.no(NOT_YOURSELF)
    if not person.is_active:
        return Ruling.no(f"The account of {person} is closed, so nothing more is written in their part.")
    return Ruling.yes()


def may_move_status(newest: AssessorStatus | None, to: AssessorLevel, starts_on: date) -> Ruling:
    """newest: the last recorded of this person, also one that has not begun; None: there is none yet."""
    if newest is None:
        if to == AssessorLevel.LAPSED:
            return Ruling.no("Nothing has been recorded yet that could lapse. Choose trainee or qualified.")
        return Ruling.yes()
    now = AssessorLevel(newest.level)
    if to == now == AssessorLevel.LAPSED or (to != now and to not in TRANSITIONS[now]):
        return Ruling.no(f"Somebody who is recorded as “{now.label}” cannot become “{to.label}” from there.")
    if starts_on < newest.starts_on:
        return Ruling.no(
            f"The last entry begins on {_day(newest.starts_on)}, and what has been judged since rests on it. "
            "Choose that day or a later one."
        )
    return Ruling.yes()


def may_give_task(by: Account, to: Account, task: QualificationTask, *, on: date) -> Ruling:
    """Make somebody lead quality assurer or centre administrator of a qualification."""
    if not (ruling := may_write_staff_file(by, to, on=on)):
        return ruling
    held = roles_of(to, on)
    if task == QualificationTask.LEAD_QUALITY and not holds(held, Role.QUALITY):
        return Ruling.no(f"Give {to} the role of internal quality assurer first. A lead is one of them.")
    if not held:
        return Ruling.no(f"Give {to} a role first, so that they can sign in to the pages of this task.")
    return Ruling.yes()


def may_end_task(by: Account, role: QualificationRole, *, on: date) -> Ruling:
    """From a day on no more."""
    if role.ends_on is not None:
        return Ruling.no("This task has an end already. Reload the page to see when.")
    return may_write_staff_file(by, role.person.joined_to or role.person, on=on)


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
    if not (standing := stands(facts, on)):
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


def stands(facts: AssessorFacts, on: date) -> Ruling:
    """Do they judge anything at all that day, whatever the unit?"""
    if not facts.active:
        return Ruling.no(f"The account of {facts.name} is closed, so nobody can judge with it.")
    if not facts.at_a_hub:
        return Ruling.no(
            f"{facts.name} is an assessor of no hub on {_day(on)}. The Academy manager can give them the role."
        )
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
