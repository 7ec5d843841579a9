"""The learners of one assessor, and the work of one of them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from learners.assessment.direct_queries import ready_by_records
from learners.assessment.feedback_queries import said_by_learner
from learners.assessment.policies import may_choose_to_judge
from learners.dashboards.my_learners_queries import SHOWN, my_learners
from learners.dashboards.work_actions import open_work
from learners.dashboards.work_queries import work_of
from learners.planning.policies import may_see_learners, plan_ruling
from learners.registrations.models import QualRegistration
from learners.submissions.policies import may_give_attempt, units_seen


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Learner by unit, with who waits for whom."""
    now = clock.now()
    may_see_learners(me(request), now=now).enforce()
    show = request.GET.get("show", "")
    mine = my_learners(
        me(request),
        show=show if show in SHOWN else "",
        number=request.GET.get("page", "1"),
        today=clock.london_date(now),
    )
    return render(request, "learners/dashboards/my_learners.html", {"mine": mine})


@login_required
@require_safe
def work(request: HttpRequest, token: str) -> HttpResponse:
    """What one learner has handed in and what is next, for whoever assesses or checks them."""
    now, rows = (
        clock.now(),
        QualRegistration.objects.select_related("account", "hub", "version__qualification"),
    )
    registration = get_object_or_404(rows, token=token)
    standing = open_work(registration=registration, by=me(request), now=now)
    words = {
        "registration": registration,
        "standing": standing,
        "work": work_of(
            me(request), registration, standing=standing, number=request.GET.get("page", "1"), now=now
        ),
        "may_plan": plan_ruling(standing, registration),
        "may_choose": may_choose_to_judge(
            me(request), registration, on=clock.london_date(now), standing=standing
        ),
        "said": said_by_learner(registration, units_seen(standing)),
        "ready": len(ready_by_records({registration.pk: standing.assesses})),
        "may_try": any(
            may_give_attempt(me(request), registration, unit, on=clock.london_date(now), standing=standing)
            for unit in standing.assesses or [0]  # a lead gives it in any unit
        ),
    }
    return render(request, "learners/dashboards/learner_work.html", words)
