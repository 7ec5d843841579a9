"""The learner's own page of one qualification: a composition of what registrations, plans and work know."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from learners.dashboards.plan_steps import with_plan
from learners.registrations.policies import may_see_registration
from learners.registrations.queries import mine
from learners.registrations.standing import standing_of
from learners.registrations.views import found

HERE = "learners/registrations"


@login_required
@require_safe
def overview(request: HttpRequest, token: str) -> HttpResponse:
    """The next step in plain words; who looks after the learner is led to the page for that."""
    now, by, registration = clock.now(), me(request), found(token)
    standing = standing_of(by, registration, on=clock.london_date(now))
    may_see_registration(by, registration, now=now, standing=standing).enforce()
    if not standing.own:
        return redirect("registration-look-after", token)
    shown = with_plan(mine(registration, by, standing, now=now), by)
    words = {"mine": shown, "registration": registration}
    return render(request, f"{HERE}/registration.html", words)
