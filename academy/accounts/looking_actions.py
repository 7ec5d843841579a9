"""Beginning and ending a look at a learner's pages, and writing down which pages were seen. The account is the root."""

from datetime import datetime

from django.db import transaction

from academy.accounts.looking_models import HALF_AN_HOUR, Looking
from academy.accounts.looking_policies import may_look
from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused


@transaction.atomic
def begin_look(*, account_id: int, reason: str, by: Account, now: datetime) -> Looking:
    """Raises Refused where they may not, or say no reason."""
    account = locked_one(Account.objects.all(), account_id)
    may_look(by, account, on=london_date(now)).enforce()
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Say why you look. The person reads it.")
    looking = Looking.objects.create(
        account=account, by=by, reason=reason[:300], began_at=now, until=now + HALF_AN_HOUR
    )
    audit(account, "look_begun", by=by, now=now, about=looking, reason=looking.reason)
    return looking


@transaction.atomic
def end_look(*, looking_id: int, by: Account, now: datetime) -> None:
    """A repeat changes nothing."""
    looking = Looking.objects.get(pk=looking_id, by=by)
    account = locked_one(Account.objects.all(), looking.account_id)
    if Looking.objects.filter(pk=looking.pk, ended_at=None).update(ended_at=min(now, looking.until)):
        audit(account, "look_ended", by=by, now=now, about=looking)


@transaction.atomic
def note_page(*, looking: Looking, page: str, by: Account, now: datetime) -> None:
    """page: the name of its address, which says nothing about the person."""
    account = locked_one(Account.objects.all(), looking.account_id)
    audit(account, "page_looked_at", by=by, now=now, about=looking, after={"page": page})
