"""How the person of this session showed that it is them, and whether that is enough to sign or declare something.

allauth writes down each proof in the session; we add sign-in by a hub's code, which is nobody's own proof.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from academy.accounts.models import Account
from academy.shared.rulings import Ruling

FRESH = timedelta(hours=12)  # so long a proof is enough to sign by
BY_HUB = "hub_code"
REASON = "This counts like a signature, so we check first that it is you. It takes a minute."


class Way(StrEnum):
    """What opened the session, or what confirmed later in it who it is."""

    EMAIL = "email"  # a code to their own address
    PASSKEY = "passkey"
    PASSWORD = "password"
    HUB = "hub"  # a code that their hub handed over: somebody else has held it
    UNKNOWN = "unknown"


SIGNS = (Way.EMAIL, Way.PASSKEY)  # a password can be told to others, and set for somebody
WAYS = {"code": Way.EMAIL, "password_reset": Way.EMAIL, "password": Way.PASSWORD, BY_HUB: Way.HUB}
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def way_of(request: HttpRequest) -> Way:
    """The newest proof of this session. A second step by app comes on top of one, and is none by itself."""
    newest = _newest(request)
    return newest[0] if newest else Way.UNKNOWN


def proved_at(request: HttpRequest) -> datetime | None:
    """When that proof was given."""
    newest = _newest(request)
    return newest[1] if newest else None


def may_sign(request: HttpRequest, *, now: datetime) -> Ruling:
    """May what is done now in this session count as this person's own signature or declaration?

    By their own e-mail or passkey within the last twelve hours; never by a password or a hub's code. Whoever is
    refused goes on at the address `confirm-yourself`.
    """
    way, proved = way_of(request), proved_at(request)
    if way == Way.HUB:
        return Ruling.no(f"You signed in with a code from your hub. {REASON}")
    if way not in SIGNS or proved is None:
        return Ruling.no(REASON)
    if proved < now - FRESH:
        return Ruling.no(f"You signed in a while ago. {REASON}")
    return Ruling.yes()


def has_second_factor(request: HttpRequest) -> bool:
    """Was this session opened (or confirmed later) with a passkey, a code by app or a spare code?"""
    return any(
        record.get("method") == "mfa" and record.get("type") in (*SECOND_STEPS, Authenticator.Type.WEBAUTHN)
        for record in _records(request)
    )


def came_by_hub(request: HttpRequest, account: Account) -> None:
    """Write down that a hub's code opens this session. Whatever was proved in it before does not count any more."""
    record_authentication(request, account, method=BY_HUB)


def proved_by_email(request: HttpRequest, account: Account, email: str) -> None:
    """Write down that they typed a code that went to their own address."""
    record_authentication(request, account, method="code", email=email)


def _newest(request: HttpRequest) -> tuple[Way, datetime] | None:
    for record in reversed(_records(request)):
        if record.get("method") == "mfa" and record.get("type") == Authenticator.Type.WEBAUTHN:
            return Way.PASSKEY, _moment(record)
        if record.get("method") in WAYS:
            return WAYS[str(record["method"])], _moment(record)
    return None


def _moment(record: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(float(record["at"]), tz=UTC)


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    user = request.user
    if not isinstance(user, Account):
        return []
    records: list[dict[str, Any]] = get_authentication_records(request, user)
    return records
