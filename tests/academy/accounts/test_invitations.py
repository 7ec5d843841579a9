"""Invitations: from the e-mail to the role, and every way in which a link does not work."""

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from unittest.mock import patch

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from academy.accounts.invitation_actions import (
    accept_invitation,
    invite,
    send_again,
    send_invitation,
    send_waiting_invitations,
    withdraw_invitation,
)
from academy.accounts.models import Account, Invitation
from academy.accounts.queries import holds, roles_of
from academy.accounts.role_actions import end_role, give_role
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.hubs.states import HubStatus
from academy.shared import clock
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from tests.academy.accounts.conftest import code_in, details
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SENDS = "django.core.mail.backends.locmem.EmailBackend.send_messages"

Browser = Callable[[Account], Client]


def sent(
    cast: Cast, email: str = "new@example.org", role: Role = Role.TRAINER, by: Account | None = None
) -> Invitation:
    """An invitation that has been e-mailed."""
    at = cast.harbour.pk if role in (Role.TRAINER, Role.COORDINATOR, Role.ASSESSOR) else None
    made = invite(email=email, role=role, hub_id=at, by=by or cast.coordinator, now=clock.now())
    assert send_invitation(invitation_id=made.pk, now=clock.now())
    return Invitation.objects.get(pk=made.pk)


def confirmed(account: Account) -> Account:
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return account


def accept(invitation: Invitation, by: Account) -> None:
    accept_invitation(invitation_id=invitation.pk, by=by, now=clock.now())


def test_from_the_mail_to_the_role(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    invitation = sent(cast)
    (mail,) = mailoutbox
    assert (
        mail.to == ["new@example.org"] and "Cora Coordinator asks you to join as Hub trainer" in mail.subject
    )
    path = f"/invitation/{invitation.token}/"
    assert path in mail.body and path in str(mail.alternatives[0][0])
    page = client.get(path).content.decode()
    assert f"/accounts/signup/?email=new%40example.org&amp;next=%2Finvitation%2F{invitation.token}%2F" in page
    client.post("/accounts/signup/", details(email="new@example.org", full_name="Nia New", next=path))
    answer = client.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[1]), "next": path})
    assert answer["Location"] == path
    assert "Yes, I take it on" in client.get(path).content.decode()
    assert client.post(path)["Location"] == "/profile/"
    nia = Account.objects.get(email="new@example.org")
    assert holds(roles_of(nia, clock.today()), Role.TRAINER, hub=cast.harbour)
    invitation.refresh_from_db()
    assert invitation.accepted_by == nia
    assert [event.action for event in AuditEvent.objects.filter(chain=f"invitation:{invitation.pk}")] == [
        "invited",
        "invitation_accepted",
    ]


def test_somebody_with_an_account_signs_in_instead(client: Client, cast: Cast) -> None:
    invitation = sent(cast, "amara@example.org")
    assert (
        "/accounts/login/?email=amara%40example.org"
        in client.get(f"/invitation/{invitation.token}/").content.decode()
    )


def test_a_used_invitation_says_so(as_: Browser, cast: Cast) -> None:
    invitation = sent(cast, "amara@example.org")
    accept(invitation, confirmed(cast.learner))
    response = as_(cast.learner).post(f"/invitation/{invitation.token}/")
    assert response.status_code == 403 and "was used already" in response.content.decode()
    assert "was used already" in Client().get(f"/invitation/{invitation.token}/").content.decode()


def test_a_late_invitation_says_whom_to_ask(as_: Browser, cast: Cast) -> None:
    invitation = sent(cast, "amara@example.org")
    confirmed(cast.learner)
    with time_machine.travel(clock.now() + timedelta(days=14)):
        response = as_(cast.learner).get(f"/invitation/{invitation.token}/")
        assert (
            "has run out" in response.content.decode() and "Ask Cora Coordinator" in response.content.decode()
        )
        with pytest.raises(Refused, match="has run out"):
            accept(invitation, cast.learner)


def test_a_withdrawn_invitation_does_nothing(cast: Cast) -> None:
    invitation = sent(cast, "amara@example.org")
    withdraw_invitation(invitation_id=invitation.pk, by=cast.coordinator, now=clock.now())
    with pytest.raises(Refused, match="was taken back"):
        accept(invitation, confirmed(cast.learner))


def test_a_forwarded_invitation_is_for_its_address_only(as_: Browser, cast: Cast) -> None:
    invitation = sent(cast, "new@example.org")
    response = as_(confirmed(cast.learner)).post(f"/invitation/{invitation.token}/")
    assert response.status_code == 403
    assert "This invitation was sent to new@example.org" in response.content.decode()
    assert not roles_of(cast.learner, clock.today())


def test_an_address_that_nobody_has_proved_is_not_enough(cast: Cast) -> None:
    invitation = sent(cast, "amara@example.org")
    EmailAddress.objects.create(user=cast.learner, email="amara@example.org", verified=False)
    with pytest.raises(Refused, match="not an address of yours"):
        accept(invitation, cast.learner)


def test_an_invitation_dies_with_the_role_of_who_sent_it(cast: Cast) -> None:
    invitation = sent(cast, "amara@example.org")
    end_role(assignment_id=cast.coordinator.roles.get().pk, by=cast.manager, now=clock.now())
    with pytest.raises(Refused, match="cannot be used any more"):
        accept(invitation, confirmed(cast.learner))


