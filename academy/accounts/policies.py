"""Who may give and end roles, invite, see people and hand over sign-in codes. A no says why and who can help."""

from collections.abc import Sequence
from datetime import date, datetime

from allauth.account.models import EmailAddress

from academy.accounts.models import Account, Invitation, RoleAssignment
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import ROLES, Reach, Role
from academy.hubs.models import Hub
from academy.hubs.states import HubStatus
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling

CODE_MAKERS = (
    "Codes are made by a hub's trainers and its coordinator, for the people of that hub. Ask one of them."
)
ASK_MANAGER = "Ask the Academy manager."
ABOVE_A_HUB = (Role.MANAGER, Role.COORDINATOR, Role.EDITOR, Role.QUALITY)  # nobody's hub may sign in for them


def may_see_people(by: Account, *, on: date) -> Ruling:
    """The Academy manager sees everybody, a coordinator the people of their hub."""
    if holds(roles_of(by, on), Role.MANAGER, Role.COORDINATOR):
        return Ruling.yes()
    return Ruling.no(
        "This page is for the people who look after the Academy or a hub. "
        f"If you have just been given such a role, sign out and in again. Otherwise: {ASK_MANAGER.lower()}"
    )


def may_see_person(by: Account, person: Account, *, on: date) -> Ruling:
    """Whether `person` belongs to those whom `by` looks after."""
    held = roles_of(by, on)
    if holds(held, Role.MANAGER):
        return Ruling.yes()
    for one in held:
        if one.role == Role.COORDINATOR and one.hub and belongs_to(person, one.hub, on=on):
            return Ruling.yes()
    return Ruling.no(f"This person does not belong to a hub that you look after. {ASK_MANAGER}")


def belongs_to(person: Account, hub: Hub, *, on: date) -> bool:
    """A person of a hub: it is their home hub, or they have a role there today."""
    return person.hub_id == hub.pk or holds(roles_of(person, on), *Role, hub=hub)


def may_add_person(by: Account, hub: Hub, *, on: date) -> Ruling:
    """Make an account for somebody who has no e-mail address, as one of the people of this hub."""
    if not _looks_after(roles_of(by, on), hub):
        return Ruling.no(f"You can add people to a hub that you look after. {ASK_MANAGER}")
    return _open(hub)


def may_give_role(by: Account, role: Role, hub: Hub | None, *, to: Account | None = None, on: date) -> Ruling:
    """`to` is None while it is not known who will take the role (an invitation)."""
    described = ROLES[role]
    if to is not None and to.pk == by.pk:
        return Ruling.no("You cannot give yourself a role. Ask somebody else who may give it.")
    if (described.reach is Reach.HUB) != (hub is not None):
        where = (
            "one hub: choose which" if described.reach is Reach.HUB else "the whole Academy: choose no hub"
        )
        return Ruling.no(f"{role.label} is a role for {where}.")
    held = roles_of(by, on)
    if not any(_gives(one, role, hub) for one in held):
        return Ruling.no(_who_gives(role))
    if hub is not None and not (ruling := _open(hub)):
        return ruling
    if to is not None:
        return _may_take(to, role, hub, on=on)
    return Ruling.yes()


def may_end_role(
    by: Account, assignment: RoleAssignment, *, managers: Sequence[int] = (), on: date
) -> Ruling:
    """`managers`: ids of all accounts that run the Academy today; the last of them stays."""
    if assignment.ends_on is not None and assignment.ends_on <= on:
        return Ruling.no("This role has ended already. There is nothing more to do.")
    role = Role(assignment.role)
    if role is Role.MANAGER:
        if set(managers) <= {assignment.account_id}:
            return Ruling.no(
                "The Academy needs a manager, and this is the last one. Give somebody the role first."
            )
        if assignment.account_id == by.pk:
            return Ruling.no("You cannot end your own manager role. Ask another manager to do it.")
    if not any(_gives(one, role, assignment.hub) for one in roles_of(by, on)):
        return Ruling.no(_who_gives(role))
    return Ruling.yes()


def may_withdraw(by: Account, invitation: Invitation, *, on: date) -> Ruling:
    """Whoever may give the role may take an open invitation back."""
    if invitation.accepted_at is not None:
        return Ruling.no(
            "This invitation was accepted already. You can end the role on the person's own page."
        )
    if invitation.withdrawn_at is not None:
        return Ruling.no("This invitation was taken back already. There is nothing more to do.")
    if not any(_gives(one, Role(invitation.role), invitation.hub) for one in roles_of(by, on)):
        return Ruling.no(_who_gives(Role(invitation.role)))
    return Ruling.yes()


