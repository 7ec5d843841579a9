"""What comes before somebody is accepted and registered: checks, details, units, the number. A no says why."""

from datetime import date, datetime

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.policies import may_deliver, may_register_on
from courses.qualifications.queries import group_facts, unit_facts
from courses.qualifications.rules import combination
from learners.registrations.models import LearnerDetails, QualRegistration
from learners.registrations.policies import looks_after, moved_on, state_allows
from learners.registrations.rules import AcceptanceFacts, missing_for_acceptance
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import JUDGING, LIVE, WORKING, RegistrationState

S = RegistrationState


def facts_of(registration: QualRegistration) -> AcceptanceFacts:
    """What is known so far. Two queries."""
    rows = list(registration.details.order_by("-number").values_list("birth_date", "confirmed_at"))
    confirmed = next((born for born, at in rows if at is not None), None)
    return AcceptanceFacts(
        agreed=registration.agreed_at is not None,
        done=set(registration.checks.values_list("what", flat=True)),
        entered=bool(rows),
        birth_date=confirmed,
        least_age=registration.version.least_age,
    )


def may_record_check(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Write down that identity was seen, needs were talked through or the induction was given."""
    if not (ruling := looks_after(by, registration, now=now, standing=standing)):
        return ruling
    return Ruling.yes() if registration.state in (S.APPLIED, *WORKING) else moved_on(registration)


def may_accept(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Take somebody on, once everything before it is there."""
    if not (ruling := looks_after(by, registration, now=now, standing=standing)):
        return ruling
    if registration.state != S.APPLIED:
        return moved_on(registration)
    on, version = london_date(now), registration.version
    if not (ruling := may_register_on(version, on) and may_deliver(registration.hub, version, on)):
        return ruling
    missing = missing_for_acceptance(facts_of(registration), on)
    return Ruling.no(f"Not yet: {' '.join(missing)}") if missing else Ruling.yes()


def may_decline(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Say no to somebody who has asked, with the reason that they read."""
    return looks_after(by, registration, now=now, standing=standing) and state_allows(
        registration, S.DECLINED
    )


def may_enter_details(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Write the name, the birth date and the ULN, or put them right: the learner, or whoever looks after them."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if registration.state not in LIVE:
        return moved_on(registration)
    return Ruling.yes() if standing.own else looks_after(by, registration, now=now, standing=standing)


def may_confirm_details(
    by: Account,
    registration: QualRegistration,
    details: LearnerDetails | None,
    *,
    now: datetime,
    standing: Standing | None = None,
) -> Ruling:
    """Say that they are right as they are to be printed: only the learner, in their own session."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if not standing.own:
        return Ruling.no(
            "Only the learner can say that their details are right. They do it on their own page."
        )
    if details is None:
        return Ruling.no("There are no details yet. Write them first.")
    if details.confirmed_at is not None:
        return Ruling.no("You have confirmed these details. There is nothing more to do.")
    return Ruling.yes() if registration.state in LIVE else moved_on(registration)


def may_choose_units(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Choose the units of the optional groups."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if not standing.own and not (ruling := looks_after(by, registration, now=now, standing=standing)):
        return ruling
    if registration.state not in WORKING:
        return moved_on(registration)
    return Ruling.yes()


def may_take_units(registration: QualRegistration, chosen: set[int]) -> Ruling:
    """Do these units (ids) together make the qualification, and does none go in which work may have begun?"""
    version = registration.version
    fits = combination(chosen, unit_facts(version), group_facts(version), version.fewest_credits)
    if not fits:
        return fits
    gone = set(registration.units.values_list("unit_id", flat=True)) - chosen
    if gone and registration.began_at is not None:
        return Ruling.no(
            "Work has begun, so no unit can be taken away here. You can add one. Talk with the assessor about the rest."
        )
    if gone & set(registration.allocations.filter(unit__in=gone).values_list("unit_id", flat=True)):
        return Ruling.no(
            "Somebody was given to one of these units by name. Ask who looks after assessors to end that first."
        )
    return Ruling.yes()


def may_record_number(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Write down the awarding organisation's number, or put it right (INV-18)."""
    standing = standing or standing_of(by, registration, on=london_date(now))
    if not (ruling := looks_after(by, registration, now=now, standing=standing)):
        return ruling
    if not (standing.manages or standing.administers):
        return Ruling.no(
            "The number is recorded by the centre administrator of this qualification or by the Academy manager. "
            "Ask them."
        )
    if registration.state not in (S.ACCEPTED, *JUDGING):
        return moved_on(registration)
    return Ruling.yes()


def may_register_from(registration: QualRegistration, registered_on: date, *, today: date) -> Ruling:
    """Can the awarding organisation have registered somebody on this day?"""
    if registered_on > today:
        return Ruling.no("This day has not come yet. Write the day on which it was done.")
    if registration.accepted_at and registered_on < london_date(registration.accepted_at):
        accepted = london_date(registration.accepted_at)
        return Ruling.no(f"The learner was accepted on {accepted:%d/%m/%Y}. Write that day or a later one.")
    if registered_on == registration.registered_on:
        return Ruling.yes()  # only the number is put right; they may have moved to another hub since
    return may_register_on(registration.version, registered_on) and may_deliver(
        registration.hub, registration.version, registered_on
    )


def may_say_told(
    by: Account,
    registration: QualRegistration,
    details: LearnerDetails | None,
    *,
    now: datetime,
    standing: Standing | None = None,
) -> Ruling:
    """Write down that the awarding organisation has the corrected details."""
    if not (ruling := may_record_number(by, registration, now=now, standing=standing)):
        return ruling
    if details is None or details.confirmed_at is None or details.told_at is not None:
        return Ruling.no("No corrected details wait. There is nothing to pass on.")
    if not registration.ao_number:
        return Ruling.no("There is no number yet. The details go to the awarding organisation with it.")
    return Ruling.yes()
