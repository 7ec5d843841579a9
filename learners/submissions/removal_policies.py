"""Who may have the content of a file taken away for good."""

from collections.abc import Iterable
from datetime import date

from academy.accounts.models import Account
from academy.accounts.policies import ASK_MANAGER
from academy.accounts.queries import holds, roles_of, rows_of
from academy.accounts.roles import Role
from academy.shared.rulings import Ruling
from learners.portfolio.models import EvidenceFile
from learners.submissions.states import SignedBy


def may_remove_content(by: Account, files: Iterable[EvidenceFile] = (), *, on: date) -> Ruling:
    """Of work that counts: the Academy managers decide about data protection here; never about files of their own."""
    if not holds(roles_of(by, on), Role.MANAGER):
        return Ruling.no(
            "Whether something has to go for good, because it should never have been kept, is decided by the Academy "
            f"managers. {ASK_MANAGER}"
        )
    mine = set(rows_of(by).values_list("pk", flat=True))
    if any(file.item.account_id in mine for file in files):
        return Ruling.no("This is a file of your own. Another Academy manager has to decide about it.")
    return Ruling.yes()


def may_decide(signed_how: str) -> Ruling:
    """It counts like a signature."""
    if signed_how in SignedBy.values:
        return Ruling.yes()
    return Ruling.no("This counts like a signature, so confirm first that it is you. It takes a minute.")
