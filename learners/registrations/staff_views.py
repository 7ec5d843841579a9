"""Registrations, for those who look after them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from learners.registrations.models import QualRegistration
from learners.registrations.policies import may_see_registration
from learners.registrations.standing import standing_of

HERE = "learners/registrations"


@login_required
@require_safe
def look_after(request: HttpRequest, token: str) -> HttpResponse:
    """One registration with every step, and why some cannot be taken."""
    now = clock.now()
    rows = QualRegistration.objects.select_related("account", "hub", "version__qualification")
    registration = get_object_or_404(rows, token=token)
    standing = standing_of(me(request), registration, on=clock.london_date(now))
    may_see_registration(me(request), registration, now=now, standing=standing).enforce()
    if standing.own:
        return redirect("registration", token)
    return render(request, f"{HERE}/look_after.html", {"registration": registration})
