"""Breaks, leaving, and moving to another hub or version. A no says why and what to do next."""

from datetime import date, datetime

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.hubs.states import HubStatus
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.models import QualificationVersion
from courses.qualifications.policies import may_deliver, may_register_on
from learners.registrations.models import QualRegistration
from learners.registrations.policies import looks_after, moved_on, state_allows
from learners.registrations.standing import Standing, standing_of
from learners.registrations.states import RegistrationState

S = RegistrationState


def may_break(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Begin a break: the learner, or whoever looks after them."""
    return _theirs(by, registration, now, standing) and state_allows(registration, S.ON_BREAK)


def may_break_until(registration: QualRegistration, back_on: date, *, today: date) -> Ruling:
    """Is this a day to come back on?"""
    if back_on <= today:
        return Ruling.no("Choose a day after today. On that day we ask how it goes on.")
    last = registration.version.certifies_until
    if last is not None and back_on > last:
        return Ruling.no(
            f"The last day for certificates of this qualification is {last:%d/%m/%Y}. Choose an earlier day."
        )
    return Ruling.yes()


def may_come_back(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """End a break, also before its day."""
    ruling = _theirs(by, registration, now, standing)
    if ruling and registration.state != S.ON_BREAK:
        return moved_on(registration)
    return ruling


def may_withdraw(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Leave for good. What was done stays with the person."""
    return _theirs(by, registration, now, standing) and state_allows(registration, S.WITHDRAWN)


def may_move(
    by: Account, registration: QualRegistration, *, now: datetime, standing: Standing | None = None
) -> Ruling:
    """Move somebody to another hub or version at all."""
    return looks_after(by, registration, now=now, standing=standing) and state_allows(
        registration, S.TRANSFERRED
    )


def may_move_to(
    registration: QualRegistration, hub: Hub, version: QualificationVersion, *, on: date
) -> Ruling:
    """Is there a place to move to? Whoever is on a closed version may finish it at another hub."""
    if version.qualification_id != registration.version.qualification_id:
        return Ruling.no("This is a version of another qualification. Ask for that one on its own page.")
    if hub.pk == registration.hub_id and version.pk == registration.version_id:
        return Ruling.no("This is where the registration is. Choose another hub or another version.")
    if version.pk != registration.version_id and not (ruling := may_register_on(version, on)):
        return ruling
    if hub.status == HubStatus.CLOSED:
        return Ruling.no(f"{hub.name} is closed. Choose another hub.")
    return may_deliver(hub, version, on)


def _theirs(by: Account, registration: QualRegistration, now: datetime, standing: Standing | None) -> Ruling:
    standing = standing or standing_of(by, registration, on=london_date(now))
    return Ruling.yes() if standing.own else looks_after(by, registration, now=now, standing=standing)
