"""Who may judge, take work to judge it, send, countersign and read a judgement. A no says why and what to do next.

How somebody stands to a registration is asked of registrations.standing; what they may judge, of the staff file; both
on the day itself, so that what changed since the work was taken counts at once.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from learners.assessment.judging_policies import CONFLICT, NOT_GIVEN, OWN, free_of, judging_units
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.states import SEEN_BY_LEARNER, DecisionState, JudgementState, SignoffState
from learners.registrations.models import QualRegistration
from learners.registrations.policies import may_be_judged
from learners.registrations.standing import Standing, standing_of
from learners.submissions.models import Submission
from learners.submissions.policies import units_in
from learners.submissions.states import SubmissionState

J = JudgementState
CLAIMABLE = (SubmissionState.SUBMITTED, SubmissionState.IN_ASSESSMENT, SubmissionState.SENT_BACK)
AWAITS = "A decision about this waits for the countersigner. They look at it first."
CLOSED: Mapping[str, str] = {
    J.LEFT: "You put this back, or somebody else took it up. What you wrote is kept and can be read.",
    J.COUNTERSIGN: "This was sent, and waits for the countersigner. Nothing in it changes.",
    J.SENT_BACK: "The countersigner sent this back. Go on in the new round.",
    J.RELEASED: "This was sent to the learner. Nothing in it changes any more.",
    J.ACKNOWLEDGED: "This was sent to the learner, who has read it. Nothing in it changes any more.",
}


def may_judge(
    by: Account,
    registration: QualRegistration,
    units: Collection[int],
    *,
    on: date,
    standing: Standing | None = None,
) -> Ruling:
    """Judge work of all of these units (ids) on this day: given to them (INV-08), no conflict (INV-05), not what they
    check (INV-06), by what the staff file says, of a learner who is registered (INV-18). A yes may come with a warning.
    """
    rulings = judging_units(by, registration, units, on=on, standing=standing)
    if not rulings:
        return Ruling.no(NOT_GIVEN)
    no = next((one for one in rulings.values() if not one), None)
    return may_be_judged(registration, on=on) if no is None else no


def may_claim(
    by: Account, submission: Submission, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Take what was handed in, or one's own units of it, to judge it. Whoever has it already may too."""
    return claimable(by, submission, now=now, standing=standing)[0]


def claimable(
    by: Account, submission: Submission, *, now: datetime, standing: Standing | None = None
) -> tuple[Ruling, frozenset[int]]:
    """The same, and the criteria (ids) that they would take."""
    nothing: frozenset[int] = frozenset()
    registration, on = submission.registration, london_date(now)
    rulings = judging_units(by, registration, units_in(submission), on=on, standing=standing)
    mine = {pk for pk, ruling in rulings.items() if ruling}
    if not mine:
        return next(iter(rulings.values()), Ruling.no(NOT_GIVEN)), nothing
    if submission.state not in CLAIMABLE:
        state = SubmissionState(submission.state).label.lower()
        return Ruling.no(f"There is nothing to judge in it now: {state}."), nothing
    if not (ruling := not_signed_off(registration, mine)):
        return ruling, nothing
    left = _left_to_judge(submission, mine)
    if not left:
        return Ruling.no("Your part of it is judged already. The rest is with another assessor."), nothing
    left -= waiting_for_countersigner(registration, left)
    if not left:
        return Ruling.no(AWAITS), nothing
    free, held = free_of(registration, left, by=by, now=now)
    if not free:
        return Ruling.no(held), nothing
    ruling = may_be_judged(registration, on=on)
    return ruling, free if ruling else nothing


def may_choose_to_judge(
    by: Account, registration: QualRegistration, *, on: date, standing: Standing | None = None
) -> Ruling:
    """See what of this learner could be judged without a hand-in, or once more: those who assess a unit of theirs."""
    standing = standing or standing_of(by, registration, on=on)
    if standing.own:
        return Ruling.no(OWN)
    if standing.conflict:
        return Ruling.no(CONFLICT)
    return Ruling.yes() if standing.assesses else Ruling.no(NOT_GIVEN)


def may_claim_records(
    by: Account, registration: QualRegistration, criteria: Collection[int], *, now: datetime
) -> Ruling:
    """Judge these criteria (ids) by what was seen, heard or asked, without anything handed in."""
    units = _units_of(criteria, registration)
    if not (ruling := may_judge(by, registration, units, on=london_date(now))):
        return ruling
    return not_signed_off(registration, units) and ruling


def may_judge_again(
    by: Account, registration: QualRegistration, criteria: Collection[int], *, now: datetime
) -> Ruling:
    """Judge these criteria (ids) once more that were judged already, before the unit is signed off."""
    if not (ruling := may_claim_records(by, registration, criteria, now=now)):
        return ruling
    rows = CriterionDecision.objects.filter(registration=registration, criterion__in=criteria)
    states = set(rows.values_list("criterion", "state"))
    if any((pk, DecisionState.AWAITING) in states for pk in criteria):
        return Ruling.no(AWAITS)
    if not criteria or any((pk, DecisionState.CONFIRMED) not in states for pk in criteria):
        return Ruling.no("This has not been judged yet, so there is nothing to judge again.")
    return ruling


