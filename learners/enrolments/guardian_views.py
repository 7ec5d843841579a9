"""A parent or guardian agrees: written down by those who run the dates, with a photo of the paper if there is one."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.photos import photo_response
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.behalf_forms import ConsentForm
from learners.enrolments.consent import SCOPE, agreed_for, paper_of
from learners.enrolments.consent_actions import record_consent
from learners.enrolments.models import Enrolment
from learners.enrolments.place_policies import may_record_consent

log = logging.getLogger(__name__)


@login_required
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A parent or guardian has agreed."""
    place = _place(request, token, pk)
    known = agreed_for(place.account, on=clock.today())
    initial = {"guardian_name": known.guardian_name, "contact": known.contact} if known else {}
    form = ConsentForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            record_consent(
                place_id=place.pk,
                agreement=form.agreement(),
                photo=form.cleaned_data["paper"],
                by=me(request),
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Written down. {place.account} may take part.")
            return redirect("date-person", token, pk)
    words = {"cohort": place.cohort, "place": place, "form": form, "scope": SCOPE}
    return render(request, "learners/enrolments/guardian.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_safe
def paper(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """The photo of the paper that was signed, for those who run dates which this person is on."""
    place = _place(request, token, pk)
    found = paper_of(place.account, on=clock.today())
    if found is None:
        raise Http404
    try:
        return photo_response(request, found.paper, filename=f"guardian-{found.pk}.jpg")
    except OSError as error:
        log.error("the paper of guardian consent %s is missing: %s", found.pk, error)
        reason = "We cannot find this photo just now. We have been told."
        return render(request, "404.html", {"reason": reason}, status=404)


def _place(request: HttpRequest, token: str, pk: int) -> Enrolment:
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), token=token)
    place = get_object_or_404(Enrolment.objects.select_related("account", "course"), pk=pk, cohort=cohort)
    place.cohort = cohort
    may_record_consent(me(request), place, now=clock.now()).enforce()
    return place
