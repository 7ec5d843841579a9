"""Who may hand in, look at what was handed in, give it back, ask for a look at a draft and answer one.

A no says why, and what to do next. How somebody stands to a registration is asked of registrations.standing.
"""

from collections.abc import Iterable
from datetime import date

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from courses.qualifications.states import GivesAttempts
from learners.portfolio.models import EvidenceLink
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import WORKING, RegistrationState
from learners.submissions.models import DraftLook, Submission
from learners.submissions.states import TRANSITIONS, SignedBy, SubmissionState

S = RegistrationState
LOOKS_AT_ONCE = 3
PIECES_IN_A_LOOK = 10
NOT_NOW: dict[str, str] = {
    S.APPLIED: "You can hand in once you are accepted. Your hub tells you when.",
    S.ASSESSED: "All your units are signed off. There is nothing more to hand in.",
    S.CLEARED: "All your units are signed off. There is nothing more to hand in.",
    S.CLAIMED: "All your units are signed off. There is nothing more to hand in.",
    S.CERTIFICATED: "You have this qualification. There is nothing more to hand in.",
    S.ON_BREAK: "You are on a break. You can hand in once you are back; ask your hub.",
    S.TRANSFERRED: "You moved to another registration. Hand in there; your pieces are in your portfolio.",
}
ENDED = "This registration is over, so nothing can be handed in. Your pieces stay in your portfolio."
CONFLICT = (
    "A conflict of interest between you and this learner is open. The lead quality assurer decides what next."
)


def may_see_what_to_show(
    by: Account, registration: QualRegistration, *, on: date, standing: Standing | None = None
) -> Ruling:
    """How far this learner is, piece by piece. An assessor has a page of their own."""
    return _own(standing or standing_of(by, registration, on=on))


def may_hand_in(
    by: Account, registration: QualRegistration, *, on: date, standing: Standing | None = None
) -> Ruling:
    """Put together and hand in, or ask for a look."""
    return _own(standing or standing_of(by, registration, on=on)) and _while_working(registration)


def may_declare(signed_how: str) -> Ruling:
    """Was the session opened by the person's own e-mail or passkey (INV-17, INV-19)?"""
    if signed_how in SignedBy.values:
        return Ruling.yes()
    return Ruling.no(
        "To say that work is your own, we need to know that it is you. Confirm it with a code to your own e-mail "
        "address or with a passkey. A code from a hub is not enough for this, nor is a password."
    )


def may_see(by: Account, submission: Submission, *, on: date, standing: Standing | None = None) -> Ruling:
    """The learner; whoever assesses or checks one of its units today; the lead quality assurer."""
    standing = standing or standing_of(by, submission.registration, on=on)
    if standing.own:
        return Ruling.yes()
    if submission.state == SubmissionState.DRAFT:
        return Ruling.no("The learner is still putting this together. You see it once it is handed in.")
    if standing.conflict:
        return Ruling.no(CONFLICT)
    units = units_in(submission)
    if units & (standing.assesses | standing.checks) or standing.leads_quality:
        return Ruling.yes()
    if standing.assesses or standing.checks:
        return Ruling.no("None of its units was given to you. Ask the lead quality assurer if it should be.")
    return Ruling.no(
        "What a learner has handed in is seen by the learner, and by those who were given the learner to assess or "
        "to check."
    )


def needs_a_note(standing: Standing, submission: Submission) -> bool:
    """Whether reading this is written down: by everybody but the learner and those allocated to what they see of it
    (INV-48). A lead quality assurer who has one unit of the learner still reads the others by leave."""
    if standing.own:
        return False
    allocated = standing.assesses | standing.checks
    return bool(units_in(submission) - allocated) if standing.leads_quality else not allocated


def units_seen(standing: Standing) -> frozenset[int] | None:
    """The units (ids) of whose pieces somebody who may see a submission reads more than that they are there; None: of
    all."""
    if standing.own or standing.leads_quality:
        return None
    return standing.assesses | standing.checks