def may_accept(by: Account, invitation: Invitation, *, now: datetime) -> Ruling:
    """Take on the role of an invitation that was sent to one's own confirmed address."""
    on = london_date(now)
    if not (ruling := still_good(invitation, now=now)):
        return ruling
    if not EmailAddress.objects.filter(user=by, email=invitation.email, verified=True).exists():
        return Ruling.no(
            f"This invitation was sent to {invitation.email}, and that is not an address of yours that we know. "
            "Sign out and sign in with that address, add it to your profile, or ask for an invitation to another one."
        )
    role = Role(invitation.role)
    if not (ruling := may_give_role(invitation.invited_by, role, invitation.hub, to=by, on=on)):
        return Ruling.no(f"This invitation cannot be used any more. {ruling.reason}")
    return Ruling.yes()


def still_good(invitation: Invitation, *, now: datetime) -> Ruling:
    """Whether the invitation can be used at all, whoever asks."""
    ask = f"Ask {invitation.invited_by} for a new one."
    if invitation.accepted_at is not None:
        return Ruling.no("This invitation was used already: it works once. If it was you, sign in as always.")
    if invitation.withdrawn_at is not None:
        return Ruling.no(f"This invitation was taken back. If that surprises you: {ask}")
    if invitation.expires_at <= now:
        return Ruling.no(f"This invitation has run out: it was good for two weeks. {ask}")
    return Ruling.yes()


def acting_as(by: Account, role: Role, hub: Hub | None, *, on: date) -> str:
    """In which of their roles `by` gives or ends this role; for the audit trail."""
    return next((one.role for one in roles_of(by, on) if _gives(one, role, hub)), "")


def may_hand_codes(by: Account, *, on: date) -> Ruling:
    """Whether this person makes codes at all."""
    if holds(roles_of(by, on), Role.TRAINER, Role.COORDINATOR):
        return Ruling.yes()
    return Ruling.no(CODE_MAKERS)


def may_hand_code(by: Account, person: Account, hub: Hub, *, on: date) -> Ruling:
    """Hand this person a sign-in code, face to face, for this hub."""
    if person.pk == by.pk:
        return Ruling.no("You cannot make a code for yourself. Use your e-mail, or ask a colleague.")
    mine = roles_of(by, on)
    if not holds(mine, Role.TRAINER, Role.COORDINATOR, hub=hub):
        return Ruling.no(
            "Codes are made by a hub's trainers and its coordinator, for the people of that hub."
        )
    if not person.is_active:
        return Ruling.no(f"This account is closed. {ASK_MANAGER}")
    if not belongs_to(person, hub, on=on):
        return Ruling.no(
            f"This person does not belong to {hub.name}. Their own hub can make a code for them."
        )
    theirs = roles_of(person, on)
    if holds(theirs, *ABOVE_A_HUB):
        return Ruling.no(
            "This person has a role that is too wide for a code. They sign in with their e-mail address."
        )
    if theirs and not holds(mine, Role.COORDINATOR, hub=hub):
        return Ruling.no(
            "This person has a role themselves. Only the hub's coordinator may make a code for them."
        )
    if any(one.hub_id != hub.pk for one in theirs):
        return Ruling.no("This person has a role at another hub too. They sign in with their e-mail address.")
    return Ruling.yes()


def may_forget_second_factor(by: Account, person: Account, *, on: date) -> Ruling:
    """A manager for somebody else: never for oneself, or one lost phone would open everything."""
    if not holds(roles_of(by, on), Role.MANAGER):
        return Ruling.no("A lost second step is sorted out by the Academy manager. Ask them, best by phone.")
    if by.person_id == person.person_id:
        return Ruling.no("Another manager does this for you. Nobody does it for themselves.")
    return Ruling.yes()


def _gives(held: RoleAssignment, role: Role, hub: Hub | None) -> bool:
    """Whether holding this assignment lets one give this role there."""
    if Role(held.role) not in ROLES[role].given_by:
        return False
    return held.hub_id is None or (hub is not None and held.hub_id == hub.pk)


def _who_gives(role: Role) -> str:
    givers = {Role.MANAGER: "the Academy manager", Role.COORDINATOR: "the coordinator of that hub"}
    named = " or ".join(givers[giver] for giver in ROLES[role].given_by)
    return f"The role {role.label} is given and ended by {named}. Ask them."


def _looks_after(held: Sequence[RoleAssignment], hub: Hub) -> bool:
    return holds(held, Role.MANAGER) or holds(held, Role.COORDINATOR, hub=hub)


def _open(hub: Hub) -> Ruling:
    if hub.status == HubStatus.CLOSED:
        return Ruling.no(f"{hub.name} is closed, so nobody can be added there. Choose another hub.")
    return Ruling.yes()


def _may_take(to: Account, role: Role, hub: Hub | None, *, on: date) -> Ruling:
    if not to.is_active:
        return Ruling.no(f"This account is closed. {ASK_MANAGER}")
    if any(one.role == role and one.hub_id == (hub.pk if hub else None) for one in roles_of(to, on)):
        return Ruling.no("This person has that role already. There is nothing more to do.")
    if ROLES[role].wagtail_group and not to.email:
        return Ruling.no(
            "This role needs an e-mail address to sign in with. Ask the person to add one first."
        )
    return Ruling.yes()
