"""The slip: whoever holds it and signs in, or signs up first, makes its day theirs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.models import Account
from academy.accounts.views import REFUSED
from academy.shared import clock
from academy.shared.limits import within_limit
from academy.shared.rulings import Refused
from learners.attendance.models import WalkIn
from learners.joining.actions import UNKNOWN, claim_slip
from learners.joining.forms import SlipForm
from learners.joining.policies import may_claim
from learners.joining.queries import slip_day, walk_in_of_slip

TRIES, HOUR = 60, 3600  # a hub's people may share one connection
PAGE = "learners/joining/slip.html"


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Type the code of a slip."""
    form = SlipForm(request.POST or None, initial={"code": request.GET.get("code", "")[:24]})
    if request.method == "POST" and form.is_valid():
        if not within_limit(request, "slip", times=TRIES, seconds=HOUR):
            return _too_often(request)
        walk_in = walk_in_of_slip(form.cleaned_data["code"])
        if walk_in is not None:
            return redirect("slip-claim", walk_in.code)
        form.add_error("code", UNKNOWN)
    status = REFUSED if form.errors else 200
    return render(request, "learners/joining/slip_code.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """Where the slip's square leads: sign in or up, look at the day, say that it is yours."""
    if not within_limit(request, "slip", times=TRIES, seconds=HOUR):
        return _too_often(request)
    walk_in = walk_in_of_slip(code)
    if walk_in is None:
        form = SlipForm({"code": code[:24]})
        form.add_error("code", UNKNOWN)
        return render(request, "learners/joining/slip_code.html", {"form": form}, status=404)
    me = request.user if isinstance(request.user, Account) else None
    if me is None:
        here = reverse("slip-claim", args=[walk_in.code])
        if request.method == "POST":
            return redirect(f"{reverse('account_login')}?next={here}")
        return render(request, "learners/joining/slip_sign_in.html", {"here": here, "code": walk_in.code})
    if request.method == "POST":
        return _claim(request, walk_in, me)
    return _page(request, walk_in, me)


def _claim(request: HttpRequest, walk_in: WalkIn, me: Account) -> HttpResponse:
    try:
        claimed = claim_slip(code=walk_in.code, by=me, now=clock.now())
    except Refused as refusal:
        return _page(request, walk_in, me, refused=refusal.reason)
    messages.success(request, f"{slip_day(claimed).day} is yours now: {claimed.session.cohort}.")
    return redirect("my-learning")


def _page(request: HttpRequest, walk_in: WalkIn, me: Account, refused: str = "") -> HttpResponse:
    """Whoever may not have the day does not see whose it is."""
    ruling = may_claim(me, walk_in, now=clock.now())
    mine = walk_in.enrolment.account.person_id == me.pk
    words = {
        "day": slip_day(walk_in) if ruling or mine else None,
        "ruling": ruling,
        "mine": mine,
        "refused": refused,
    }
    return render(request, PAGE, words, status=200 if ruling or mine else 409)


def _too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", {"minutes": 60}, status=429)
