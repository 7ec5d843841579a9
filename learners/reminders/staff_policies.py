"""Who rings people, who reads what was sent to whom, and who says to try an address again."""

from datetime import date

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.policies import ASK_MANAGER, belongs_to
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.shared.rulings import Ruling
from learners.reminders.models import AddressTrouble, Sent

AT_A_HUB = (Role.TRAINER, Role.COORDINATOR)


def may_ring(by: Account, *, on: date) -> Ruling:
    """Whether this person has a list of people to ring at all."""
    if holds(roles_of(by, on), *AT_A_HUB, Role.MANAGER):
        return Ruling.yes()
    return Ruling.no(
        "This list is for the trainers and the coordinator of a hub, and for Academy managers. "
        f"If you have just been given such a role, sign out and in again. Otherwise: {ASK_MANAGER.lower()}"
    )


def may_ring_about(by: Account, line: Sent, *, on: date) -> Ruling:
    """A line stands on the list of one hub; managers see every list."""
    held = roles_of(by, on)
    if holds(held, Role.MANAGER):
        return Ruling.yes()
    if line.hub is not None and holds(held, *AT_A_HUB, hub=line.hub):
        return Ruling.yes()
    return Ruling.no(
        f"This person stands on the list of another hub. Its own people ring them. {ASK_MANAGER}"
    )


def may_take_back(by: Account, line: Sent, *, on: date) -> Ruling:
    """Not told after all: who ticked the line, or the coordinator of its hub, or a manager."""
    held = roles_of(by, on)
    if not (ruling := may_ring_about(by, line, on=on)):
        return ruling
    if line.rung_by_id == by.pk or holds(held, Role.MANAGER):
        return Ruling.yes()
    if line.hub is not None and holds(held, Role.COORDINATOR, hub=line.hub):
        return Ruling.yes()
    return Ruling.no(f"{line.rung_by} ticked this line. They can take it back, or the hub's coordinator.")


def may_try_again(by: Account, trouble: AddressTrouble, *, on: date) -> Ruling:
    """Those who look after the person at a hub, and managers."""
    if looks_after(by, trouble.account, on=on):
        return Ruling.yes()
    return Ruling.no(f"This person does not belong to a hub that you work at. {ASK_MANAGER}")


def may_read_messages(by: Account, person: Account, *, on: date) -> Ruling:
    """What we have sent one person, for whoever they ask why they never got it."""
    if looks_after(by, person, on=on):
        return Ruling.yes()
    return Ruling.no(
        f"This person does not belong to a hub that you work at, so you cannot see what we sent them. {ASK_MANAGER}"
    )


def may_read_log(by: Account, *, on: date) -> Ruling:
    """Every message to everybody, and the figures about them."""
    if holds(roles_of(by, on), Role.MANAGER):
        return Ruling.yes()
    return Ruling.no(f"The list of all messages is for Academy managers. {ASK_MANAGER}")


def looks_after(by: Account, person: Account, *, on: date) -> bool:
    """A manager looks after everybody, a hub's trainers and its coordinator after the people of that hub."""
    held = roles_of(by, on)
    return holds(held, Role.MANAGER) or any(_of_hub(one, person, on) for one in held)


def _of_hub(held: RoleAssignment, person: Account, on: date) -> bool:
    return held.role in AT_A_HUB and held.hub is not None and belongs_to(person, held.hub, on=on)
