"""What a worker does for people: invitations, and groups that follow roles."""

from celery import shared_task

from academy.accounts import invitation_actions, role_actions
from academy.shared import clock


@shared_task(name="academy.accounts.send_invitation")
def send_invitation(invitation_id: int) -> None:
    """Send one invitation, once."""
    invitation_actions.send_invitation(invitation_id=invitation_id, now=clock.now())


@shared_task(name="academy.accounts.send_waiting_invitations")
def send_waiting_invitations() -> None:
    """The sweep for invitations whose nudge was lost."""
    invitation_actions.send_waiting_invitations(now=clock.now())


@shared_task(name="academy.accounts.keep_groups")
def keep_groups() -> None:
    """Let Wagtail's groups follow roles that began or ended today."""
    role_actions.keep_groups(now=clock.now())
