"""Where django-allauth asks this house how it wants things."""

import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from academy.accounts import sessions
from academy.accounts.here import front_of
from academy.accounts.models import Account
from academy.shared import clock, mail
from academy.shared.jobs import enqueue

log = logging.getLogger(__name__)

NO_MAIL = (
    "Our e-mail is not working just now, so your code is not on its way. Wait a few minutes and ask for a new one. "
    "Your hub can also hand you a code."
)


class AccountAdapter(DefaultAccountAdapter):
    """Signing in as this house wants it: plain words, short sessions on shared devices, nobody turned away rudely."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask your hub, or write to us, if that is a mistake.",
        "cannot_remove_primary_email": "You sign in with this address. Choose another one first, then remove this.",
        "duplicate_email": "You have added this address already.",
        "email_password_mismatch": "The e-mail address or the password is not right. "
        "Try again, or ask for a code instead.",
        "email_taken": "Another account uses this address.",
        "enter_current_password": "That is not your password of now.",
        "incorrect_code": "That is not the code in our newest e-mail. Find that one and type its six numbers.",
        "incorrect_password": "That is not your password.",
        "max_email_addresses": "You cannot add more than %d addresses.",
        "rate_limited": "That was too fast. Wait a minute, then ask again.",
        "same_as_current": "That is the address you have now.",
        "too_many_login_attempts": "That was too many tries. Wait five minutes, then try again.",
        "unverified_primary_email": "Confirm this address first: we send a code to it.",
    }

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        sessions.apply(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where nobody wanted another page: where the person's role begins, or their own learning."""
        return reverse(front_of(request, clock.today()))

    def post_login(self, request: HttpRequest, user: Account, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        if user.full_name and user.is_adult is not None:
            return response
        # Made by a hub or by an invitation: what sign-up asks is asked now, before anything else.
        return HttpResponseRedirect(f"{reverse('welcome')}?{urlencode({'next': response['Location']})}")

    def respond_email_verification_sent(self, request: HttpRequest, user: Account | None) -> HttpResponse:
        response: HttpResponse = super().respond_email_verification_sent(request, user)
        target = get_next_redirect_url(request)
        if target:
            return HttpResponseRedirect(f"{response['Location']}?{urlencode({'next': target})}")
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:  # whoever signs up is welcomed once it is known that the address is theirs
            enqueue("learners.reminders.send_due", kind="welcome")
        return confirmed

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not of somebody who has signed in a moment ago, in whatever way: a lost passkey can still be removed."""
        if not super().is_reauthentication_required(app=app, **more):
            return False
        proofs = get_authentication_records(self.request, self.request.user)
        since = clock.now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return all(proof["at"] < since for proof in proofs)

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that does not answer is said on the page; it is no error page."""
        try:
            super().send_mail(template_prefix, email, {**self._addresses(email), **context})
        except (OSError, SMTPException):
            log.exception("sign_in_mail_failed: %s", template_prefix)
            if self.request is not None:
                messages.error(self.request, NO_MAIL)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMultiAlternatives:
        message: EmailMultiAlternatives = super().render_mail(
            template_prefix, email, context, {"Auto-Submitted": "auto-generated", **(headers or {})}
        )
        pieces = [_piece(words.strip(), context.get("code")) for words in str(message.body).split("\n\n")]
        words = {
            "subject": str(message.subject),
            "preview": "It works once, for 15 minutes." if context.get("code") else "",
            "pieces": [(kind, words) for piece in pieces for kind, words in piece if words],
        }
        dressed = mail.compose([mail.Part("academy/account", words)], mail.Frame(name=""))
        message.attach_alternative(dressed.html, "text/html")
        return message

    def _addresses(self, email: str) -> dict[str, str]:
        """Where sign-in and sign-up lead, with the page that was wanted."""
        query = {"email": email}
        target = get_next_redirect_url(self.request) if self.request is not None else None
        if target:
            query["next"] = target
        return {
            "sign_in_url": f"{settings.BASE_URL}{reverse('account_login')}?{urlencode(query)}",
            "sign_up_url": f"{settings.BASE_URL}{reverse('account_signup')}?{urlencode(query)}",
        }


def _piece(words: str, code: str | None) -> list[tuple[str, str]]:
    """What the text says, as (kind, words): a code by itself, an address at the end of a paragraph, or plain words."""
    if words == code:
        return [("code", words)]
    before, _, last = words.rpartition("\n")
    if last.startswith(settings.BASE_URL):
        return [("words", before), ("link", last)]
    return [("words", words)]
