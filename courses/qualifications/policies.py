"""Who looks after specifications and sites, and what a version still allows. A no says why and what to do."""

from datetime import date, datetime

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.qualifications.models import QualificationVersion, Site
from courses.qualifications.states import TRANSITIONS, VersionState


def may_look_after_specifications(by: Account, *, now: datetime) -> Ruling:
    """Add qualifications, read sheets, open and close versions, approve sites."""
    if holds(roles_of(by, london_date(now)), Role.MANAGER):
        return Ruling.yes()
    return Ruling.no("Qualifications and their sites are looked after by the Academy manager. Ask them.")


def may_read_specifications(by: Account, *, now: datetime) -> Ruling:
    """See every version, also those that are being prepared."""
    staff = (Role.MANAGER, Role.QUALITY, Role.ASSESSOR, Role.COORDINATOR)
    if holds(roles_of(by, london_date(now)), *staff):
        return Ruling.yes()
    return Ruling.no(
        "This page is for those who assess and those who look after qualifications. What a qualification asks of you "
        "stands on your own way to it."
    )


def may_rewrite(version: QualificationVersion) -> Ruling:
    """Replace all units by those of a sheet."""
    if version.state == VersionState.DRAFT:
        return Ruling.yes()
    return Ruling.no(
        f"Version {version.number} has been opened, and learners may be on it. Make a new version, and read the sheet "
        "into that."
    )


def may_reword(version: QualificationVersion) -> Ruling:
    """Put a word of an outcome or criterion right (INV-52)."""
    if version.frozen_at is None:
        return Ruling.yes()
    return Ruling.no(
        f"An assessor has judged by the words of version {version.number}, so they stay as they are. Make a new "
        "version and change them there; learners who are on this one finish on it."
    )


def may_change_group(version: QualificationVersion) -> Ruling:
    """Say how many units of an optional group a learner takes."""
    if version.state == VersionState.DRAFT:
        return Ruling.yes()
    return Ruling.no(
        f"Version {version.number} has been opened, and learners may have chosen their units by these numbers. Make a "
        "new version and change them there."
    )


def may_move_version(version: QualificationVersion, to: VersionState, faults: tuple[str, ...] = ()) -> Ruling:
    """Open or close it. faults: what rules.faults_of_version found."""
    if to not in TRANSITIONS[VersionState(version.state)]:
        label = VersionState(version.state).label.lower()
        return Ruling.no(f"Version {version.number} is {label}, so this cannot be done now.")
    if to == VersionState.OPEN and faults:
        return Ruling.no(f"It cannot be opened yet. {' '.join(faults)}")
    return Ruling.yes()


def may_register_on(version: QualificationVersion, on: date) -> Ruling:
    """Is this version open for new learners on this day?"""
    if version.state != VersionState.OPEN:
        return Ruling.no(
            f"{version} is {VersionState(version.state).label.lower()}. Ask for the version of today."
        )
    if version.registers_from is not None and on < version.registers_from:
        return Ruling.no(
            f"Registration for {version} opens on {_day(version.registers_from)}. Come back then."
        )
    if version.registers_until is not None and on > version.registers_until:
        return Ruling.no(
            f"Registration for {version} closed on {_day(version.registers_until)}. Ask for the version of today."
        )
    return Ruling.yes()


def may_deliver(hub: Hub, version: QualificationVersion, on: date) -> Ruling:
    """Is this hub an approved site of a centre of this awarding organisation on this day?"""
    qualification = version.qualification
    ours = {"hub": hub, "centre__awarding_organisation": qualification.awarding_organisation_id}
    if Site.objects.approved_on(on).filter(**ours).exists():
        return Ruling.yes()
    organisation = qualification.awarding_organisation
    return Ruling.no(
        f"{hub.name} is not an approved site for {organisation} on {_day(on)}. The Academy manager can say which hub "
        "is, or what is missing for an approval."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
