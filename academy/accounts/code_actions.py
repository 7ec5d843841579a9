"""Sign-in codes that a hub hands over face to face: eight characters, ten minutes, one use, five wrong tries."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from academy.accounts.models import Account, HandedCode
from academy.accounts.policies import may_hand_code
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from academy.shared.tokens import SERIAL_LETTERS

GOOD_FOR = timedelta(minutes=10)
WRONG_TRIES = 5
HALF = 4
SALT = "academy.accounts.handed_code"

ASK_AGAIN = "Ask your hub for a new one; it takes them a moment."
UNKNOWN = (
    f"We do not know that code. Check each letter and number. If it still does not work: {ASK_AGAIN.lower()}"
)


@transaction.atomic
def hand_code(*, account_id: int, hub_id: int, by: Account, now: datetime) -> str:
    """Make a code for this person and return it, as XXXX-XXXX. It is shown once; only its hash is kept.

    Codes made before for the same person stop working.
    """
    account = locked_one(Account.objects.all(), account_id)
    hub = Hub.objects.get(pk=hub_id)
    may_hand_code(by, account, hub, on=london_date(now)).enforce()
    HandedCode.objects.filter(account=account, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = "".join(secrets.choice(SERIAL_LETTERS) for _ in range(2 * HALF))
    HandedCode.objects.create(
        account=account,
        handle=code[:HALF],
        code_hash=_hash(code),
        made_by=by,
        hub=hub,
        made_at=now,
        expires_at=now + GOOD_FOR,
    )
    audit(account, "sign_in_code_handed", by=by, now=now, hub_id=hub.pk)
    return f"{code[:HALF]}-{code[HALF:]}"


def use_handed_code(*, code: str, now: datetime) -> Account:
    """Whose code this is, and use it up. Raises Refused with what to do.

    The first half finds the row; a wrong second half counts against it. No transaction around the whole: the count
    of wrong tries must stand although the try is refused.
    """
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    for handed in HandedCode.objects.filter(handle=typed[:HALF]).order_by("-made_at")[:3]:
        if constant_time_compare(handed.code_hash, _hash(typed)):
            return _use(handed.pk, now)
        _count_wrong_try(handed.pk, now)
    raise Refused(UNKNOWN)


@transaction.atomic
def _use(handed_id: int, now: datetime) -> Account:
    account_id = HandedCode.objects.values_list("account_id", flat=True).get(pk=handed_id)
    account = locked_one(Account.objects.all(), account_id)
    handed = locked_one(HandedCode.objects.select_related("made_by", "hub"), handed_id)
    if handed.used_at is not None:
        raise Refused(f"That code was used already: it works once. {ASK_AGAIN}")
    if handed.wrong_tries >= WRONG_TRIES:
        raise Refused(f"That code was typed wrongly too often, so it no longer works. {ASK_AGAIN}")
    if handed.expires_at <= now:
        raise Refused(f"That code has run out: it works for ten minutes. {ASK_AGAIN}")
    if not account.is_active:
        raise Refused("This account is closed. Talk to your hub.")
    # asked again: a role given or ended meanwhile may have put this account out of the maker's reach
    if not may_hand_code(handed.made_by, account, handed.hub, on=london_date(now)):
        raise Refused(f"That code does not work any more. {ASK_AGAIN}")
    handed.used_at = now
    handed.save(update_fields=["used_at"])
    audit(account, "sign_in_code_used", by=account, now=now, hub_id=handed.hub_id)
    return account


@transaction.atomic
def _count_wrong_try(handed_id: int, now: datetime) -> None:
    handed = locked_one(HandedCode.objects.all(), handed_id)
    if handed.used_at is None and handed.expires_at > now and handed.wrong_tries < WRONG_TRIES:
        handed.wrong_tries += 1
        handed.save(update_fields=["wrong_tries"])


def _hash(code: str) -> str:
    return salted_hmac(SALT, code, algorithm="sha256").hexdigest()
