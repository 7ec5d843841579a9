"""How a group gets on, for those who run its dates."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from courses.delivery.models import Cohort
from courses.delivery.policies import may_see_cohort
from learners.dashboards.progress_queries import SHOWN, cohort_progress


@login_required
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Each person's sessions, online lessons and what is missing, and the whole grid of lessons."""
    now = clock.now()
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    may_see_cohort(me(request), cohort, now=now).enforce()
    show = request.GET.get("show", "")
    words = {
        "cohort": cohort,
        "now": now,
        "progress": cohort_progress(
            cohort,
            show=show if show in SHOWN else "",
            course=request.GET.get("course", ""),
            number=request.GET.get("page", "1"),
            now=now,
        ),
    }
    return render(request, "learners/dashboards/cohort_progress.html", words)
