"""The trainer's day."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.clock import LONDON
from courses.delivery.policies import may_manage_dates
from learners.certificates.review_queries import to_decide
from learners.dashboards.news_queries import since_then
from learners.dashboards.today_queries import today_of

LOOKS_UNTIL = timedelta(minutes=30)  # a page opened again within this time is still the same look
AT_FIRST, AT_MOST = timedelta(days=1), timedelta(days=7)
LOOKED, BEFORE = "today_looked", "today_before"


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Today's sessions, what people need, one tap to the register."""
    assert isinstance(request.user, Account)
    now = clock.now()
    may_manage_dates(request.user, now=now).enforce()
    hour = now.astimezone(LONDON).hour
    since = last_look(request, now)
    context = {
        "then": since_then(request.user, since, now=now),
        "today": today_of(request.user, now=now, page=request.GET.get("page", "")),
        "reviews": to_decide(request.user, now=now).count(),
        "greeting": "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening",
    }
    return render(request, "learners/dashboards/today.html", context)


def last_look(request: HttpRequest, now: datetime) -> datetime:
    """When this browser last showed this page before this look; a day ago where it never has, at most a week."""
    looked, before = (_moment(request.session.get(name)) for name in (LOOKED, BEFORE))
    if looked is None or now - looked > LOOKS_UNTIL:
        before = looked or now - AT_FIRST
        request.session[BEFORE] = before.isoformat()
    request.session[LOOKED] = now.isoformat()
    return max(before or now - AT_FIRST, now - AT_MOST)


def _moment(kept: object) -> datetime | None:
    return datetime.fromisoformat(kept) if isinstance(kept, str) else None
