"""The page where somebody shows that it is them, before something that counts like a signature."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.forms import OwnCodeForm
from academy.accounts.queries import own_address
from academy.accounts.signed_in_how import may_sign, proved_by_email
from academy.accounts.views import REFUSED, me
from academy.shared import clock

STATE = "confirm_yourself"  # in the session: the code that is on its way
LATE = "That code has run out: codes work once, for 15 minutes. Ask for a new one."
WRONG = "That is not the code in our newest e-mail. Find that one and type its six numbers."
THREE_WRONG = "That was three wrong codes, so that one does not work any more. Ask for a new one."


class OwnCode(AbstractCodeVerificationProcess):
    """A code that goes to the person's own address while they are signed in: three tries, fifteen minutes."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=request.user,
        )

    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> "OwnCode":
        process = cls(request, cls.initial_state(request.user, email))
        process.state["code"] = get_adapter().generate_login_code()
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, request: HttpRequest) -> "OwnCode | None":
        """The one that is on its way to this person; None when there is none, or it has run out."""
        state = request.session.get(STATE)
        if not state or state.get("user_id") != cls.initial_state(request.user)["user_id"]:
            return None
        found: OwnCode | None = cls(request, state).abort_if_invalid()
        return found

    @property
    def email(self) -> str:
        return str(self.state["email"])

    def send(self) -> None:
        get_adapter().send_mail("account/email/confirm_yourself", self.email, {"code": self.code})

    def persist(self) -> None:
        self.request.session[STATE] = self.state

    def abort(self) -> None:
        self.request.session.pop(STATE, None)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def confirm_yourself(request: HttpRequest) -> HttpResponse:
    """By a code to one's own address, or a passkey; then on to the page that was wanted."""
    target = get_next_redirect_url(request)
    if request.method == "POST":
        return _send(request, target) if "send" in request.POST else _typed(request, target)
    if may_sign(request, now=clock.now()):
        return redirect(target or "profile")
    return _page(request, target, OwnCode.resume(request), OwnCodeForm())


def _send(request: HttpRequest, target: str | None) -> HttpResponse:
    email = own_address(me(request))
    if not email:
        return redirect(_here(target))
    if not ratelimit.consume(request, action="request_login_code", key=email.lower()):
        return render(request, "429.html", status=429)
    OwnCode.begin(request, email)
    return redirect(_here(target))


def _typed(request: HttpRequest, target: str | None) -> HttpResponse:
    process, form = OwnCode.resume(request), OwnCodeForm(request.POST)
    if process is None:
        messages.warning(request, LATE)
        return redirect(_here(target))
    if not form.is_valid():
        return _page(request, target, process, form)
    if not compare_user_code(actual=form.cleaned_data["code"], expected=process.code):
        if process.record_invalid_attempt():
            form.add_error("code", WRONG)
            return _page(request, target, process, form)
        messages.warning(request, THREE_WRONG)
        return redirect(_here(target))
    process.abort()  # it works once
    if process.email == me(request).email:  # an address that a hub typed in: the code confirms it
        EmailAddress.objects.get_or_create(user=me(request), email=process.email, defaults={"primary": True})
    verify_email_indirectly(request, me(request), process.email)
    proved_by_email(request, me(request), process.email)
    messages.success(request, "Thank you. Now we know that it is you.")
    return redirect(target or "profile")


def _page(
    request: HttpRequest, target: str | None, process: OwnCode | None, form: OwnCodeForm
) -> HttpResponse:
    account = me(request)
    again = f"?{urlencode({'next': target})}" if target else ""
    words = {
        "form": form,
        "why": may_sign(request, now=clock.now()).reason,
        "email": own_address(account),
        "sent_to": process.email if process else "",
        "passkey": Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).exists(),
        "next": target or "",
        "again": again,
    }
    status = REFUSED if form.errors else 200
    return render(request, "academy/accounts/confirm_yourself.html", words, status=status)


def _here(target: str | None) -> str:
    address = reverse("confirm-yourself")
    return f"{address}?{urlencode({'next': target})}" if target else address
