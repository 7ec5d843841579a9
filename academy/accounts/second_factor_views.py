"""Setting up the second factor, showing it, and making it forgotten when phone and spare codes are lost."""

from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.forms import ForgetForm
from academy.accounts.models import Account
from academy.accounts.policies import may_forget_second_factor
from academy.accounts.second_factor import WHY, factors_of, has_own_way, must_show
from academy.accounts.second_factor_actions import forget_second_factor
from academy.accounts.signed_in_how import Way, has_second_factor, way_of
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused

NEXT = "second_factor_next"  # in the session: the page that waits while a factor is set up


@never_cache
@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Explains it, leads to setting one up or to showing it, and then to the page that was wanted."""
    account = me(request)
    target = get_next_redirect_url(request) or request.session.get(NEXT, "")
    strong = has_second_factor(request)
    just_made = strong and NEXT in request.session
    if strong and not just_made:
        return redirect(target or "profile")
    if not strong and not must_show(request):
        return redirect(target or "profile")
    if just_made:
        request.session.pop(NEXT)
    else:
        request.session[NEXT] = target or "/profile/"
    types = {one.type for one in factors_of(account)}
    spare = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES)
    words = {
        "why": WHY,
        "next": target or "/profile/",
        "again": f"?{urlencode({'next': target})}" if target else "",
        "made": just_made,
        "passkey": Authenticator.Type.WEBAUTHN in types,
        "app": Authenticator.Type.TOTP in types,
        "spare": spare.exists(),
        "own_first": way_of(request) == Way.HUB and has_own_way(account),
    }
    return render(request, "academy/accounts/second_factor.html", words)


def set_up(request: HttpRequest, otherwise: HttpResponse) -> HttpResponse:
    """After a factor was made: back to our page where somebody was sent here by it; spare codes with it."""
    if NEXT not in request.session:
        return otherwise
    RecoveryCodes.activate(me(request))
    return redirect("second-factor")


@login_required
@require_http_methods(["GET", "POST"])
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has lost phone and spare codes: a manager who knows that it is them lets them begin again."""
    now = clock.now()
    person = get_object_or_404(Account.objects.filter(joined_to=None), pk=pk)
    may_forget_second_factor(me(request), person, on=clock.london_date(now)).enforce()
    form = ForgetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            forget_second_factor(account_id=pk, why=form.cleaned_data["why"], by=me(request), now=now)
        except Refused as refusal:
            form.add_error("why", refusal.reason)
        else:
            messages.success(request, f"{person} sets up a new second step at the next sign-in.")
            return redirect("person", pk)
    words = {"form": form, "person": person, "factors": factors_of(person)}
    status = REFUSED if form.errors else 200
    return render(request, "academy/accounts/second_factor_forget.html", words, status=status)
