"""What we keep about people and for how long, for those who look after it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.accounts.views import REFUSED, me
from academy.keeping import actions
from academy.keeping.forms import HoldForm
from academy.keeping.policies import may_look_after_records
from academy.keeping.queries import SOON, going, kind, kinds
from academy.retention import BY_KEY
from academy.shared import clock
from academy.shared.rulings import Refused


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The whole table with the figures of this moment."""
    may_look_after_records(me(request), on=clock.today()).enforce()
    by_clock, staying = kinds(clock.now())
    words = {"by_clock": by_clock, "staying": staying, "soon_days": SOON.days}
    return render(request, "academy/keeping/listed.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One kind of record: why it is kept, what goes next, and holding it back (POST)."""
    may_look_after_records(me(request), on=clock.today()).enforce()
    _known(key)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.hold(key=key, by=me(request), now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("until", refused.reason)
        else:
            messages.success(request, "These records are on hold. Nothing of them goes until then.")
            return redirect("kept-records-of", key)
    now = clock.now()
    words = {
        "kind": kind(key, now),
        "page": going(key, now, request.GET.get("page", "1")),
        "form": form,
        "soon_days": SOON.days,
    }
    return render(request, "academy/keeping/one.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_POST
def release(request: HttpRequest, key: str) -> HttpResponse:
    """Let records go as always again."""
    may_look_after_records(me(request), on=clock.today()).enforce()
    _known(key)
    try:
        actions.release(key=key, by=me(request), now=clock.now())
    except Refused as refused:
        messages.warning(request, refused.reason)
    else:
        messages.success(request, "The hold is over. What is due goes in the next round.")
    return redirect("kept-records-of", key)


def _known(key: str) -> None:
    if key not in BY_KEY or not BY_KEY[key].find:
        raise Http404("There is no such kind of record that goes by the clock.")
