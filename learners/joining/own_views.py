"""Somebody with two accounts joins them themselves: a message to the other address is the proof that it is theirs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.models import Account
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.limits import within_limit
from academy.shared.rulings import Refused
from learners.joining.actions import join_own
from learners.joining.forms import OtherAddressForm
from learners.joining.own_actions import GOOD_FOR, SALT, ask_other_address
from learners.joining.policies import may_join_own
from learners.joining.queries import entries

PAGE = "learners/joining"
LATE = "This link has run out, or is not whole: links like this work for an hour. Ask for a new one."
NOT_HERE = (
    "This link belongs to another account than the one that you are signed in to. Sign out, sign in with the account "
    "from which you asked, and open the link again."
)


@login_required
@require_http_methods(["GET", "POST"])
def another(request: HttpRequest) -> HttpResponse:
    """Type the address of one's other account. What is said afterwards is the same whether we know it or not."""
    form = OtherAddressForm(request.POST or None)
    sent = ""
    if request.method == "POST" and form.is_valid():
        if not within_limit(request, "other_account", times=5, seconds=3600):
            return render(request, "429.html", {"minutes": 60}, status=429)
        sent = form.cleaned_data["email"].lower()
        ask_other_address(email=sent, by=me(request))
    status = REFUSED if form.errors else 200
    return render(request, f"{PAGE}/another.html", {"form": form, "sent": sent}, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """From the message: both accounts beside each other, and yes or no."""
    try:
        by_id, other_id = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return render(request, f"{PAGE}/own.html", {"refused": LATE, "one": None, "other": None}, status=410)
    if by_id != me(request).pk:
        raise Refused(NOT_HERE)
    rows = Account.objects.select_related("hub").in_bulk([by_id, other_id])
    if other_id not in rows:
        raise Refused(LATE)
    mine, theirs = rows[by_id], rows[other_id]
    if theirs.joined_to_id == mine.pk:
        return redirect("profile")
    may_join_own(mine, theirs, now=clock.now()).enforce()
    if request.method == "POST":
        join_own(other_id=theirs.pk, by=mine, now=clock.now())
        messages.success(request, "Your two accounts are one now. Both e-mail addresses lead here.")
        return redirect("profile")
    one, other = entries([mine, theirs], None)
    return render(request, f"{PAGE}/own.html", {"one": one, "other": other, "refused": ""})
