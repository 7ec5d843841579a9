"""The proof that another account is one's own: a link to its address, which only works for who asked for it."""

import logging
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse

from academy.accounts.models import Account
from academy.shared import mail
from academy.shared.jobs import enqueue
from academy.shared.post import NotAccepted, Post, Unsure
from learners.joining.policies import may_join_own

GOOD_FOR = 3600  # seconds
SALT = "learners.joining.own"
SEND = "learners.joining.send_link"

log = logging.getLogger(__name__)


def ask_other_address(*, email: str, by: Account) -> None:
    """Have a link sent to this address, if an account of somebody else has it. Nothing tells whether one has."""
    owned = EmailAddress.objects.filter(email=email, verified=True).values("user")
    other = Account.objects.filter(Q(email=email) | Q(pk__in=owned)).exclude(pk=by.pk).first()
    if other is not None:
        enqueue(SEND, by_id=by.pk, other_id=other.pk)


def send_link(*, by_id: int, other_id: int, now: datetime) -> bool:
    """One message to the address of the other account. True when it went; who gets none asks again."""
    accounts = Account.objects.in_bulk([by_id, other_id])
    if len(accounts) < 2:
        return False
    by, other = accounts[by_id], accounts[other_id]
    if other.email is None or not may_join_own(by, other, now=now):
        return False
    token = signing.dumps([by.pk, other.pk], salt=SALT)
    href = settings.BASE_URL + reverse("join-own", args=[token])
    part = mail.Part("academy/other_account", {"name": str(by)}, href=href, action="Look at both accounts")
    try:
        with Post() as post:
            post.hand_over(
                to=other.email,
                composed=mail.compose([part], mail.Frame(name="")),
                message_id=mail.message_id(f"join-{by.pk}-{other.pk}-{int(now.timestamp())}"),
                tags=["joining"],
            )
    except (NotAccepted, Unsure):
        log.exception("joining_link_not_sent: %s to %s", by.pk, other.pk)
        return False
    return True
