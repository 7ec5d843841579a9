"""Screens about oneself."""

from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from academy.accounts.actions import change_profile, choose_news, complete_signup, confirm_certificate_name
from academy.accounts.forms import CertificateNameForm, NewsForm, ProfileForm, SignupDetails
from academy.accounts.here import front_of
from academy.accounts.joining_queries import joinings_of
from academy.accounts.models import Account
from academy.accounts.policies import may_hand_codes, may_see_people
from academy.accounts.queries import is_minor, news_choices, roles_of
from academy.shared import clock

REFUSED = 422  # a form with something to put right
LOOKS_SHOWN = 20


def me(request: HttpRequest) -> Account:
    """The person who is signed in; for views behind login_required."""
    assert isinstance(request.user, Account)
    return request.user


@login_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """What sign-up asks, of somebody whose account was made in another way."""
    account = me(request)
    front = front_of(request, clock.today())
    target = get_next_redirect_url(request) or front
    if account.full_name and account.is_adult is not None:
        return redirect(target)
    form = SignupDetails(request.POST or None, initial={"full_name": account.full_name})
    if request.method == "POST" and form.is_valid():
        complete_signup(account_id=account.pk, answers=form.answers(), now=clock.now())
        return redirect(target)
    again = f"?{urlencode({'next': target})}" if target != front else ""
    status = REFUSED if form.errors else 200
    return render(request, "academy/accounts/welcome.html", {"form": form, "again": again}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What we know about the person who is signed in, and what they may change."""
    account = me(request)
    if request.method == "GET":
        return _profile_page(request)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, details=form)
    change_profile(account_id=account.pk, now=clock.now(), **form.cleaned_data)
    messages.success(request, "Your details are saved.")
    return redirect("profile")


@login_required
@require_POST
def news(request: HttpRequest) -> HttpResponse:
    """A change of mind about news."""
    form = NewsForm(request.POST, prefix="news")
    if not form.is_valid():
        return _profile_page(request, wanted=form)
    data = form.cleaned_data
    wishes = {"email": data["email"], "sms": data["sms"]}
    choose_news(account_id=me(request).pk, news=wishes, phone=data["phone"], now=clock.now())
    messages.success(request, "Your choice about news is saved.")
    return redirect("profile")


@login_required
@require_http_methods(["GET", "POST"])
def certificate_name(request: HttpRequest) -> HttpResponse:
    """The name that certificates are made out to."""
    account = me(request)
    form = CertificateNameForm(
        request.POST or None, initial={"name": account.name_for_certificate or account.full_name}
    )
    if request.method == "POST" and form.is_valid():
        confirm_certificate_name(account_id=account.pk, name=form.cleaned_data["name"], now=clock.now())
        messages.success(request, "The name for your certificates is saved.")
        return redirect("profile")
    status = REFUSED if form.errors else 200
    return render(request, "academy/accounts/certificate_name.html", {"form": form}, status=status)


def _profile_page(
    request: HttpRequest, details: ProfileForm | None = None, wanted: NewsForm | None = None
) -> HttpResponse:
    account, today = me(request), clock.today()
    kept = {name: getattr(account, name) for name in ("full_name", "preferred_name", "phone", "contact_by")}
    words = {
        "details": details or ProfileForm(initial=kept),
        "news": wanted or NewsForm(prefix="news", initial={**news_choices(account), "phone": account.phone}),
        "is_minor": is_minor(account, today),
        "held": roles_of(account, today),
        "may_see_people": may_see_people(account, on=today),
        "may_hand_codes": may_hand_codes(account, on=today),
        "has_password": account.has_usable_password(),
        "joined": joinings_of(account),
        "looked": account.looked_at.select_related("by")[:LOOKS_SHOWN],
    }
    status = REFUSED if details or wanted else 200
    return render(request, "academy/accounts/profile.html", words, status=status)
