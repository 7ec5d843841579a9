"""Invitations to take on a role: e-mailed, once, good for two weeks."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from academy.accounts.models import Account, Invitation, RoleAssignment
from academy.accounts.policies import acting_as, may_accept, may_give_role, may_withdraw
from academy.accounts.role_actions import assign
from academy.accounts.roles import ROLES, Role
from academy.hubs.models import Hub
from academy.shared import mail
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.post import NotAccepted, Post, Unsure
from academy.shared.rulings import Refused
from academy.templating import date_words

log = logging.getLogger(__name__)

GOOD_FOR = timedelta(days=14)
SEND = "academy.accounts.send_invitation"


@transaction.atomic
def invite(*, email: str, role: Role, hub_id: int | None, by: Account, now: datetime) -> Invitation:
    """Ask whoever reads this address to take on the role. Locks the inviter, so that pressing twice sends once."""
    by = locked_one(Account.objects.all(), by.pk)
    hub = Hub.objects.get(pk=hub_id) if hub_id else None
    may_give_role(by, role, hub, on=london_date(now)).enforce()
    email = email.lower()
    if email == by.email:
        raise Refused("You cannot invite yourself. Ask somebody else who may give the role.")
    if Invitation.objects.open(now).filter(email=email, role=role, hub=hub).exists():
        raise Refused("There is an open invitation like this already. You can send that one again.")
    invitation = Invitation.objects.create(
        email=email, role=role, hub=hub, invited_by=by, invited_at=now, expires_at=now + GOOD_FOR
    )
    _audit(invitation, "invited", by, now)
    enqueue(SEND, invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def send_again(*, invitation_id: int, by: Account, now: datetime) -> Invitation:
    """The same link, good for two weeks from now."""
    invitation = locked_one(Invitation.objects.select_related("hub"), invitation_id)
    may_withdraw(by, invitation, on=london_date(now)).enforce()
    may_give_role(by, Role(invitation.role), invitation.hub, on=london_date(now)).enforce()
    invitation.expires_at = now + GOOD_FOR
    invitation.invited_by = by
    invitation.sent_at = None
    invitation.save(update_fields=["expires_at", "invited_by", "sent_at"])
    _audit(invitation, "invitation_sent_again", by, now)
    enqueue(SEND, invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: Account, now: datetime) -> Invitation:
    """The link stops working."""
    invitation = locked_one(Invitation.objects.select_related("hub"), invitation_id)
    may_withdraw(by, invitation, on=london_date(now)).enforce()
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    _audit(invitation, "invitation_withdrawn", by, now)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation_id: int, by: Account, now: datetime) -> RoleAssignment:
    """The person who is signed in takes on the role."""
    account = locked_one(Account.objects.all(), by.pk)
    invitation = locked_one(Invitation.objects.select_related("hub", "invited_by"), invitation_id)
    may_accept(account, invitation, now=now).enforce()
    invitation.accepted_at = now
    invitation.accepted_by = account
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    role = Role(invitation.role)
    given = assign(account, role, invitation.hub, by=invitation.invited_by, now=now)
    _audit(invitation, "invitation_accepted", account, now)
    return given


def send_invitation(*, invitation_id: int, now: datetime) -> bool:
    """Send the message unless it was sent, withdrawn or accepted. True when it went.

    The row is claimed first; when the mail server refuses, the claim is given back and the sweep tries again.
    """
    claimed = Invitation.objects.open(now).filter(pk=invitation_id, sent_at=None).update(sent_at=now)
    if not claimed:
        return False
    invitation = Invitation.objects.select_related("hub", "invited_by").get(pk=invitation_id)
    try:
        with Post() as post:
            post.hand_over(
                to=invitation.email,
                composed=mail.compose([_part(invitation)], mail.Frame(name="")),
                # the same for every try of one sending
                message_id=mail.message_id(
                    f"invitation-{invitation.pk}-{int(invitation.expires_at.timestamp())}"
                ),
                tags=["invitation"],
            )
    except Unsure:
        log.exception("invitation_perhaps_sent: %s", invitation_id)  # who did not get it can be sent another
    except NotAccepted as refusal:
        log.exception("invitation_not_sent: %s", invitation_id)
        mine = Invitation.objects.filter(pk=invitation_id, sent_at=now)
        # an address that does not exist is not tried again: the list shows the invitation as taken back
        mine.update(**({"withdrawn_at": now} if refusal.for_good else {"sent_at": None}))
        return False
    return True


def send_waiting_invitations(*, now: datetime) -> None:
    """The sweep: whatever a lost nudge or a silent mail server has left behind."""
    for pk in Invitation.objects.open(now).filter(sent_at=None).values_list("pk", flat=True)[:200]:
        send_invitation(invitation_id=pk, now=now)


def _part(invitation: Invitation) -> mail.Part:
    role = Role(invitation.role)
    words = {
        "inviter": invitation.invited_by.full_name or settings.WAGTAIL_SITE_NAME,
        "role": role.label,
        "may": ROLES[role].may,
        "hub": invitation.hub.name if invitation.hub else "",
        "email": invitation.email,
        "until": date_words(invitation.expires_at),
    }
    href = f"{settings.BASE_URL}{reverse('invitation', args=[invitation.token])}"
    return mail.Part("academy/invitation", words, href=href, action="See the invitation")


def _audit(invitation: Invitation, action: str, by: Account, now: datetime) -> None:
    audit(
        invitation,
        action,
        by=by,
        now=now,
        acting_as=acting_as(by, Role(invitation.role), invitation.hub, on=london_date(now)),
        hub_id=invitation.hub_id,
        after={"role": invitation.role},
    )
