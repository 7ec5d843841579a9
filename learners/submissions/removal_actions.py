"""The content of one file is taken away for good, though it was handed in: the one way, and the chain says so first.

Roots: the registrations in which it was handed in or recorded, then the piece, then its owner.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.disposals import dispose
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from learners.portfolio import file_store
from learners.portfolio.copy_actions import forget_copies_of
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.registrations.models import QualRegistration
from learners.submissions.removal_policies import may_decide, may_remove_content
from learners.submissions.removal_queries import same_content


@transaction.atomic
def remove_content(*, file_id: int, reason: str, how: str, by: Account, now: datetime) -> int:
    """Number, name, size and hash stay; the content goes from the disk, wherever this person has it: a piece that was
    carried over holds the same file again. Gives how many rows lost their content. Raises Refused.
    """
    first = EvidenceFile.objects.select_related("item").get(pk=file_id)
    files = same_content(first)
    may_remove_content(by, [first], on=london_date(now)).enforce()
    may_decide(how).enforce()
    reason = reason.strip()[:200]
    if not reason:
        raise Refused("Write why the content has to go. It stays in the history for good.")
    pks = [one.pk for one in files]
    roots = locked(QualRegistration.objects.all(), concerned(pks))
    locked(EvidenceItem.objects.all(), [one.item_id for one in files])
    if set(concerned(pks)) != {root.pk for root in roots}:
        raise Refused("This file was handed in somewhere else just now. Reload the page, and look again.")
    owner = locked_one(Account.objects.all(), first.item.account_id)
    files = list(EvidenceFile.objects.filter(pk__in=pks, removed_at=None).order_by("pk"))
    if not files:
        raise Refused("The content of this file is gone already. There is nothing to do.")
    for file in files:
        _take(file, roots, owner, reason, by, now)
    forget_copies_of(owner=owner, now=now)
    return len(files)


def concerned(files: Sequence[int]) -> list[int]:
    """The registrations (ids) whose work holds one of these files."""
    rows = QualRegistration.objects.filter(
        Q(submissions__files__file__in=files)
        | Q(records__item__files__in=files)
        | Q(judgements__spoken__files__in=files)
    )
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())


def _take(
    file: EvidenceFile,
    roots: Sequence[QualRegistration],
    owner: Account,
    reason: str,
    by: Account,
    now: datetime,
) -> None:
    """The chain first, then the row, then the disk."""
    mine = set(concerned([file.pk]))
    here = [root for root in roots if root.pk in mine]
    what = {"piece": file.item_id, "sha256": file.sha256, "size": file.size}
    root = here[0] if here else owner
    dispose(root, file, reason=reason, by=by, now=now, what=what, hub_id=here[0].hub_id if here else None)
    for other in here[1:]:
        audit(
            other,
            "evidence_content_removed",
            by=by,
            now=now,
            about=file,
            hub_id=other.hub_id,
            reason=reason,
            after=what,
        )
    for one in here:
        one.moved_at = now
        one.save(update_fields=["moved_at"])
    file.removed_at, file.removed_why = now, reason
    file.save(update_fields=["removed_at", "removed_why"])
    transaction.on_commit(partial(file_store.drop, file.stored, file.view, file.small))
