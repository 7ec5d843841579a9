"""Screens about oneself."""

from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.actions import complete_signup
from academy.accounts.forms import SignupDetails
from academy.accounts.models import Account
from academy.shared import clock


def me(request: HttpRequest) -> Account:
    """The person who is signed in; for views behind login_required."""
    assert isinstance(request.user, Account)
    return request.user


@login_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """What sign-up asks, of somebody whose account was made in another way."""
    account = me(request)
    target = get_next_redirect_url(request) or "my-learning"
    if account.full_name and account.is_adult is not None:
        return redirect(target)
    form = SignupDetails(request.POST or None, initial={"full_name": account.full_name})
    if request.method == "POST" and form.is_valid():
        complete_signup(account_id=account.pk, answers=form.answers(), now=clock.now())
        return redirect(target)
    again = f"?{urlencode({'next': target})}" if target != "my-learning" else ""
    status = 422 if form.errors else 200
    return render(request, "academy/accounts/welcome.html", {"form": form, "again": again}, status=status)


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """What we know about the person who is signed in."""
    return render(request, "academy/accounts/profile.html")
