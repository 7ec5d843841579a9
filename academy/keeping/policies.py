"""Who looks after how long records are kept."""

from datetime import date

from academy.accounts.models import Account
from academy.accounts.policies import ASK_MANAGER
from academy.accounts.queries import holds, roles_of
from academy.accounts.roles import Role
from academy.shared.rulings import Ruling


def may_look_after_records(by: Account, *, on: date) -> Ruling:
    """See what is kept, look through what goes next, and hold it back."""
    if holds(roles_of(by, on), Role.MANAGER):
        return Ruling.yes()
    return Ruling.no(
        "What is kept about people, and for how long, is looked after by Academy managers. "
        f"What we keep about you stands on your profile. {ASK_MANAGER}"
    )
