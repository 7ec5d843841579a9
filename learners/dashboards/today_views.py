"""The trainer's day."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.clock import LONDON
from courses.delivery.policies import may_manage_dates
from learners.certificates.review_queries import to_decide
from learners.dashboards.today_queries import today_of


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Today's sessions, what people need, one tap to the register."""
    assert isinstance(request.user, Account)
    now = clock.now()
    may_manage_dates(request.user, now=now).enforce()
    hour = now.astimezone(LONDON).hour
    context = {
        "today": today_of(request.user, now=now, page=request.GET.get("page", "")),
        "reviews": to_decide(request.user, now=now).count(),
        "greeting": "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening",
    }
    return render(request, "learners/dashboards/today.html", context)
