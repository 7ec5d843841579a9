"""What happened on the way through one unit, told to whoever reads it in their own words."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from learners.dashboards.timeline_queries import reader_of, timeline_page
from learners.dashboards.work_actions import open_work
from learners.registrations.models import QualRegistration, RegisteredUnit
from learners.registrations.standing import standing_of


@login_required
@require_safe
def shown(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The newest first. Who was not given this learner leaves a trace."""
    now, by = clock.now(), me(request)
    rows = QualRegistration.objects.select_related("account", "hub", "version__qualification")
    registration = get_object_or_404(rows, token=token)
    taken = RegisteredUnit.objects.filter(registration=registration).select_related("unit")
    unit = get_object_or_404(taken, unit__number=number).unit
    standing = standing_of(by, registration, on=clock.london_date(now))
    if not standing.own:
        standing = open_work(registration=registration, by=by, now=now)
    reader = reader_of(standing)
    page, lines = timeline_page(registration, unit, reader=reader, number=request.GET.get("page", "1"))
    words = {
        "registration": registration,
        "standing": standing,
        "unit": unit,
        "reader": reader,
        "page": page,
        "lines": lines,
    }
    return render(request, "learners/dashboards/timeline.html", words)
