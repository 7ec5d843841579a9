"""A second factor for those who work here: more than a code by e-mail before other people's things are shown.

Also: what changes how somebody signs in needs a proof that is their own, where they have one.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string

from academy.accounts.models import Account
from academy.accounts.queries import own_address, roles_of
from academy.accounts.signed_in_how import Way, has_second_factor, way_of
from academy.shared import clock
from academy.shared.rulings import Refused

# Who works here without a role of academy.accounts: asked (account, day), each gives something truthy for a yes.
ALSO_WORK_HERE = ("courses.qualifications.staff_queries.tasks_of",)

# What stays open without it: pages that visitors see too, signing in, and one's own learning and messages. Everything
# else waits, so that a new page waits until somebody says otherwise here. tests/access/test_second_factor.py.
OPEN = frozenset(
    [
        "account_login",
        "account_signup",
        "account_logout",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_email_verification_sent",
        "account_reset_password",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
        "account_password_reset_completed",
        "account_inactive",
        "account_email",
        "account_set_password",
        "account_change_password",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_login_webauthn",
        "usersessions_list",
        "hub-code",
        "invitation",
        "confirm-yourself",
        "second-factor",
        "welcome",
        "here-as",
        "profile",
        "profile-news",
        "certificate-name",
        "confirm-certificate-name",
        "hubs",
        "hub",
        "health",
        "page",
        "course",
        "image",
        "report-problem",
        "report-problem-thanks",
        "wagtail_serve",
        "wagtaildocs_serve",
        "wagtailimages_serve",
        "verify",
        "verify-certificate",
        "certificate",
        "certificate-pdf",
        "correct-certificate-name",
        "hide-certificate",
        "dates",
        "date-page",
        "date-code",
        "short-code",
        "book-place",
        "cancel-place",
        "place-offer",
        "place-calendar",
        "place-about",
        "day-needs",
        "about-me",
        "access-need",
        "interest",
        "calendar",
        "calendar-feed",
        "evaluate",
        "follow-up",
        "here",
        "here-words",
        "seat",
        "slip",
        "slip-claim",
        "offline-worker",
        "lesson",
        "lesson-progress",
        "lesson-read",
        "lesson-reflection",
        "lesson-video",
        "lesson-audio",
        "lesson-poster",
        "lesson-captions",
        "lesson-words",
        "guest-answer",
        "join-course",
        "finish-course",
        "my-learning",
        "messages",
        "message",
        "message-go",
        "message-answer",
        "message-stop",
        "message-choices",
        "message-pause",
        "study-goal",
        "mail-events",
        "gallery",
        "dev-mail",
        "witness",
        "ways",
        "way",
    ]
)
SETTING_UP = {"mfa_index", "mfa_add_webauthn", "mfa_activate_totp"}
# how somebody signs in: in a session that a hub's code opened, whoever has a way of their own uses it first
OWN_WAYS = SETTING_UP | {
    "account_email",
    "account_set_password",
    "account_change_password",
    "mfa_list_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}
WHY = (
    "You work here, and see what other people have told us. So we ask for a second step at sign-in: a passkey, or a "
    "code that an app on your phone shows."
)
OWN_FIRST = "You signed in with a code from your hub. Before you change how you sign in, show that it is you."


def works_here(account: Account, on: date) -> bool:
    """Whether they have a role, or a task for a qualification, on this day."""
    if account.is_superuser or getattr(account, "holds_a_role", False):
        return True
    if not hasattr(account, "holds_a_role") and roles_of(account, on):
        return True
    return any(import_string(path)(account, on) for path in ALSO_WORK_HERE)


def factors_of(account: Account) -> list[Authenticator]:
    """Passkeys and the app; spare codes are none by themselves."""
    rows = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return list(rows.order_by("pk"))


def has_own_way(account: Account) -> bool:
    """Can they show that it is them without their hub?"""
    if own_address(account) or account.has_usable_password():
        return True
    return any(one.type == Authenticator.Type.WEBAUTHN for one in factors_of(account))


class StrongerSignIn:
    """Middleware: leads to `second-factor`, or to `confirm-yourself`, whoever has to go there first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        open_to_all = name in OPEN and name not in OWN_WAYS
        if open_to_all or getattr(request, "is_dummy", False) or not isinstance(request.user, Account):
            return None
        if name in OWN_WAYS and way_of(request) == Way.HUB and has_own_way(request.user):
            return _lead(request, "confirm-yourself", OWN_FIRST)
        if name not in OPEN and must_show(request, setting_up=name in SETTING_UP):
            return _lead(request, "second-factor", WHY)
        return None


def must_show(request: HttpRequest, *, setting_up: bool = False) -> bool:
    """Whether this person has to show a second factor in this session first. setting_up: on a page where the first
    one is made, which waits for nothing unless there is one already.
    """
    account = request.user
    if not settings.REQUIRE_SECOND_FACTOR or not isinstance(account, Account):
        return False
    if has_second_factor(request) or not works_here(account, clock.today()):
        return False
    return not setting_up or bool(factors_of(account))


def _lead(request: HttpRequest, name: str, why: str) -> HttpResponseBase:
    """A page leads on, and comes back here; what was sent, or asked by a script, is refused with the reason."""
    asked_as_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if request.method in ("GET", "HEAD") and asked_as_page:
        return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
    raise Refused(f"{why} Open {reverse(name)} first, then do this again: nothing was changed.")
