"""allauth's own forms as this house wants them. Apart from forms.py, because allauth's forms build on those."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from academy.accounts import sessions
from academy.accounts.forms import SharedDeviceField
from academy.accounts.models import Account
from academy.accounts.queries import unfinished_signup

EMAIL_ERRORS = {
    "required": "Write your e-mail address.",
    "invalid": "Write a whole e-mail address, like name@example.org.",
}
WITH_PASSWORD = "password"


class SignIn(LoginForm):
    """An e-mail address to send a code to; with ?with=password also a password."""

    shared_device = SharedDeviceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["login"]
        address.label = "Your e-mail address"
        address.error_messages.update(EMAIL_ERRORS)

    def _setup_password_field(self) -> None:
        if self.request.GET.get("with") != WITH_PASSWORD:
            del self.fields["password"]
            return
        password = self.fields["password"]
        password.error_messages["required"] = "Write your password."
        password.help_text = mark_safe("")

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        sessions.choose(request, shared=self.cleaned_data["shared_device"])
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        if request.user.is_authenticated:  # allauth has set a length of its own after signing in
            sessions.apply(request)
        return response


class SignUp(SignupForm):
    """The account, its details, what was shown and what was answered: all or nothing."""

    shared_device = SharedDeviceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["email"]
        address.label = "Your e-mail address"
        address.error_messages.update(EMAIL_ERRORS)

    def try_save(self, request: HttpRequest) -> tuple[Account | None, HttpResponse | None]:
        try:
            with transaction.atomic():
                return self._save(request)
        except IntegrityError:  # the same address signed up a moment ago: the button was pressed twice
            self.account_already_exists = True
            return self._save(request)

    def _save(self, request: HttpRequest) -> tuple[Account | None, HttpResponse | None]:
        """Who came back before typing the code gets a new one, and what they answer now counts."""
        begun = unfinished_signup(self.cleaned_data["email"]) if self.account_already_exists else None
        if begun is not None:
            self.signup(request, begun)
            return begun, None
        saved: tuple[Account | None, HttpResponse | None] = super().try_save(request)
        return saved
