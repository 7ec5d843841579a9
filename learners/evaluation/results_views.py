"""What people said, for those who run the dates: on the page, and as a file."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from academy.shared.spreadsheets import csv_bytes
from courses.delivery.models import Cohort
from courses.delivery.policies import may_manage_dates, may_see_cohort
from courses.delivery.queries import hubs_led
from learners.evaluation.files import answer_rows
from learners.evaluation.overview_queries import MARKS, group_rows, groups
from learners.evaluation.results_queries import results
from learners.evaluation.states import Kind


@login_required
@require_safe
def cohort_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: how it was, or what came of it."""
    now = clock.now()
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    may_see_cohort(me(request), cohort, now=now).enforce()
    kind = Kind.LATER if request.GET.get("about") == Kind.LATER else Kind.END
    if request.GET.get("as") == "csv":
        return _file(f"feedback-{kind.value}-{cohort.code}", answer_rows(cohort, kind, now=now))
    found = results(cohort, kind, now=now, number=request.GET.get("page", "1"))
    words = {"cohort": cohort, "kind": kind, "kinds": Kind, "results": found}
    return render(request, "learners/evaluation/results.html", words)


@login_required
@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """All groups that one runs, beside each other."""
    now = clock.now()
    may_manage_dates(me(request), now=now).enforce()
    hubs = hubs_led(me(request), now=now)
    asked = request.GET.get("hub", "")
    hub = asked if asked in {one.slug for one in hubs} else ""
    if request.GET.get("as") == "csv":
        return _file(f"feedback-{clock.today().isoformat()}", group_rows(me(request), hub=hub, now=now))
    page, found = groups(me(request), hub=hub, now=now, number=request.GET.get("page", "1"))
    words = {"page": page, "groups": found, "hubs": hubs, "hub": hub, "marks": MARKS}
    return render(request, "learners/evaluation/overview.html", words)


def _file(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(csv_bytes(rows), "text/csv; charset=utf-8", headers=headers)