def test_who_has_the_role_by_now_is_told(cast: Cast) -> None:
    invitation = sent(cast, "amara@example.org")
    give_role(
        account_id=cast.learner.pk,
        role=Role.TRAINER,
        hub_id=cast.harbour.pk,
        by=cast.manager,
        now=clock.now(),
    )
    with pytest.raises(Refused, match="has that role already"):
        accept(invitation, confirmed(cast.learner))


def test_an_unknown_link_is_not_found(client: Client, cast: Cast) -> None:
    assert client.get("/invitation/nonsense/").status_code == 404


# --- who may invite ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["learner", "trainer", "other_coordinator", "editor"])
def test_who_may_not_give_may_not_invite(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="is given and ended by"):
        sent(cast, by=getattr(cast, who))


def test_nobody_invites_themselves(cast: Cast) -> None:
    with pytest.raises(Refused, match="cannot invite yourself"):
        sent(cast, "CORA@example.org")


def test_the_same_invitation_is_not_made_twice(cast: Cast) -> None:
    sent(cast)
    with pytest.raises(Refused, match="open invitation like this already"):
        sent(cast, "NEW@example.org")
    sent(cast, role=Role.EDITOR, by=cast.manager)


def test_taking_back_what_is_done_is_refused(cast: Cast) -> None:
    invitation = sent(cast, "amara@example.org")
    accept(invitation, confirmed(cast.learner))
    with pytest.raises(Refused, match="was accepted already"):
        withdraw_invitation(invitation_id=invitation.pk, by=cast.coordinator, now=clock.now())
    other = sent(cast)
    with pytest.raises(Refused, match="is given and ended by"):
        withdraw_invitation(invitation_id=other.pk, by=cast.other_coordinator, now=clock.now())
    withdraw_invitation(invitation_id=other.pk, by=cast.manager, now=clock.now())
    with pytest.raises(Refused, match="was taken back already"):
        send_again(invitation_id=other.pk, by=cast.coordinator, now=clock.now())


# --- sending -----------------------------------------------------------------------------------------------------


def test_an_invitation_goes_out_once(cast: Cast, mailoutbox: list[EmailMultiAlternatives]) -> None:
    invitation = sent(cast)
    assert not send_invitation(invitation_id=invitation.pk, now=clock.now())
    send_waiting_invitations(now=clock.now())
    assert len(mailoutbox) == 1


def test_the_sweep_finds_what_a_lost_nudge_left(cast: Cast, mailoutbox: list[EmailMultiAlternatives]) -> None:
    waiting = invite(
        email="new@example.org",
        role=Role.TRAINER,
        hub_id=cast.harbour.pk,
        by=cast.coordinator,
        now=clock.now(),
    )
    with patch(SENDS, side_effect=SMTPDataError(451, b"later")):
        send_waiting_invitations(now=clock.now())
    assert not mailoutbox and Invitation.objects.get(pk=waiting.pk).sent_at is None
    send_waiting_invitations(now=clock.now())
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("error", "taken_back"),
    [
        (
            SMTPServerDisconnected("cut off"),
            False,
        ),  # it may have gone: whoever did not get it can be sent another
        (SMTPRecipientsRefused({"new@example.org": (550, b"5.1.1 no such user")}), True),
    ],
)
def test_an_invitation_is_not_sent_without_end(
    cast: Cast, mailoutbox: list[EmailMultiAlternatives], error: Exception, taken_back: bool
) -> None:
    asked = invite(
        email="new@example.org",
        role=Role.TRAINER,
        hub_id=cast.harbour.pk,
        by=cast.coordinator,
        now=clock.now(),
    )
    with patch(SENDS, side_effect=error) as sends:
        for _ in range(3):
            send_waiting_invitations(now=clock.now())
    assert sends.call_count == 1
    assert (Invitation.objects.get(pk=asked.pk).withdrawn_at is not None) is taken_back


def test_sending_again_starts_the_two_weeks_again(
    cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    invitation = sent(cast)
    with time_machine.travel(clock.now() + timedelta(days=20)):
        send_again(invitation_id=invitation.pk, by=cast.coordinator, now=clock.now())
        send_waiting_invitations(now=clock.now())
        invitation.refresh_from_db()
        assert invitation.expires_at > clock.now() + timedelta(days=13)
    assert len(mailoutbox) == 2
    assert mailoutbox[0].extra_headers["Message-ID"] != mailoutbox[1].extra_headers["Message-ID"]


def test_nothing_withdrawn_is_sent(cast: Cast, mailoutbox: list[EmailMultiAlternatives]) -> None:
    waiting = invite(
        email="new@example.org",
        role=Role.TRAINER,
        hub_id=cast.harbour.pk,
        by=cast.coordinator,
        now=clock.now(),
    )
    withdraw_invitation(invitation_id=waiting.pk, by=cast.coordinator, now=clock.now())
    assert not send_invitation(invitation_id=waiting.pk, now=clock.now())
    assert not mailoutbox


def test_the_inviter_named_in_the_mail_cannot_write_into_it(
    cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    cast.coordinator.full_name = "<b>Cora</b>"
    cast.coordinator.save()
    sent(cast)
    assert "<b>Cora</b> asks" not in str(mailoutbox[0].alternatives[0][0])


def test_nobody_is_invited_again_to_a_hub_that_has_closed(
    cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    invitation = sent(cast)
    Hub.objects.filter(pk=cast.harbour.pk).update(status=HubStatus.CLOSED)
    with pytest.raises(Refused, match="Harbour Road is closed"):
        send_again(invitation_id=invitation.pk, by=cast.coordinator, now=clock.now())
    assert len(mailoutbox) == 1
