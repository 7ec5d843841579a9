"""What waits for an assessor, and taking work from there."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from learners.assessment.queue_queries import TITLES, Kind, queue_of

HERE = "learners/assessment"


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Waiting for me, the oldest first."""
    show = request.GET.get("show", "")
    show = show if show in TITLES else ""
    found = queue_of(me(request), now=clock.now(), show=show, number=request.GET.get("page", "1"))
    here = reverse("queue")
    tabs = [
        (f"{title} ({found.counts[key]})", f"{here}?show={key}" if key else here, key == show)
        for key, title in TITLES.items()
        if found.counts[key] or not key or key == show
    ]
    words = {
        "page": found.page,
        "tabs": tabs,
        "total": found.counts[""],
        "show": show,
        "query": f"show={show}&" if show else "",
        "kinds": Kind,
    }
    return render(request, f"{HERE}/queue.html", words)


@login_required
@require_safe
def as_before(request: HttpRequest) -> HttpResponse:
    """The address that the list had before."""
    return redirect("queue")
