"""Signing in: what allauth's views leave to us, so that a wrong, late or repeated code is never a dead end."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import (
    ConfirmEmailVerificationCodeView,
    ConfirmLoginCodeView,
    LoginView,
    SignupView,
)
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.generic.edit import FormView

from academy.accounts import sessions
from academy.accounts.code_actions import use_handed_code
from academy.accounts.forms import HubCodeForm
from academy.accounts.models import Account
from academy.accounts.second_factor_views import set_up
from academy.accounts.signed_in_how import came_by_hub, proved_by_email
from academy.accounts.signin_forms import WITH_PASSWORD
from academy.shared import clock
from academy.shared.rulings import Refused

LAST_EMAIL = "sign_in_email"  # in the session, so that nobody types anything twice
TYPED = "sign_up_typed"
KEPT = ("email", "full_name", "is_adult", "born_day", "born_month", "born_year", "shared_device")

LATE = "That code has run out: codes work once, for 15 minutes. Press the button and we send you a new one."
THREE_WRONG = (
    "That was three wrong codes, so we stopped using that one. Press the button and we send you a new one."
)


class SignIn(LoginView):
    """The one sign-in page. Always shows itself: who asked for a code to a wrong address may start again."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()
        email = self.request.GET.get("email") or self.request.session.get(LAST_EMAIL, "")
        try:
            validate_email(email)
        except ValidationError:
            return initial
        return {**initial, "login": email, "shared_device": self.request.session.get(sessions.SHARED, False)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        with_password = with_next(self.request, reverse("account_login"), **{"with": WITH_PASSWORD})
        here = with_password if "password" in context["form"].fields else context["login_url"]
        return {
            **context,
            "login_url_here": here,
            "password_url": with_password,
            "hub_code_url": with_next(self.request, reverse("hub-code")),
        }

    def form_valid(self, form: Form) -> HttpResponse:
        self.request.session[LAST_EMAIL] = form.cleaned_data["login"]
        response: HttpResponse = super().form_valid(form)
        return response


def ask_for_code(request: HttpRequest) -> HttpResponse:
    """allauth's second page for the same thing; there is one sign-in page here."""
    return _to_sign_in(request)


class SignUp(SignupView):
    """Making an account. Who mistyped the address comes back to what they had written."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None

    def get_initial(self) -> dict[str, Any]:
        return {**self.request.session.get(TYPED, {}), **super().get_initial()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "hub_code_url": with_next(self.request, reverse("hub-code"))}

    def form_valid(self, form: Form) -> HttpResponse:
        self.request.session[LAST_EMAIL] = form.cleaned_data["email"]
        sessions.choose(self.request, shared=form.cleaned_data["shared_device"])
        self.request.session[TYPED] = {name: form.data.get(name, "") for name in KEPT}
        response: HttpResponse = super().form_valid(form)
        return response


class ConfirmCode(ConfirmLoginCodeView):
    """Type the code from the e-mail."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if isinstance(response, HttpResponseRedirect) and response.url == reverse(
            "account_request_login_code"
        ):
            return start_again(request, LATE)
        return response

    def _resend_form_valid(self, form: Form) -> HttpResponse:
        messages.success(self.request, "We have sent you a new code. The one before does not work any more.")
        response: HttpResponse = super()._resend_form_valid(form)
        return response

    def _verify_form_valid(self, form: Form) -> HttpResponse:
        email = self._process.state.get("email")
        if email and self._process.user.email == email:  # an account that a hub or a command has made
            EmailAddress.objects.get_or_create(
                user=self._process.user, email=email, defaults={"primary": True}
            )
        response: HttpResponse = super()._verify_form_valid(form)
        return response

    def form_invalid(self, form: Form) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return FormView.form_invalid(self, form)
        return start_again(self.request, THREE_WRONG)


