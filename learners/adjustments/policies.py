"""Who sees what makes somebody's way another one. A no says why and what to do.

What makes something hard for somebody is as private as their work: it is read by those who judge it and by those who
decide. Whoever looks after the registration sees what was agreed, so that they can arrange it.
"""

from datetime import datetime

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from learners.planning.policies import CONFLICT
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import ENDED, RegistrationState

OWN = "This is your own registration. Somebody else does this."
NOT_NOW: dict[str, str] = {
    RegistrationState.APPLIED: "This begins when the hub has accepted the learner. The hub’s coordinator is next.",
    RegistrationState.ON_BREAK: "The learner is on a break. It goes on when they are back.",
}
OVER = "All units of this registration are signed off, or it has ended. There is nothing left to judge."


def may_see_ways(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Holds, claims of prior learning and adjustments: the learner, those who assess or check them, and those who look
    after the registration."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if standing.own:
        return Ruling.yes()
    if standing.conflict:
        return Ruling.no(CONFLICT)
    if standing.sees_work or standing.looks_after:
        return Ruling.yes()
    return Ruling.no(
        "What helps a learner is seen by the learner, by those who assess or check them, and by those who look after "
        "the registration. If you should be one of them, ask the Academy manager."
    )


def may_read_needs(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """What makes it hard, and what the learner says of their life before: the words themselves."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if standing.own or (not standing.conflict and (standing.sees_work or standing.administers)):
        return Ruling.yes()
    return Ruling.no(
        "The words about it are read by the learner, by those who assess or check them, and by those who decide."
    )


def needs_note(standing: Standing) -> bool:
    """Whether reading the words is written down: by everybody but the learner and those allocated to them (INV-48)."""
    return not (standing.own or standing.assesses or standing.checks)


def while_live(registration: QualRegistration) -> Ruling:
    """Not once it is all over."""
    return Ruling.no(OVER) if registration.state in ENDED else Ruling.yes()
