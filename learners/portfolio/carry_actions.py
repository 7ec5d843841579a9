"""Carrying over what was done in this system. It is written down once, as it stood then."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from learners.portfolio.carry_queries import to_carry
from learners.portfolio.models import EvidenceItem
from learners.portfolio.policies import may_add_evidence


@transaction.atomic
def carry_over(*, sources: Collection[str], by: Account, now: datetime) -> list[EvidenceItem]:
    """Those of the sources that are the person's own and not in the portfolio yet. A second time: none."""
    owner = locked_one(Account.objects.all(), by.pk)
    may_add_evidence(by).enforce()
    wanted = set(sources)
    offers = [one for course in to_carry(by) for one in course.offers if one.source in wanted]
    made = [
        EvidenceItem.objects.create(
            account=owner, source=one.source, made_at=now, changed_at=now, **one.words()
        )
        for one in offers
    ]
    if made:
        audit(owner, "evidence_carried_over", by=by, now=now, after={"sources": [one.source for one in made]})
    return made