class ConfirmEmail(ConfirmEmailVerificationCodeView):
    """Type the code that proves a new address: at sign-up, or one added later."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if isinstance(response, HttpResponseRedirect) and response.url == reverse("account_login"):
            return start_again(request, LATE)
        return response

    def _resend_form_valid(self, form: Form) -> HttpResponse:
        messages.success(self.request, "We have sent you a new code. The one before does not work any more.")
        response: HttpResponse = super()._resend_form_valid(form)
        return response

    def _verify_form_valid(self, form: Form) -> HttpResponse:
        signs_up = not self.request.user.is_authenticated
        response: HttpResponse = super()._verify_form_valid(form)
        self.request.session.pop(TYPED, None)
        if signs_up and isinstance(self.request.user, Account):
            proved_by_email(self.request, self.request.user, self.request.user.email or "")
        return response

    def _verify_form_invalid(self, form: Form) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return FormView.form_invalid(self, form)
        if self.request.user.is_authenticated:
            messages.error(self.request, "That was three wrong codes. Add the address again for a new code.")
            return redirect("account_email")
        return start_again(self.request, THREE_WRONG)


class AddPasskey(AddWebAuthnView):
    """One more way in. Spare codes belong to the second step by app, so none are made here."""

    def form_valid(self, form: Form) -> HttpResponse:
        WebAuthn.add(self.request.user, form.cleaned_data["name"], form.cleaned_data["credential"])
        adapter = get_adapter()
        adapter.add_message(self.request, messages.SUCCESS, "mfa/messages/webauthn_added.txt")
        adapter.send_notification_mail("mfa/email/webauthn_added", self.request.user)
        # whoever has just made it with their device has shown it
        record_authentication(self.request, self.request.user, method="mfa", type="webauthn")
        return set_up(self.request, redirect("mfa_list_webauthn"))


class TurnAppOn(ActivateTOTPView):
    """Who has just typed the app's code is not asked for it again to see their spare codes."""

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type="totp")
        return set_up(self.request, response)


@never_cache
@require_http_methods(["GET", "POST"])
def hub_code(request: HttpRequest) -> HttpResponse:
    """Sign in with a code that one's hub has handed over."""
    target = get_next_redirect_url(request)
    if request.user.is_authenticated:
        return redirect(target or "my-learning")
    form = HubCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="hub_code"):
            return render(request, "429.html", status=429)
        try:
            account = use_handed_code(code=form.cleaned_data["code"], now=clock.now())
        except Refused as refusal:
            form.add_error("code", refusal.reason)
        else:
            sessions.choose(request, shared=form.cleaned_data["shared_device"])
            came_by_hub(request, account)
            return _sign_in(request, account, target)
    status = 422 if form.errors else 200
    return render(
        request, "academy/accounts/hub_code.html", {"form": form, "next": target or ""}, status=status
    )


def _sign_in(request: HttpRequest, account: Any, target: str | None) -> HttpResponse:
    try:
        response: HttpResponse = perform_login(
            request, account, email_verification="none", redirect_url=target
        )
    except ImmediateHttpResponse as early:
        return early.response  # type: ignore[no-any-return]
    return response


def start_again(request: HttpRequest, words: str) -> HttpResponse:
    """Back to the sign-in page with a sentence that says why; the address and the page wanted are kept."""
    messages.warning(request, words)
    return _to_sign_in(request)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect(with_next(request, reverse("account_login")))


def with_next(request: HttpRequest, address: str, **query: str) -> str:
    """The address with the page that was wanted, when it is one of ours."""
    target = get_next_redirect_url(request)
    query = {**query, "next": target} if target else query
    return f"{address}?{urlencode(query)}" if query else address


@never_cache
def page_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that was opened before signing in or out, often in another tab (CSRF_FAILURE_VIEW)."""
    if request.user.is_authenticated and request.path.startswith(reverse("account_login")):
        return redirect(get_next_redirect_url(request) or "my-learning")
    return render(
        request, "academy/accounts/out_of_date.html", {"again": request.get_full_path()}, status=403
    )
