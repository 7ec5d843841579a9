"""Who may sign a unit off, countersign it, confirm it and take it back. A no says why, and what to do next.

Nobody may because of a role: each asks how the person stands to this learner. There is no way past a criterion that
is not met (INV-14), for nobody, and a superuser gets nothing by being one (INV-08).
"""

from datetime import date, datetime

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.models import Unit
from courses.qualifications.staff_policies import may_assess_by, may_countersign_by
from courses.qualifications.staff_queries import AssessorFacts, facts_of
from courses.qualifications.staff_states import AssessorLevel
from learners.assessment.signoff_facts import UnitFacts, countersigners_of, facts_of_unit, is_trainees, live
from learners.assessment.signoff_models import Signature, UnitSignoff
from learners.assessment.states import FOR_QUALITY, SignedAs, SignoffState
from learners.registrations.models import QualRegistration
from learners.registrations.policies import may_be_judged, moved_on
from learners.registrations.standing import Standing, checked_by, open_conflicts, standing_of
from learners.registrations.states import ENDED, JUDGING, RegistrationState
from learners.submissions.states import SignedBy

S = RegistrationState
AT_QUALITY = (SignoffState.QUALITY_HOLD, SignoffState.CLEARED)
REOPENS = (*JUDGING, S.ASSESSED, S.ON_BREAK)  # where a signature can be taken back
NOT_YOURSELF = "This is your own work. Nobody signs for themselves: your assessor does."
CONFLICT = (
    "A conflict of interest between you and this learner is open, so you cannot sign. The lead quality assurer says "
    "what happens next."
)
CHECKED = (
    "You were given this unit to check. The same person never assesses and checks one unit of one learner; ask the "
    "lead quality assurer to give it to somebody else."
)
HOW = (
    "A signature has to be your own. Show that it is you with a code to your own e-mail address or with a passkey. "
    "A code from a hub is not enough for this, nor is a password."
)


def may_sign_by(how: str) -> Ruling:
    """Was the session opened by the person's own e-mail or passkey (INV-19)?"""
    return Ruling.yes() if how in SignedBy.values else Ruling.no(HOW)


