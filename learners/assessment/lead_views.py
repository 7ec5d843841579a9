"""What is stuck, for the lead quality assurer: rounds that wait for somebody who cannot go on, and naming another."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.assessment.countersign_actions import name_countersigner
from learners.assessment.countersign_policies import may_name_countersigner, may_see_stuck
from learners.assessment.lead_forms import CountersignerForm
from learners.assessment.models import Judgement
from learners.assessment.states import JudgementState
from learners.assessment.stuck_queries import Stuck, stuck_for, who_could_countersign
from learners.registrations.conflict_queries import waiting_to_be_decided
from learners.registrations.standing import standing_of

HERE = "learners/assessment"
ON_A_PAGE = 25


@login_required
@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """The oldest first."""
    now = clock.now()
    may_see_stuck(me(request), on=clock.london_date(now)).enforce()
    found = stuck_for(me(request), now=now)
    words = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1")),
        "kinds": Stuck,
        "conflicts": waiting_to_be_decided(on=clock.london_date(now)),
    }
    return render(request, f"{HERE}/stuck.html", words)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name_second(request: HttpRequest, token: str) -> HttpResponse:
    """Who countersigns a round that waits."""
    rows = Judgement.objects.select_related(
        "assessor", "countersigner", "registration__account", "registration__version__qualification"
    )
    judgement, now = get_object_or_404(rows, token=token), clock.now()
    may = may_name_countersigner(me(request), judgement, now=now)
    standing = standing_of(me(request), judgement.registration, on=clock.london_date(now))
    if not may and judgement.state != JudgementState.COUNTERSIGN and standing.leads_quality:
        messages.info(request, may.reason)  # somebody else answered meanwhile
        return redirect("stuck")
    may.enforce()
    people, why = who_could_countersign(judgement, now=now)
    form = CountersignerForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        person = next(one for one in people if one.pk == form.cleaned_data["person"])
        try:
            name_countersigner(judgement_id=judgement.pk, person=person, by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{person.full_name} is asked to countersign, and is told.")
            return redirect("stuck")
    words: dict[str, Any] = {
        "made": judgement,
        "registration": judgement.registration,
        "form": form,
        "people": people,
        "why": why,
    }
    return render(request, f"{HERE}/name_countersigner.html", words, status=REFUSED if form.errors else 200)
