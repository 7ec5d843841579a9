"""Who may say that two rows are one person, and who may take it back. A no says why and who can help."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from academy.accounts.models import Account, Joining
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from learners.attendance.models import WalkIn
from learners.enrolments.behalf_queries import is_known

ASK_HUB = "Ask the hub: it can look at both with you."
BOTH_SIGN_IN = (
    "Both of these sign in. Only the person can say that both are theirs: ask them to sign in with one of them, and to "
    "open “I have another account” on their profile."
)


def may_claim(by: Account, walk_in: WalkIn, *, now: datetime) -> Ruling:
    """Make the day of this slip one's own. `walk_in` comes with its place and that place's account."""
    theirs = walk_in.enrolment.account
    if theirs.person_id == by.pk:
        return Ruling.no("This day is yours already. You find it in My learning.")
    if theirs.joined_to_id is not None:
        return Ruling.no(f"This slip was used already: it works once. If that was not you: {ASK_HUB.lower()}")
    if not walk_in.newcomer or not theirs.is_active or roles_of(theirs, london_date(now)):
        return Ruling.no(f"This day belongs to somebody whom the hub knows by name. {ASK_HUB}")
    return _may_end(theirs, ASK_HUB)


def may_join(by: Account, kept: Account, other: Account, *, now: datetime) -> Ruling:
    """A manager, or a coordinator of a hub that both belong to, who has seen both side by side."""
    if kept.pk == other.pk:
        return Ruling.no("That is one and the same entry. Choose another one.")
    if by.pk in (kept.pk, other.pk):
        return Ruling.no(
            "One of these is you. Ask a colleague, or open “I have another account” on your profile."
        )
    if not (ruling := may_look(by, kept, other, now=now)):
        return ruling
    for one in (kept, other):
        if one.joined_to_id is not None:
            return Ruling.no(f"{one} was joined already. Open the entry that it was joined to.")
        if not one.is_active:
            return Ruling.no(f"The account of {one} is closed. Ask the Academy manager.")
        if roles_of(one, london_date(now)):
            return Ruling.no(
                f"{one} works for the Academy. They join their own entries: they sign in, and open "
                "“I have another account” on their profile."
            )
    return _may_end(other, BOTH_SIGN_IN) if kept.last_login else _first_signs_in(kept, other)


def may_look(by: Account, one: Account, other: Account, *, now: datetime) -> Ruling:
    """See these two side by side."""
    held = roles_of(by, london_date(now))
    if holds(held, Role.MANAGER) or shared_hub(by, one, other, now=now) is not None:
        return Ruling.yes()
    return Ruling.no(
        "Both have to belong to a hub that you look after: it is their home hub, or they have been on its dates. "
        "Ask the Academy manager."
    )


def shared_hub(by: Account, one: Account, other: Account, *, now: datetime) -> Hub | None:
    """A hub that `by` coordinates and that both belong to."""
    mine = [held.hub for held in roles_of(by, london_date(now)) if held.role == Role.COORDINATOR and held.hub]
    return next((hub for hub in mine if is_known(hub, one.pk) and is_known(hub, other.pk)), None)


def may_find_doubles(by: Account, *, now: datetime) -> Ruling:
    """The list of those who may have been entered twice."""
    if holds(roles_of(by, london_date(now)), Role.MANAGER, Role.COORDINATOR):
        return Ruling.yes()
    return Ruling.no(
        "This list is for the coordinators of hubs and the Academy manager. Ask your coordinator."
    )


def may_join_own(by: Account, other: Account, *, now: datetime) -> Ruling:
    """The person has proved that the other account is theirs: a message to its address brought them here."""
    if by.pk == other.pk or other.joined_to_id == by.pk:
        return Ruling.no("That is this account already. There is nothing more to do.")
    if other.joined_to_id is not None or not other.is_active:
        return Ruling.no(f"That account is closed or was joined to another. {ASK_HUB}")
    if roles_of(other, london_date(now)):
        return Ruling.no(
            "The other account has a role in the Academy, so it has to stay. Sign in with that one, and join this "
            "one to it."
        )
    if Authenticator.objects.filter(user=other).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        return Ruling.no(  # its mailbox alone does not open it, so it does not give it away either
            "The other account has a passkey or a second step. Sign in with that one, and join this one to it."
        )
    return Ruling.yes()


def may_undo(by: Account, joining: Joining, *, now: datetime) -> Ruling:
    """The person themself, the hub that did it, or a manager; the newest first."""
    if joining.undone_at is not None:
        return Ruling.no("This was undone already. There is nothing more to do.")
    if not (ruling := may_see_joining(by, joining, now=now)):
        return ruling
    if joining.how == Joining.How.STAFF and not _leads(by, joining.hub, now):
        return Ruling.no("The hub joined these. If that is wrong, ask the hub: it can undo it.")
    if joining.kept.joined_to_id is not None:
        return Ruling.no(f"{joining.kept} was joined to another entry since. Undo that first.")
    if joining.kept.joinings.filter(undone_at=None, pk__gt=joining.pk).exists():
        return Ruling.no("Another entry was joined since. Undo that one first.")
    return Ruling.yes()


def may_see_joining(by: Account, joining: Joining, *, now: datetime) -> Ruling:
    """The person themself, the hub that did it, or a manager."""
    if joining.kept_id == by.pk or _leads(by, joining.hub, now):
        return Ruling.yes()
    return Ruling.no("Only the person, the hub that joined these and the Academy manager see this. Ask them.")


def _leads(by: Account, hub: Hub | None, now: datetime) -> bool:
    held = roles_of(by, london_date(now))
    return holds(held, Role.MANAGER) or (hub is not None and holds(held, Role.COORDINATOR, hub=hub))


def _may_end(other: Account, reason: str) -> Ruling:
    """A row that has never been signed in to may become part of another."""
    if other.last_login is not None:
        return Ruling.no(f"The entry of {other} is one that somebody signs in to. {reason}")
    return Ruling.yes()


def _first_signs_in(kept: Account, other: Account) -> Ruling:
    if other.last_login is not None:
        return Ruling.no(f"{other} signs in, and {kept} never has. Keep {other}, and join {kept} to it.")
    return Ruling.yes()
