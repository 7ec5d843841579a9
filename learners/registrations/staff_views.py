"""Registrations, for those who look after them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.models import Account
from academy.accounts.people_queries import scope_of
from academy.accounts.policies import may_see_person
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.registrations.actions import put_forward
from learners.registrations.forms import ForwardForm
from learners.registrations.history import history_of
from learners.registrations.list_queries import FLAGGED, SHOWS, filters_of, page_of, registrations_seen
from learners.registrations.policies import may_see_registration, may_see_registrations
from learners.registrations.staff_queries import looked_after
from learners.registrations.standing import standing_of
from learners.registrations.views import found

HERE = "learners/registrations"


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Those that one looks after, by state, the longest without a move first."""
    now, by = clock.now(), me(request)
    may_see_registrations(by, now=now).enforce()
    show, search = request.GET.get("show", ""), request.GET.get("q", "").strip()
    show = show if show in (*SHOWS, FLAGGED) else ""
    rows = registrations_seen(by, now=now)
    words = {
        "page": page_of(rows, show, search, request.GET.get("page", "1"), now=now),
        "filters": filters_of(rows, show),
        "show": show,
        "search": search,
    }
    return render(request, f"{HERE}/registrations.html", words)


@login_required
@require_safe
def look_after(request: HttpRequest, token: str) -> HttpResponse:
    """One registration with every step, and why some cannot be taken."""
    now, by, registration = clock.now(), me(request), found(token)
    standing = standing_of(by, registration, on=clock.london_date(now))
    may_see_registration(by, registration, now=now, standing=standing).enforce()
    if standing.own:
        return redirect("registration", token)
    one = looked_after(registration, by, standing, now=now)
    return render(
        request,
        f"{HERE}/look_after.html",
        {"one": one, "registration": registration, "standing": standing, "history": history_of(registration)},
    )


@login_required
@require_http_methods(["GET", "POST"])
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody forward, whom one knows from their page."""
    now, by = clock.now(), me(request)
    person = get_object_or_404(Account, pk=pk)
    may_see_person(by, person, on=clock.london_date(now)).enforce()
    hubs = scope_of(by, on=clock.london_date(now)).hubs
    form = ForwardForm(request.POST if request.method == "POST" else None, hubs=hubs)
    if form.is_valid():
        try:
            made = put_forward(
                account_id=person.pk,
                version_id=form.cleaned_data["version"].pk,
                hub_id=form.cleaned_data["hub"].pk,
                wish=form.wish(),
                by=by,
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{person} finds the question under “My learning”, and says yes or no.")
            return redirect("registration-look-after", made.token)
    words = {"form": form, "person": person}
    return render(request, f"{HERE}/forward.html", words, status=REFUSED if form.errors else 200)
