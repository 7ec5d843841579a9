"""What people said, for those who run the dates: on the page, and as a file."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from academy.shared.spreadsheets import csv_bytes
from courses.delivery.models import Cohort
from courses.delivery.policies import may_see_cohort
from learners.evaluation.files import answer_rows
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
        name = f"feedback-{kind.value}-{cohort.code}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        content = csv_bytes(answer_rows(cohort, kind, now=now))
        return HttpResponse(content, "text/csv; charset=utf-8", headers=headers)
    found = results(cohort, kind, now=now, number=request.GET.get("page", "1"))
    words = {"cohort": cohort, "kind": kind, "kinds": Kind, "results": found}
    return render(request, "learners/evaluation/results.html", words)
