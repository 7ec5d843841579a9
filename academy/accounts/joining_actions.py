"""Two rows of one person: the pointer from one to the other, and back. The caller has asked whether it may be, and has
locked both rows.

What is moved is what leads to a person (their addresses) and what helps them on a day. Nothing that was signed, issued,
agreed to or sent changes hands: it stays where it is, and reading by person finds it (`queries.rows_of`).
"""

from datetime import datetime
from typing import Any, TypedDict

from allauth.account.models import EmailAddress

from academy.accounts.models import AccessNeed, Account, HandedCode
from academy.shared.rulings import Refused

FILLED = (
    "phone",
    "is_adult",
    "date_of_birth",
    "guardian_name",
    "hub_id",
)  # what one row knows and the other does not
GONE_ON = (
    "The e-mail address {email} is used by another account now, so this cannot be undone here. "
    "Ask the Academy manager."
)


class RowChanges(TypedDict):
    """What joining changed in the two rows, for undoing it.

    addresses: (id, was the primary one). filled: names of fields that the kept row took over. followed: ids of rows
    that pointed to the other one.
    """

    email: str | None
    addresses: list[tuple[int, bool]]
    filled: list[str]
    followed: list[int]
    need_moved: bool


def point(other: Account, kept: Account, *, now: datetime) -> RowChanges:
    """Close the one row and let it, and all that point to it, point to the other. Its addresses lead there, too."""
    email = other.email
    HandedCode.objects.filter(account=other, used_at=None, expires_at__gt=now).update(expires_at=now)
    other.email, other.joined_to, other.is_active = None, kept, False
    followers = Account.objects.filter(joined_to=other)
    followed = list(followers.values_list("pk", flat=True))
    followers.update(joined_to=kept)
    other.save(update_fields=["email", "joined_to", "is_active"])
    kept.email = kept.email or email
    filled = [name for name in FILLED if _unknown(kept, name) and not _unknown(other, name)]
    for name in filled:
        setattr(kept, name, getattr(other, name))
    kept.save(update_fields=["email", *filled])
    return RowChanges(
        email=email,
        addresses=_lead_to(kept, other, email),
        filled=filled,
        followed=followed,
        need_moved=_move_need(other, kept),
    )


def point_back(other: Account, kept: Account, changes: RowChanges) -> None:
    """Two people again, each with the addresses they had. Raises Refused where an address is somebody else's now."""
    email = changes["email"]
    if email and Account.objects.filter(email=email).exclude(pk=kept.pk).exists():
        raise Refused(GONE_ON.format(email=email))
    if email and kept.email == email:
        spare = EmailAddress.objects.filter(user=kept, verified=True).exclude(email=email).first()
        kept.email = spare.email if spare else None
    for name in changes["filled"]:
        if getattr(kept, name) == getattr(other, name):
            setattr(kept, name, "" if name in ("phone", "guardian_name") else None)
    kept.save(update_fields=["email", *changes["filled"]])
    other.email, other.joined_to, other.is_active = email, None, True
    other.save(update_fields=["email", "joined_to", "is_active"])
    for pk, primary in changes["addresses"]:
        EmailAddress.objects.filter(pk=pk, user=kept).update(user=other, primary=primary)
    Account.objects.filter(pk__in=changes["followed"], joined_to=kept).update(joined_to=other)
    if changes["need_moved"] and not AccessNeed.objects.filter(account=other).exists():
        AccessNeed.objects.filter(account=kept).update(account=other)


def _unknown(account: Account, name: str) -> bool:
    value: Any = getattr(account, name)
    return value is None or value == ""


def _lead_to(kept: Account, other: Account, email: str | None) -> list[tuple[int, bool]]:
    """The other row's addresses become more addresses of the kept one. One that nobody confirmed stays so."""
    have = set(EmailAddress.objects.filter(user=kept).values_list("email", flat=True))
    if email and not EmailAddress.objects.filter(user=other, email=email).exists():
        EmailAddress.objects.create(user=other, email=email, verified=False, primary=True)
    moved = []
    for address in EmailAddress.objects.filter(user=other).exclude(email__in=have).order_by("pk"):
        moved.append((address.pk, address.primary))
        address.user, address.primary = kept, address.primary and kept.email == address.email
        address.save(update_fields=["user", "primary"])
    return moved


def _move_need(other: Account, kept: Account) -> bool:
    if AccessNeed.objects.filter(account=kept).exists():
        return False
    return bool(AccessNeed.objects.filter(account=other).update(account=kept))
