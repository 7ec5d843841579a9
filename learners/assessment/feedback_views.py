"""The learner reads and hears feedback, and says so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.assessment.actions import acknowledge
from learners.assessment.feedback_forms import ReadForm
from learners.assessment.feedback_queries import feedback, feedback_lines, lines
from learners.assessment.models import Judgement
from learners.assessment.policies import may_see_judgement
from learners.registrations.standing import standing_of
from learners.submissions.policies import may_see_what_to_show
from learners.submissions.views import registration_at

HERE = "learners/assessment"
ON_A_PAGE = 25


@login_required
@require_safe
def listed(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that I was told, the newest first."""
    registration = registration_at(token)
    may_see_what_to_show(me(request), registration, on=clock.today()).enforce()
    page = Paginator(feedback_lines(registration), ON_A_PAGE).get_page(request.GET.get("page", "1"))
    words = {"registration": registration, "page": page, "lines": lines(list(page.object_list))}
    return render(request, f"{HERE}/feedbacks.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest, token: str) -> HttpResponse:
    """What is met first, then the one next thing. Who judged or checks it has a page of their own."""
    rows = Judgement.objects.select_related("registration__version__qualification", "submission")
    judgement = get_object_or_404(rows.select_related("registration__account"), token=token)
    standing = standing_of(me(request), judgement.registration, on=clock.today())
    may_see_judgement(me(request), judgement, on=clock.today(), standing=standing).enforce()
    if not standing.own:
        return redirect("learner-work", token=judgement.registration.token)
    form = ReadForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            acknowledge(
                judgement_id=judgement.pk, words=form.cleaned_data["words"], by=me(request), now=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{judgement.assessor_name} sees that you have read it.")
            return redirect("feedback", token=token)
    words = {
        "form": form,
        "judgement": judgement,
        "registration": judgement.registration,
        "told": feedback(judgement, me(request), on=clock.today()),
    }
    return render(request, f"{HERE}/feedback.html", words, status=REFUSED if form.errors else 200)
