"""The way to a qualification, for everybody, and asking for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.models import Account
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.qualifications.models import Qualification
from learners.registrations.actions import ask
from learners.registrations.forms import WishForm
from learners.registrations.models import QualRegistration
from learners.registrations.way_queries import Way, way_of, ways

HERE = "learners/registrations"


def found(token: str) -> QualRegistration:
    """With what its pages say of it."""
    rows = QualRegistration.objects.select_related(
        "account", "hub", "version__qualification__awarding_organisation", "put_forward_by", "accepted_by"
    )
    return get_object_or_404(rows, token=token)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every qualification that can be asked for today."""
    return render(request, f"{HERE}/ways.html", {"ways": ways(_reader(request), on=clock.today())})


@require_safe
def way(request: HttpRequest, slug: str) -> HttpResponse:
    """From the first day to the qualification, with what the reader has done of it."""
    return render(request, f"{HERE}/way.html", {"way": _way(request, slug), "signed_in": _reader(request)})


@login_required
@require_http_methods(["GET", "POST"])
def ask_for(request: HttpRequest, slug: str) -> HttpResponse:
    """Where, how and why (GET), and asking (POST)."""
    found_way = _way(request, slug)
    if found_way.mine is not None:
        return redirect("registration", found_way.mine.token)
    form = WishForm(request.POST if request.method == "POST" else None, hubs=found_way.hubs)
    ruling = found_way.ruling
    if form.is_valid():
        hub = form.cleaned_data["hub"]
        try:
            made = ask(
                version_id=found_way.version.pk,
                hub_id=hub.pk,
                wish=form.wish(),
                by=me(request),
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"You have asked. {hub.name} gets in touch with you.")
            return redirect("registration", made.token)
    words = {"way": found_way, "form": form, "ruling": ruling}
    return render(request, f"{HERE}/ask.html", words, status=REFUSED if form.errors else 200)


def _way(request: HttpRequest, slug: str) -> Way:
    qualification = get_object_or_404(
        Qualification.objects.select_related("awarding_organisation"), slug=slug
    )
    known = way_of(qualification, _reader(request), now=clock.now())
    if known is None:
        raise Http404
    return known


def _reader(request: HttpRequest) -> Account | None:
    return request.user if isinstance(request.user, Account) else None
