"""Who may countersign what a trainee judged, and who may name somebody else for it (INV-03)."""

from datetime import date, datetime

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.models import Unit
from courses.qualifications.staff_policies import may_countersign_by
from courses.qualifications.staff_queries import facts_of, tasks_of
from courses.qualifications.staff_states import QualificationTask
from learners.assessment.judging_policies import CONFLICT
from learners.assessment.models import DecisionPiece, Judgement
from learners.assessment.policies import CLOSED, units_of_round
from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import JudgementState, RecordState
from learners.registrations.policies import may_be_judged
from learners.registrations.standing import standing_of

J = JudgementState
WAITS_NO_MORE: dict[str, str] = {
    **CLOSED,
    J.OPEN: "This is still being judged. It comes to you when it is sent.",
}
LEAD = "The lead quality assurer of the qualification can name somebody else."


def may_countersign(by: Account, judgement: Judgement, *, now: datetime) -> Ruling:
    """Confirm a trainee's round, or send it back: whoever is named for it, and could judge all of it themselves."""
    if judgement.state != J.COUNTERSIGN:
        return Ruling.no(WAITS_NO_MORE[judgement.state])
    if judgement.countersigner is None or judgement.countersigner.person_id != by.person_id:
        return Ruling.no(f"{judgement.countersigner} is asked to countersign this. {LEAD}")
    return can_countersign(by, judgement, now=now) and may_be_judged(
        judgement.registration, on=london_date(now)
    )


def can_countersign(person: Account, judgement: Judgement, *, now: datetime) -> Ruling:
    """Whether this person could do it today, asked or not: another, qualified for every unit of it, without a conflict
    of interest, who does not check it."""
    on, registration = london_date(now), judgement.registration
    if person.person_id == judgement.assessor.person_id:
        return Ruling.no("Nobody countersigns what they judged themselves.")
    standing = standing_of(person, registration, on=on)
    if standing.own:
        return Ruling.no("This is your own work. Somebody else looks at it.")
    if standing.conflict:
        return Ruling.no(CONFLICT)
    units = units_of_round(judgement)
    if (set(units) | {None}) & standing.checked:
        return Ruling.no(
            f"{person} checks the quality of this unit for this learner, so another countersigns. {LEAD}"
        )
    facts = facts_of(person, on)
    rulings = (may_countersign_by(facts, unit, on) for unit in Unit.objects.filter(pk__in=units))
    return next((ruling for ruling in rulings if not ruling), Ruling.yes())


def may_see_stuck(by: Account, *, on: date) -> Ruling:
    """The list of rounds that wait for somebody who cannot go on: those of the qualifications that they lead."""
    leads = any(one.task == QualificationTask.LEAD_QUALITY for one in tasks_of(by, on))
    if leads or holds(roles_of(by, on), Role.QUALITY):
        return Ruling.yes()
    return Ruling.no(
        "This list is for the lead quality assurer of a qualification. They see to what is stuck."
    )


def stands_firm(judgement: Judgement) -> Ruling:
    """Whether nothing that it rests on is a record which the learner sees differently. It can be sent back all the
    same. One query."""
    rests_on = DecisionPiece.objects.filter(decision__judgement=judgement, used=True).values("record")
    doubts = AssessorRecord.objects.filter(pk__in=rests_on, state=RecordState.QUERIED)
    if (record := doubts.select_related("item", "assessor").first()) is None:
        return Ruling.yes()
    return Ruling.no(
        f"{judgement.registration.account} sees “{record.item.title}” differently, and this rests on it. "
        f"{record.assessor} settles that with them first; or send this back."
    )


def may_name_countersigner(by: Account, judgement: Judgement, *, now: datetime) -> Ruling:
    """Ask somebody else to countersign a round that waits: the lead quality assurer."""
    standing = standing_of(by, judgement.registration, on=london_date(now))
    if standing.own:
        return Ruling.no("This is your own work, so another lead quality assurer does this.")
    if not standing.leads_quality:
        return Ruling.no(
            "Only the lead quality assurer of the qualification names somebody else to countersign."
        )
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if judgement.state != J.COUNTERSIGN:
        return Ruling.no(WAITS_NO_MORE[judgement.state])
    if judgement.assessor.person_id == by.person_id:
        return Ruling.no("You judged this yourself, so another lead quality assurer names who countersigns.")
    return Ruling.yes()