def may_save(by: Account, judgement: Judgement, *, now: datetime) -> Ruling:
    """Write in an open round. Whoever may judge no more (a conflict, another assessor) reads it, and that is all."""
    if judgement.assessor.person_id != by.person_id:
        return Ruling.no(f"{judgement.assessor} judges this. Only they write here.")
    if judgement.state != J.OPEN:
        return Ruling.no(CLOSED[judgement.state])
    units = units_of_round(judgement)
    if not units:
        return Ruling.no(CLOSED[J.LEFT])
    if not (ruling := may_judge(by, judgement.registration, units, on=london_date(now))):
        return ruling
    return not_signed_off(judgement.registration, units) and ruling


def may_put_back(by: Account, judgement: Judgement) -> Ruling:
    """Let go of an open round, so that it waits again. Also for whoever may not judge it any more."""
    if judgement.assessor.person_id != by.person_id:
        return Ruling.no(f"{judgement.assessor} judges this. Only they can put it back.")
    if judgement.state != J.OPEN:
        return Ruling.no(CLOSED[judgement.state])
    return Ruling.yes()


def may_acknowledge(by: Account, judgement: Judgement) -> Ruling:
    """Say that one has read the feedback: only the learner."""
    if judgement.registration.account.person_id != by.person_id:
        return Ruling.no("Only the learner can say that they have read it.")
    if judgement.state not in SEEN_BY_LEARNER:
        return Ruling.no("There is no feedback to read here yet.")
    if judgement.state == J.ACKNOWLEDGED:
        return Ruling.no("You have said already that you read this.")
    return Ruling.yes()


def may_see_judgement(
    by: Account, judgement: Judgement, *, on: date, standing: Standing | None = None
) -> Ruling:
    """The learner, once the feedback is given (INV-13); whoever judges it, countersigns it, assesses or checks one of
    its units today; the lead quality assurer."""
    standing = standing or standing_of(by, judgement.registration, on=on)
    if standing.own:
        if judgement.state in SEEN_BY_LEARNER:
            return Ruling.yes()
        return Ruling.no("This is not finished yet. You hear when there is feedback for you.")
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if standing.leads_quality or units_of_round(judgement) & (standing.assesses | standing.checks):
        return Ruling.yes()
    second = judgement.countersigner
    if second is not None and second.person_id == by.person_id:
        return Ruling.yes()
    return Ruling.no(
        "A judgement is read by the learner, and by those who were given this unit of theirs to assess, to countersign "
        "or to check."
    )


def reading_is_noted(by: Account, judgement: Judgement, standing: Standing) -> bool:
    """Whether it is written down that they read it: by everybody but the learner and those who were given its units
    (INV-48)."""
    allocated = units_of_round(judgement) & (standing.assesses | standing.checks)
    return not standing.own and not allocated


def not_signed_off(registration: QualRegistration, units: Collection[int]) -> Ruling:
    """Below a signature nothing moves (INV-12)."""
    signed = signed_off(registration, units)
    return Ruling.no(next(iter(signed.values()))) if signed else Ruling.yes()


def signed_off(registration: QualRegistration, units: Collection[int]) -> dict[int, str]:
    """Of these units (ids), those that are signed off, and what to do then. One query."""
    rows = UnitSignoff.objects.filter(registration=registration, unit__in=units)
    signed = rows.exclude(state=SignoffState.OPEN).order_by("unit__number")
    return {
        unit: f"Unit {number} is signed off. To judge it again, unlock it first, on the page of the unit."
        for unit, number in signed.values_list("unit", "unit__number")
    }


def units_of_round(judgement: Judgement) -> frozenset[int]:
    """The ids of the units that it is about: of its decisions, or of what it holds while it is open."""
    unit = "criterion__outcome__unit"
    if judgement.decided_at is not None:
        return frozenset(judgement.decisions.values_list(unit, flat=True))
    rows = judgement.drafts.all()
    if judgement.state == J.OPEN:
        rows = rows.filter(open=True)
    return frozenset(rows.values_list(unit, flat=True))


def waiting_for_countersigner(registration: QualRegistration, criteria: Collection[int]) -> frozenset[int]:
    """Which of these (ids) a trainee has decided, on whatever work, so that a countersigner looks at them first."""
    rows = CriterionDecision.objects.filter(
        registration=registration, criterion__in=criteria, state=DecisionState.AWAITING
    )
    return frozenset(rows.values_list("criterion", flat=True))


def _left_to_judge(submission: Submission, units: Collection[int]) -> frozenset[int]:
    """The criteria (ids) of it that nobody has judged, or that a countersigner sent back."""
    criteria = submission.criteria.filter(criterion__outcome__unit__in=units)
    decided = CriterionDecision.objects.filter(
        judgement__submission=submission, judgement__state__in=(J.COUNTERSIGN, *SEEN_BY_LEARNER)
    )
    return frozenset(criteria.values_list("criterion", flat=True)) - set(
        decided.values_list("criterion", flat=True)
    )


def _units_of(criteria: Collection[int], registration: QualRegistration) -> frozenset[int]:
    """The ids of the units of these criteria, where they belong to the learner's own version."""
    rows = registration.version.criteria.filter(pk__in=criteria).values_list("outcome__unit", flat=True)
    return frozenset(rows)
