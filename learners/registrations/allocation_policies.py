"""Who says who assesses whom, and who may be given which learner. A no says why and what to do.

Each asks how somebody stands to the registration (standing.py); a role alone opens nothing.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from academy.shared.rulings import Ruling
from courses.qualifications.models import Unit
from courses.qualifications.staff_policies import may_assess_by
from learners.registrations.allocation_facts import Candidate
from learners.registrations.allocation_models import Allocation
from learners.registrations.conflict_facts import Keeper
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing
from learners.registrations.states import LIVE, AllocatedAs, RegistrationState

FURTHEST = timedelta(days=366)
# States in which somebody is allocated.
TAKES = tuple(state for state in LIVE if state != RegistrationState.APPLIED)
CONFLICT = (
    "A conflict of interest is open between you and this learner or their hub, so somebody else decides this."
)


def may_see_allocations(standing: Standing) -> Ruling:
    """The page with who assesses and who checks, and who did before."""
    if standing.own:
        return Ruling.no(
            "This page is for those who look after learners. Who assesses you stands on your own page of this "
            "qualification."
        )
    if standing.looks_after or standing.leads_quality or standing.assesses or standing.checks:
        return Ruling.yes()
    return Ruling.no(
        "Who assesses a learner is seen by their hub, their assessors and those who look after the qualification."
    )


def may_allocate(standing: Standing, registration: QualRegistration) -> Ruling:
    """Say who assesses or checks this learner: the Academy manager, or who leads the quality of the qualification."""
    if not (person := may_change_allocations(standing)):
        return person
    state = RegistrationState(registration.state)
    if state == RegistrationState.APPLIED:
        return Ruling.no("The learner has only asked so far. Once they are accepted, they get an assessor.")
    if state not in TAKES:
        return Ruling.no(
            f"This registration is over ({state.label.lower()}), so nobody assesses on it any more."
        )
    return Ruling.yes()


def may_change_allocations(standing: Standing) -> Ruling:
    """End one, or give it to somebody else, whatever became of the registration."""
    if standing.own:  # INV-01
        return Ruling.no("This is your own registration. Somebody else says who assesses you.")
    if not (standing.manages or standing.leads_quality):
        return Ruling.no(
            "The lead quality assurer of this qualification says who assesses whom, or the Academy manager. Ask them."
        )
    if standing.conflict:  # INV-05
        return Ruling.no(CONFLICT)
    return Ruling.yes()


def may_allocate_somewhere(keeper: Keeper) -> Ruling:
    """See the learners who wait for somebody, and give many at once; each of them is asked about again."""
    if keeper.manages or keeper.leads:
        return Ruling.yes()
    return Ruling.no(
        "The lead quality assurer of a qualification says who assesses whom, or the Academy manager. Ask them."
    )


def may_begin_on(starts_on: date, today: date) -> Ruling:
    """From which day: nobody has assessed before they were given the learner."""
    if starts_on < today:
        return Ruling.no("That day is over. Choose today or a later day.")
    if starts_on - today > FURTHEST:
        return Ruling.no("That is more than a year away. Choose an earlier day.")
    return Ruling.yes()


def may_be_given(
    one: Candidate, units: Sequence[Unit], task: AllocatedAs, on: date, *, whole: bool
) -> Ruling:
    """May this person assess (or check) these units of the learner? whole: the learner, except units given by name."""
    ruling = _as_a_person(one, task)
    if not ruling:
        return ruling
    if not units:
        return Ruling.no("Every unit of this learner is somebody's by name already. Choose a unit.")
    ruling = _one_task(one, units, task, whole)
    if not ruling:
        return ruling
    if task == AllocatedAs.QUALITY:
        return _to_check(one, units)
    unfit = (may_assess_by(one.assessor, unit, on) for unit in units)
    ruling = next((said for said in unfit if not said), Ruling.yes())
    return _second(one, units, whole) if ruling else ruling


def may_take_over(unit_words: str, holder: Allocation | None) -> Ruling:
    """Is it free, from the day on that is asked about? holder: who has it then or later."""
    if holder is None:
        return Ruling.yes()
    if holder.ends_on is None:
        return Ruling.no(
            f"{holder.person} has {unit_words} already. Give it to somebody else from there, or end it first."
        )
    return Ruling.no(
        f"{holder.person} has {unit_words} until before {_day(holder.ends_on)}. Begin on that day."
    )


def may_end(allocation: Allocation, ends_on: date, today: date) -> Ruling:
    """End it on this day? From that day on they have it no more."""
    if allocation.ends_on is not None:
        return Ruling.no(f"This ends on {_day(allocation.ends_on)} already. Reload the page.")
    if ends_on < today:
        return Ruling.no("That day is over. Choose today or a later day.")
    if ends_on - max(today, allocation.starts_on) > FURTHEST:  # it cannot be changed once it is said
        return Ruling.no("That is more than a year away. Choose an earlier day.")
    if ends_on < allocation.starts_on:
        return Ruling.no(
            f"It begins on {_day(allocation.starts_on)}. Choose that day, so that it never counts."
        )
    return Ruling.yes()


def _as_a_person(one: Candidate, task: AllocatedAs) -> Ruling:
    doing = "assess" if task == AllocatedAs.ASSESSOR else "check"
    if one.is_learner:  # INV-01
        return Ruling.no(f"{one.name} is this learner. Nobody can {doing} their own work.")
    if one.joined:
        return Ruling.no(
            f"This record of {one.name} was joined to another of the same person. Choose that one."
        )
    if not one.active:
        return Ruling.no(f"The account of {one.name} is closed. Choose somebody else.")
    if one.conflict:  # INV-05
        return Ruling.no(
            f"A conflict of interest is open between {one.name} and this learner or their hub. Choose somebody else, "
            "or ask the lead quality assurer to decide how it is dealt with."
        )
    return Ruling.yes()


def _one_task(one: Candidate, units: Sequence[Unit], task: AllocatedAs, whole: bool) -> Ruling:
    """INV-06: never both tasks in one unit of one learner, not even one after the other."""
    named = {unit.pk for unit in units}
    for other, unit_id in one.had:
        if other != task and (whole or unit_id is None or unit_id in named):
            did = "checks or checked" if other == AllocatedAs.QUALITY else "assesses or assessed"
            return Ruling.no(
                f"{one.name} {did} this learner's work here. The same person never assesses and checks the same unit "
                "of one learner. Choose somebody else, or other units by name."
            )
    return Ruling.yes()


def _to_check(one: Candidate, units: Sequence[Unit]) -> Ruling:
    if not one.checks_quality:
        return Ruling.no(
            f"{one.name} is no internal quality assurer on that day. The Academy manager can give them the role."
        )
    if one.countersigns & {unit.pk for unit in units}:  # INV-06
        return Ruling.no(
            f"{one.name} countersigns what a trainee judges about this learner, so they cannot check it as well. "
            "Choose somebody else."
        )
    return Ruling.yes()


def _second(one: Candidate, units: Sequence[Unit], whole: bool) -> Ruling:
    """The countersigner of a trainee is held to the same: not the learner, no conflict, and not who checks."""
    second = one.assessor.countersigner
    if second is None:
        return Ruling.yes()
    named = {unit.pk for unit in units}
    before = f"{one.name} is a trainee, and what they judge is confirmed by {second.name}, who"
    if one.second_is_learner:  # INV-01
        return Ruling.no(f"{before} is this learner. Choose another assessor.")
    if one.second_conflict:  # INV-05
        return Ruling.no(f"{before} has a conflict of interest open here. Choose another assessor.")
    checks = [unit_id for task, unit_id in one.second_had if task == AllocatedAs.QUALITY]
    if checks and (whole or None in checks or named & set(checks)):  # INV-06
        return Ruling.no(f"{before} checks this learner's work. Choose another assessor.")
    return Ruling.yes()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