def may_see_signoffs(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """How far each unit is and who signed: whoever sees the work, the countersigner who is asked, and whoever signed,
    who can take it back."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if standing.sees_work:
        return Ruling.yes()
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if _is_asked(by, registration, now) or _signed(by, registration):
        return Ruling.yes()
    return Ruling.no("This is seen by the learner, by those who assess or check them, and by those who sign.")


def may_sign_unit(
    by: Account,
    registration: QualRegistration,
    unit: Unit,
    *,
    now: datetime,
    standing: Standing | None = None,
    facts: UnitFacts | None = None,
    staff: AssessorFacts | None = None,
) -> Ruling:
    """Sign as the assessor who was given this unit. facts: of this unit, and staff: of `by`, where they have been read
    already."""
    on = london_date(now)
    standing = standing or standing_of(by, registration, on=on)
    if not (ruling := _free_to_sign(unit, standing)):
        return ruling
    if not standing.assesses_unit(unit):
        return Ruling.no(
            "This unit of this learner was not given to you. Only the assessor who has it signs."
        )
    staff = staff or facts_of(by, on)
    if not (ruling := may_assess_by(staff, unit, on)):
        return ruling
    if registration.state not in JUDGING:
        return may_be_judged(registration, on=on) and moved_on(registration)
    if not (ruling := may_be_judged(registration, on=on)):
        return ruling
    facts = facts or facts_of_unit(registration, unit.pk, now=now)
    if facts is None:
        return Ruling.no("The learner does not take this unit, so there is nothing to sign.")
    if not (ruling := _stands_open(facts) and _all_met(facts) and _nothing_open(facts, by)):
        return ruling
    return _second_can(staff, registration, unit, standing, on=on)


def may_countersign_unit(
    by: Account,
    signoff: UnitSignoff,
    *,
    now: datetime,
    standing: Standing | None = None,
    facts: UnitFacts | None = None,
    staff: AssessorFacts | None = None,
) -> Ruling:
    """Confirm a unit that an assessor in training signed (INV-03). facts, staff: as above."""
    registration, unit, on = signoff.registration, signoff.unit, london_date(now)
    signed = _live(signoff, SignedAs.ASSESSOR, facts)
    if signed is None or signoff.state != SignoffState.ASSESSOR_SIGNED or not is_trainees(signed):
        return Ruling.no("There is nothing to countersign in this unit now.")
    standing = standing or standing_of(by, registration, on=on)
    if not (ruling := _free_to_sign(unit, standing)):
        return ruling
    if signed.person.person_id == by.person_id:
        return Ruling.no("You signed this unit yourself. Somebody else has to countersign it.")
    second = countersigners_of([signed], now=now).get(signed.pk) if facts is None else facts.second
    if second is None or second.person_id != by.person_id:
        return Ruling.no(
            f"It is countersigned by {second or 'nobody yet'}, as the staff file has it for {signed.person}. While "
            "they are in training the Academy manager can name somebody else there; after that, whoever signed or the "
            "lead quality assurer takes the sign-off back, and it is signed anew."
        )
    if not (ruling := may_countersign_by(staff or facts_of(by, on), unit, on)):
        return ruling
    if registration.state not in JUDGING:
        return moved_on(registration)
    facts = facts or facts_of_unit(registration, unit.pk, now=now)
    if facts is None:
        return may_be_judged(registration, on=on)
    return may_be_judged(registration, on=on) and _no_hold(facts) and _no_doubt(facts)


def may_confirm_unit(
    by: Account,
    signoff: UnitSignoff,
    *,
    now: datetime,
    standing: Standing | None = None,
    facts: UnitFacts | None = None,
) -> Ruling:
    """The learner's own word. Nobody gives it for them (INV-19), and nothing waits for it."""
    standing = standing or standing_of(by, signoff.registration, on=london_date(now))
    if not standing.own:
        return Ruling.no("Only the learner can confirm this. They do it on their own page.")
    if signoff.state == SignoffState.LEARNER_CONFIRMED or signoff.state in AT_QUALITY:
        return Ruling.no("There is nothing more for you to do here. The quality check is next.")
    if signoff.state == SignoffState.OPEN:
        return Ruling.no("This unit is not signed off yet, so there is nothing to confirm.")
    if signoff.registration.state in ENDED:
        return Ruling.no("This registration is over, so nothing more is asked of you.")
    if signoff.state == SignoffState.ASSESSOR_SIGNED:
        signed = _live(signoff, SignedAs.ASSESSOR, facts)
        if signed is not None and is_trainees(signed):
            return Ruling.no("A second assessor looks at this unit first. We tell you when they have.")
    return Ruling.yes()


def may_unlock(
    by: Account,
    signoff: UnitSignoff,
    *,
    now: datetime,
    standing: Standing | None = None,
    facts: UnitFacts | None = None,
) -> Ruling:
    """Take a sign-off back: the assessor who signed while quality has not, the lead quality assurer at any time."""
    standing = standing or standing_of(by, signoff.registration, on=london_date(now))
    if standing.own:
        return Ruling.no(NOT_YOURSELF)
    if signoff.state == SignoffState.OPEN:
        return Ruling.no("This unit is open already. There is no signature to take back.")
    if signoff.state == SignoffState.CLAIMED or signoff.registration.state not in REOPENS:
        return Ruling.no(
            "This cannot be taken back any more. The lead quality assurer talks with the awarding organisation."
        )
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if standing.leads_quality:
        return Ruling.yes()
    signed = _live(signoff, SignedAs.ASSESSOR, facts)
    if signed is None or signed.person.person_id != by.person_id or not by.is_active:
        return Ruling.no(
            "Only the assessor who signed this unit can take it back, or the lead quality assurer. Ask one of them."
        )
    if _live(signoff, SignedAs.QUALITY, facts) is not None or signoff.state not in _BEFORE_QUALITY:
        return Ruling.no(
            "The quality assurer has signed. From now on only the lead quality assurer takes it back."
        )
    return Ruling.yes()


_BEFORE_QUALITY = (SignoffState.ASSESSOR_SIGNED, SignoffState.COUNTERSIGNED, *FOR_QUALITY)


def lacks(facts: UnitFacts) -> str:
    """Why nobody can sign this unit yet, whoever it is; empty: the assessor can."""
    return (_stands_open(facts) and _all_met(facts) and _nothing_open(facts, None)).reason


def needs_a_note(standing: Standing) -> bool:
    """Is it written down when they read this? Neither the learner nor somebody who was given them (INV-48)."""
    return not (standing.own or standing.assesses or standing.checks)


def _free_to_sign(unit: Unit, standing: Standing) -> Ruling:
    """INV-01, INV-05, INV-06."""
    if standing.own:
        return Ruling.no(NOT_YOURSELF)
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if {unit.pk, None} & standing.checked:
        return Ruling.no(CHECKED)
    return Ruling.yes()


def _stands_open(facts: UnitFacts) -> Ruling:
    if facts.state == SignoffState.OPEN:
        return Ruling.yes()
    return Ruling.no("This unit is signed off already. To judge anything in it again, unlock it first.")


def _all_met(facts: UnitFacts) -> Ruling:
    """INV-14: each, and not most of them."""
    if not facts.criteria:
        return Ruling.no("This unit has no criteria yet, so it cannot be signed off.")
    if not facts.missing:
        return Ruling.yes()
    names = [f"{one.outcome.number}.{one.number}" for one in facts.missing]
    shown = ", ".join(names[:8]) + (" and others" if len(names) > 8 else "")
    waits = " Some wait for the countersigner." if facts.awaiting else ""
    return Ruling.no(
        f"Every criterion has to be met and confirmed before a unit is signed off. Not yet: {shown}.{waits}"
    )


def _nothing_open(facts: UnitFacts, by: Account | None) -> Ruling:
    if facts.awaiting:
        return Ruling.no("A decision in this unit waits for the countersigner. Sign once it is confirmed.")
    if not (ruling := _no_hold(facts) and _no_doubt(facts)):
        return ruling
    for one in facts.rounds:
        if by is not None and one.assessor.person_id == by.person_id:
            return Ruling.no("You are judging something of this unit just now. Send it or put it back first.")
        if one.held:
            return Ruling.no(
                f"{one.assessor} is judging something of this unit just now. Wait until it is sent."
            )
    if facts.handed_in:
        return Ruling.no(
            "Something that was handed in for this unit waits to be judged. Judge it, or give it back, first."
        )
    if facts.witnesses_only:
        return Ruling.no(
            "Everything that this unit rests on was written by witnesses. A whole unit needs something else too: judge "
            "one of its criteria on another piece or on an observation."
        )
    return Ruling.yes()


def _no_hold(facts: UnitFacts) -> Ruling:
    return Ruling.no(facts.holds[0]) if facts.holds else Ruling.yes()


def _no_doubt(facts: UnitFacts) -> Ruling:
    if not facts.in_doubt:
        return Ruling.yes()
    return Ruling.no(
        "The learner sees a record differently on which this unit rests. Whoever wrote it settles that with them first."
    )


def _second_can(
    staff: AssessorFacts, registration: QualRegistration, unit: Unit, standing: Standing, *, on: date
) -> Ruling:
    """A trainee signs only what somebody can countersign; that the staff file names one was asked already."""
    named = staff.status.countersigner if staff.status and staff.level == AssessorLevel.TRAINEE else None
    if named is None:
        return Ruling.yes()
    second = named.joined_to or named
    own = second.person_id == registration.account.person_id
    checks = {unit.pk, None} & checked_by(second, standing.given)
    if not own and not checks and not open_conflicts(rows_of(second), registration, on=on).exists():
        return Ruling.yes()
    return Ruling.no(
        f"Your countersigner {second} cannot countersign for this learner: they are the learner, have a conflict of "
        "interest or check this unit. The Academy manager names somebody else in the staff file."
    )


def _is_asked(by: Account, registration: QualRegistration, now: datetime) -> bool:
    """Do they countersign a unit of this learner that waits for it?"""
    rows = Signature.objects.filter(
        signoff__registration=registration,
        signoff__state=SignoffState.ASSESSOR_SIGNED,
        signed_as=SignedAs.ASSESSOR,
        voided_at__isnull=True,
    ).select_related("person__joined_to", "status__countersigner__joined_to")
    seconds = countersigners_of(rows, now=now).values()
    return any(one.person_id == by.person_id for one in seconds)


def _signed(by: Account, registration: QualRegistration) -> bool:
    """Does a signature of theirs count?"""
    rows = Signature.objects.filter(signoff__registration=registration, voided_at=None)
    return rows.filter(person__in=rows_of(by)).exclude(signed_as=SignedAs.LEARNER).exists()


def _live(signoff: UnitSignoff, signed_as: SignedAs, facts: UnitFacts | None) -> Signature | None:
    return facts.live(signed_as) if facts else live(signoff, signed_as)
