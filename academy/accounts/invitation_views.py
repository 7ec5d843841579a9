"""Inviting somebody to a role, and answering an invitation."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.accounts.invitation_actions import accept_invitation, invite, send_again, withdraw_invitation
from academy.accounts.models import Account, Invitation
from academy.accounts.people_forms import InviteForm
from academy.accounts.people_queries import invitations, role_words, scope_of
from academy.accounts.policies import may_accept, may_give_role, may_see_people, may_withdraw, still_good
from academy.accounts.roles import ROLES, Role
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused, Ruling


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Write an invitation (GET), look at it (POST), send it (POST with sure)."""
    may_see_people(me(request), on=clock.today()).enforce()
    scope = scope_of(me(request), on=clock.today())
    form = InviteForm(request.POST or None, roles=scope.roles, hubs=scope.hubs)
    words: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        email, hub = form.cleaned_data["email"], form.cleaned_data["hub"]
        if "sure" in request.POST:
            try:
                invite(
                    email=email, role=form.chosen_role, hub_id=form.hub_id, by=me(request), now=clock.now()
                )
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(
                    request, f"The invitation to {email} is on its way. It is good for two weeks."
                )
                return redirect("invitations")
        elif ruling := may_give_role(me(request), form.chosen_role, hub, on=clock.today()):
            words["check"] = role_words(form.chosen_role, hub)
        else:
            form.add_error(None, ruling.reason)
    return render(request, "academy/accounts/invite.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The invitations that nobody has answered yet."""
    may_see_people(me(request), on=clock.today()).enforce()
    rows = invitations(scope_of(me(request), on=clock.today()), now=clock.now())
    words = {"rows": [(row, role_words(row.role, row.hub)) for row in rows], "now": clock.now()}
    return render(request, "academy/accounts/invitations.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET) and take the invitation back (POST)."""
    found = get_object_or_404(Invitation.objects.select_related("hub", "invited_by"), pk=pk)
    may_withdraw(me(request), found, on=clock.today()).enforce()
    if request.method == "POST":
        withdraw_invitation(invitation_id=found.pk, by=me(request), now=clock.now())
        messages.success(request, f"The invitation to {found.email} is taken back. Its link no longer works.")
        return redirect("invitations")
    words = {"invitation": found, "title": role_words(found.role, found.hub)}
    return render(request, "academy/accounts/withdraw_invitation.html", words)


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the same invitation once more."""
    found = get_object_or_404(Invitation, pk=pk)
    send_again(invitation_id=found.pk, by=me(request), now=clock.now())
    messages.success(
        request, f"The invitation to {found.email} is on its way again. It is good for two weeks."
    )
    return redirect("invitations")


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the e-mail opens: what the role is, and saying yes to it."""
    found = get_object_or_404(Invitation.objects.select_related("hub", "invited_by"), token=token)
    words: dict[str, Any] = {
        "invitation": found,
        "title": role_words(found.role, found.hub),
        "may": ROLES[Role(found.role)].may,
        "ruling": still_good(found, now=clock.now()),
    }
    if not request.user.is_authenticated:
        words["continue_at"] = _way_in(request, found)
        return render(request, "academy/accounts/invitation.html", words)
    words["ruling"] = may_accept(me(request), found, now=clock.now())
    if request.method == "POST":
        try:
            accept_invitation(invitation_id=found.pk, by=me(request), now=clock.now())
        except Refused as refusal:
            words["ruling"] = Ruling.no(refusal.reason)
            return render(request, "academy/accounts/invitation.html", words, status=403)
        messages.success(request, f"Welcome. You are now {words['title']}.")
        return redirect("profile")
    return render(request, "academy/accounts/invitation.html", words)


def _way_in(request: HttpRequest, found: Invitation) -> str:
    """Sign in, or sign up first. The link was sent to that address, so it gives nothing away to its reader."""
    known = Account.objects.filter(email=found.email).exists()
    query = urlencode({"email": found.email, "next": request.path})
    return f"{reverse('account_login' if known else 'account_signup')}?{query}"
