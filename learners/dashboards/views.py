"""Screens that put several slices together."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academy.accounts.models import Account
from academy.shared import clock
from learners.dashboards.queries import my_learning


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My learning."""
    assert isinstance(request.user, Account)
    mine = my_learning(account=request.user, now=clock.now())
    context = {
        "next_step": mine.next_step,
        "places": mine.places,
        "courses": mine.courses,
        "certificates": mine.certificates,
        "to_tell": mine.to_tell,
        "registrations": mine.registrations,
        "under_way": mine.under_way,
        "new_messages": mine.desk.new_messages,
        "goal": mine.desk.goal,
    }
    return render(request, "learners/dashboards/my_learning.html", context)
