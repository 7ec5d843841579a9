"""The learner's own page of one qualification: a composition of what registrations, plans and work know."""

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
def overview(request: HttpRequest, token: str) -> HttpResponse:
    """The next step in plain words; who looks after the learner is led to the page for that."""
    now = clock.now()
    rows = QualRegistration.objects.select_related("account", "hub", "version__qualification")
    registration = get_object_or_404(rows, token=token)
    standing = standing_of(me(request), registration, on=clock.london_date(now))
    may_see_registration(me(request), registration, now=now, standing=standing).enforce()
    if not standing.own:
        return redirect("registration-look-after", token)
    return render(request, f"{HERE}/registration.html", {"registration": registration})
