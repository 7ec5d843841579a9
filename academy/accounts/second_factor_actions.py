"""Making somebody's second factor forgotten: the way back when phone and spare codes are lost."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.policies import may_forget_second_factor
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused


@transaction.atomic
def forget_second_factor(*, account_id: int, why: str, by: Account, now: datetime) -> int:
    """Remove passkeys, the app and spare codes, and sign the person out everywhere. Gives how many were removed.

    why: how the manager knows that it is them. They set up a new one when they sign in next.
    """
    person = locked_one(Account.objects.all(), account_id)
    may_forget_second_factor(by, person, on=london_date(now)).enforce()
    if not why.strip():
        raise Refused("Say how you know that it is them. It stands in the history.")
    rows = Authenticator.objects.filter(user=person)
    kinds = sorted(rows.values_list("type", flat=True))
    if not kinds:
        return 0
    rows.delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    audit(person, "second_factor_forgotten", by=by, now=now, reason=why.strip(), before={"kinds": kinds})
    return len(kinds)
