"""Who may add, exchange and take away a file of a piece."""

from django.db.models import Q

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.rulings import Ruling
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import FileState

MOST_FILES = 20  # of one piece


def is_own(by: Account, item: EvidenceItem) -> bool:
    return item.account_id in set(rows_of(by))


def may_add_file(by: Account, item: EvidenceItem) -> Ruling:
    if not is_own(by, item):
        return Ruling.no("Only the person whose portfolio this is can add a file to it.")
    if item.withdrawn_at is not None:
        return Ruling.no("This piece was withdrawn. Make a new one for this file.")
    if item.files.filter(removed_at__isnull=True).exclude(state=FileState.REFUSED).count() >= MOST_FILES:
        return Ruling.no(f"This piece has {MOST_FILES} files already. Make a new piece for the others.")
    return Ruling.yes()


def may_take_away(by: Account, file: EvidenceFile) -> Ruling:
    """Delete its content, or put another in its place. What an assessor is to judge stays, unless they gave it back."""
    if not is_own(by, file.item):
        return Ruling.no("Only the person whose portfolio this is can change it.")
    if file.removed_at is not None:
        return Ruling.no("This file was deleted already.")
    if file.handed_in.exclude(Q(submission__state="returned") | Q(submission__state="draft")).exists():
        return Ruling.no(
            "You handed this file in. If somebody can be recognised in it, ask your assessor to give it back first."
        )
    return Ruling.yes()
