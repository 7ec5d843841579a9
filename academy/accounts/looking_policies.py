"""Who may look at a learner's pages to help them, and at whose. A no says why."""

from datetime import date

from academy.accounts.models import Account
from academy.accounts.queries import holds, roles_of, rows_of
from academy.accounts.roles import Role
from academy.accounts.second_factor import works_here
from academy.shared.rulings import Ruling


def may_look(by: Account, account: Account, *, on: date) -> Ruling:
    """See the learning pages of this person as they see them, without doing anything there."""
    if not holds(roles_of(by, on), Role.MANAGER):
        return Ruling.no("Only the Academy manager can look at somebody’s pages. Ask them to help you.")
    if account.pk in set(rows_of(by)):
        return Ruling.no("These are your own pages. They stand under “My learning”.")
    if account.joined_to_id is not None or not account.is_active:
        return Ruling.no("This entry is closed or joined to another one, so it has no pages to look at.")
    if account.is_superuser or works_here(account, on):
        return Ruling.no(f"{account} works here and sees other people’s things, so nobody looks as them.")
    return Ruling.yes()
