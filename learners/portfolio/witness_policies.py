"""Who may ask a witness, answer as one, or write up what one said (INV-16)."""

from datetime import date, datetime, timedelta

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from learners.portfolio.models import WitnessStatement
from learners.portfolio.policies import may_add_evidence
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.registrations.states import WITH_PORTFOLIO

MOST_A_DAY = 10  # people asked by one learner
BETWEEN_MAILS = timedelta(hours=20)

NOT_THE_LEARNER = (
    "This page is for your witness, not for you. Somebody else has to say in their own words what they saw. "
    "If you are the witness, and somebody else is signed in here, sign out first."
)
RAN_OUT = "This link has run out. Ask the person who sent it to you to send it again."
TAKEN_BACK = "You are not asked any more. There is nothing that you have to do."
ANSWERED = "This statement has been confirmed. Nobody can change it now."
SAID_NO = "You told us that you cannot be a witness. There is nothing more to do."


def may_ask_witness(by: Account, registration: QualRegistration | None, *, on: date) -> Ruling:
    """About their own work: for a registration, or for their portfolio alone, once they have one. We write to
    strangers in a learner's words, so it is not for whoever opened an account."""
    if registration is None:
        return may_add_evidence(by)
    if not standing_of(by, registration, on=on).own:
        return Ruling.no("Only the learner asks their own witness.")
    if registration.state not in WITH_PORTFOLIO:
        return Ruling.no("You can ask a witness for this qualification once you are accepted for it.")
    return Ruling.yes()


def may_see_statement(by: Account, statement: WitnessStatement) -> Ruling:
    """The learner's page of a statement."""
    if statement.learner_id in set(rows_of(by)):
        return Ruling.yes()
    return Ruling.no("Only the learner sees this page.")


def may_ask_again(by: Account, statement: WitnessStatement, *, now: datetime) -> Ruling:
    """Once a day, or at once where the message could not be delivered."""
    if not (mine := may_see_statement(by, statement)):
        return mine
    if not (open_still := _unanswered(statement)):
        return open_still
    if statement.mailed_at is None and not statement.trouble and now < statement.expires_at:
        return Ruling.no("We are writing to your witness now.")
    if statement.mailed_at and not statement.trouble and now - statement.mailed_at < BETWEEN_MAILS:
        return Ruling.no("We wrote to your witness today. You can ask them again tomorrow.")
    return Ruling.yes()


def may_take_back(by: Account, statement: WitnessStatement) -> Ruling:
    """Until it is confirmed."""
    return may_see_statement(by, statement) and _unanswered(statement)


def may_answer(by: Account | None, statement: WitnessStatement, *, now: datetime) -> Ruling:
    """Whoever got the link, signed in or not, but never the learner."""
    if by is not None and statement.learner_id in set(rows_of(by)):
        return Ruling.no(NOT_THE_LEARNER)
    if statement.confirmed_at:
        return Ruling.no(ANSWERED)
    if statement.declined_at:
        return Ruling.no(SAID_NO)
    if statement.item.withdrawn_at:
        return Ruling.no(TAKEN_BACK)
    return Ruling.yes() if now < statement.expires_at else Ruling.no(RAN_OUT)


def may_write_up(by: Account, statement: WitnessStatement, *, now: datetime) -> Ruling:
    """An assessor of the learner, after a talk with the witness, who then confirms it."""
    if statement.registration is None:
        return Ruling.no("This statement belongs to no qualification, so no assessor looks after it.")
    standing = standing_of(by, statement.registration, on=london_date(now))
    if standing.own:
        return Ruling.no("Nobody writes a statement about their own work.")
    if standing.conflict:
        return Ruling.no("You told us about a conflict of interest with this learner.")
    if not standing.assesses:
        return Ruling.no("Only an assessor of this learner writes up what a witness said.")
    return _unanswered(statement)


def _unanswered(statement: WitnessStatement) -> Ruling:
    if statement.confirmed_at:
        return Ruling.no("Your witness has confirmed it. Nobody can change it now.")
    if statement.declined_at:
        return Ruling.no("This person said that they cannot be a witness. Ask somebody else.")
    if statement.item.withdrawn_at:
        return Ruling.no("You took this back.")
    return Ruling.yes()
