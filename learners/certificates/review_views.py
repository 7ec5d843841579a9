"""Certificates to look at again, for the coordinator of a hub and the Academy's managers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.certificates.forms import DecisionForm
from learners.certificates.models import Certificate
from learners.certificates.policies import may_decide, may_decide_any
from learners.certificates.review_actions import decide
from learners.certificates.review_queries import doubt_about, to_decide
from learners.certificates.states import CertificateState

ON_A_PAGE = 50


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All that wait for this person's decision."""
    now = clock.now()
    may_decide_any(me(request), now=now).enforce()
    page = Paginator(to_decide(me(request), now=now), ON_A_PAGE).get_page(request.GET.get("page", "1"))
    return render(request, "learners/certificates/reviews.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """One of them: what the registers say now, and whether it counts."""
    rows = Certificate.objects.select_related(
        "enrolment__account", "enrolment__course", "enrolment__cohort__course", "enrolment__cohort__hub"
    )
    found = get_object_or_404(rows, token=token, enrolment__cohort__isnull=False)
    now = clock.now()
    may_decide(me(request), found.enrolment, now=now).enforce()
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keep = form.cleaned_data["keep"] == "yes"
        try:
            decide(certificate_id=found.pk, keep=keep, why=form.cleaned_data["why"], by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            told = "The certificate counts." if keep else "The certificate is taken back."
            messages.success(request, f"{told} {found.name} can read why.")
            return redirect("certificate-reviews")
    words = {
        "certificate": found,
        "cohort": found.enrolment.cohort,
        "doubt": doubt_about(found.enrolment),
        "open": found.state == CertificateState.UNDER_REVIEW,
        "form": form,
    }
    return render(request, "learners/certificates/review.html", words, status=REFUSED if form.errors else 200)
