"""Who says that they have an interest in somebody, who says it of others, and who decides what follows (INV-05)."""

from collections.abc import Collection
from datetime import date

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of, rows_of
from academy.accounts.roles import Role
from academy.shared.rulings import Ruling
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.conflict_facts import Keeper, qualifications_touched

NOT_STAFF = (
    "This page is for those who teach, assess or check. If you know somebody who assesses you, tell the people at "
    "your hub. They pass it on."
)


def may_declare(keeper: Keeper) -> Ruling:
    """Say that one has an interest in a person or in a hub: everybody with any task here."""
    return Ruling.yes() if keeper.has_a_task else Ruling.no(NOT_STAFF)


def may_declare_for(keeper: Keeper, person: Account) -> Ruling:
    """Write it down for this person: themselves, or the Academy manager or a lead quality assurer for somebody else."""
    if person.pk in keeper.rows:
        return may_declare(keeper)
    if person.joined_to_id is not None or not person.is_active:
        return Ruling.no(f"The account of {person} is closed. Choose another.")
    return may_keep_register(keeper)


def may_declare_with(person: Account, other: Account | None) -> Ruling:
    """An interest in somebody else; in oneself nobody has to be told about."""
    if other is not None and other.person_id == person.person_id:
        return Ruling.no("That is the same person. An interest is always in somebody else.")
    return Ruling.yes()


def may_keep_register(keeper: Keeper) -> Ruling:
    """See what everybody declared, and write for others."""
    if keeper.manages or keeper.leads:
        return Ruling.yes()
    return Ruling.no(
        "What others have declared is seen by the Academy manager and the lead quality assurers. Ask them."
    )


def may_see_conflict(keeper: Keeper, conflict: ConflictDeclaration) -> Ruling:
    """Whoever it is about as staff, and those who keep the register."""
    return Ruling.yes() if conflict.person_id in keeper.rows else may_keep_register(keeper)


def may_end_conflict(keeper: Keeper, conflict: ConflictDeclaration, today: date) -> Ruling:
    """Say that it is over. Not by either of the two: who wants to judge should not clear the way alone."""
    if conflict.ends_on is not None:
        ended = "ends" if conflict.ends_on > today else "ended"
        return Ruling.no(f"It {ended} on {_day(conflict.ends_on)}.")
    if not (side := _neither_side(keeper, conflict, "says that it is over")):
        return side
    return Ruling.yes() if keeper.manages else _leads_all(keeper, conflict)


def may_decide(keeper: Keeper, conflict: ConflictDeclaration, today: date) -> Ruling:
    """Say how it is dealt with, and who looks instead: who leads the quality of every qualification it touches."""
    if conflict.ends_on is not None and conflict.ends_on <= today:
        return Ruling.no(f"It ended on {_day(conflict.ends_on)}, so there is nothing to decide.")
    if conflict.decided_at is not None:
        return Ruling.no("It has been decided already. A change is a new declaration.")
    if not (side := _neither_side(keeper, conflict, "decides")):
        return side
    if not keeper.leads:
        return Ruling.no("The lead quality assurer of the qualification decides how it is dealt with.")
    return _leads_all(keeper, conflict)


def may_scrutinise(
    person: Account, conflict: ConflictDeclaration, rows_in_conflict: Collection[int], on: date
) -> Ruling:
    """May this person look instead? rows_in_conflict: ids of rows of people who have an interest there themselves."""
    parties = set(rows_of(conflict.person)) | (set(rows_of(conflict.other)) if conflict.other else set())
    if person.pk in parties or person.person_id in parties:
        return Ruling.no("Choose somebody who is neither of the two.")
    if not person.is_active or person.joined_to_id is not None:
        return Ruling.no(f"The account of {person} is closed. Choose somebody else.")
    if not holds(roles_of(person, on), Role.ASSESSOR, Role.QUALITY):
        return Ruling.no(f"{person} is neither an assessor nor a quality assurer. Choose somebody who is.")
    if set(rows_of(person)) & set(rows_in_conflict):
        return Ruling.no(f"{person} has a conflict of interest open here as well. Choose somebody else.")
    return Ruling.yes()


def _neither_side(keeper: Keeper, conflict: ConflictDeclaration, does: str) -> Ruling:
    if {conflict.person_id, conflict.other_id} & keeper.rows:
        return Ruling.no(
            f"It is about yourself. Somebody else {does}: the lead quality assurer, or the Academy manager."
        )
    return may_keep_register(keeper)


def _leads_all(keeper: Keeper, conflict: ConflictDeclaration) -> Ruling:
    """Every qualification in which it closes the door to somebody."""
    others = [title for pk, title in qualifications_touched(conflict).items() if pk not in keeper.leads]
    if not others:
        return Ruling.yes()
    return Ruling.no(
        f"It touches {' and '.join(others)}, whose quality somebody else leads. Whoever leads all that it touches "
        "does this; the Academy manager can give somebody that task."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