def may_return(by: Account, submission: Submission, *, on: date, standing: Standing | None = None) -> Ruling:
    """Give it back without a judgement."""
    standing = standing or standing_of(by, submission.registration, on=on)
    if standing.own:
        return Ruling.no("This is your own work, so somebody else looks at it.")
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if not units_in(submission) & standing.assesses:
        return Ruling.no("Only the assessor of one of its units can give it back.")
    if SubmissionState.RETURNED_UNASSESSED not in TRANSITIONS[SubmissionState(submission.state)]:
        state = SubmissionState(submission.state).label.lower()
        return Ruling.no(f"It cannot be given back without a judgement any more: {state}.")
    if submission.answers.exists():
        return Ruling.no(
            "Part of it has been answered, so it cannot be given back as if nobody had judged it."
        )
    return Ruling.yes()


def may_give_attempt(
    by: Account,
    registration: QualRegistration,
    unit: int,
    *,
    on: date,
    standing: Standing | None = None,
) -> Ruling:
    """Give one more try, or more time, for a criterion of this unit (id), where the rule allows none."""
    standing = standing or standing_of(by, registration, on=on)
    gives = registration.version.gives_attempts
    if standing.own:
        return Ruling.no("Nobody gives themselves another try. Talk with your assessor.")
    if gives == GivesAttempts.NOBODY:
        return Ruling.no("The specification allows no other try, so nobody here can give one.")
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if gives == GivesAttempts.ASSESSOR and unit in standing.assesses:
        return Ruling.yes() if registration.state in WORKING else Ruling.no(ENDED)
    if gives == GivesAttempts.ASSESSOR:
        return Ruling.no("Another try is given by the assessor of the unit.")
    if not standing.leads_quality:
        return Ruling.no("Another try is given by the lead quality assurer of the qualification. Ask them.")
    return Ruling.yes() if registration.state in WORKING else Ruling.no(ENDED)


def may_ask_look(
    by: Account, registration: QualRegistration, *, on: date, standing: Standing | None = None
) -> Ruling:
    """Ask the assessor to look at a draft."""
    if not (ruling := may_hand_in(by, registration, on=on, standing=standing)):
        return ruling
    if registration.looks.filter(answered_at__isnull=True).count() >= LOOKS_AT_ONCE:
        return Ruling.no(f"You have asked for {LOOKS_AT_ONCE} looks already. Wait until one is answered.")
    return Ruling.yes()


def may_see_look(by: Account, look: DraftLook, *, on: date, standing: Standing | None = None) -> Ruling:
    """The learner, and those who assess a unit that one of its pieces is to show something of."""
    standing = standing or standing_of(by, look.registration, on=on)
    if standing.own:
        return Ruling.yes()
    if standing.conflict:
        return Ruling.no(CONFLICT)
    units = units_of_look(look) or standing.assesses  # its links may be gone, and somebody has to answer
    if units & standing.assesses:
        return Ruling.yes()
    return Ruling.no("A draft is seen by the learner and the assessor of its unit only.")


def may_answer_look(by: Account, look: DraftLook, *, on: date, standing: Standing | None = None) -> Ruling:
    """In words, without a judgement."""
    standing = standing or standing_of(by, look.registration, on=on)
    if standing.own:
        return Ruling.no("Your assessor answers this.")
    if not (ruling := may_see_look(by, look, on=on, standing=standing)):
        return ruling
    if look.answered_at is not None:
        return Ruling.no("This has been answered. The learner can ask again.")
    return Ruling.yes()


def units_in(submission: Submission) -> frozenset[int]:
    """The ids of the units whose criteria it is about."""
    rows: Iterable[int] = submission.criteria.values_list("criterion__outcome__unit", flat=True)
    return frozenset(rows)


def units_of_look(look: DraftLook) -> frozenset[int]:
    """The ids of the units that its pieces are linked to today."""
    rows: Iterable[int] = EvidenceLink.objects.filter(
        registration=look.registration_id, item__in=look.items.values("item")
    ).values_list("criterion__outcome__unit", flat=True)
    return frozenset(rows)


def _own(standing: Standing) -> Ruling:
    if standing.own:
        return Ruling.yes()
    return Ruling.no(
        "This page is the learner’s own. Those who assess them see the work once it is handed in."
    )


def _while_working(registration: QualRegistration) -> Ruling:
    if registration.state in WORKING:
        return Ruling.yes()
    return Ruling.no(NOT_NOW.get(registration.state, ENDED))
