"""Programmes, and which dates count for them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.models import Programme
from courses.delivery.policies import may_count_for, may_look_after_programmes
from courses.delivery.programme_actions import ProgrammeFacts, add_programme, change_programme, set_programmes
from courses.delivery.programme_forms import CountsForm, ProgrammeForm
from courses.delivery.views import seen

ON_A_PAGE = 25


@login_required
@require_http_methods(["GET", "POST"])
def counts(request: HttpRequest, pk: int) -> HttpResponse:
    """The programmes that these dates count for."""
    now, cohort = clock.now(), seen(request, pk)
    may_count_for(me(request), cohort, now=now).enforce()
    chosen = list(cohort.programmes.values_list("pk", flat=True))
    form = CountsForm(request.POST if request.method == "POST" else None, initial={"programmes": chosen})
    if form.is_valid():
        ids = [one.pk for one in form.cleaned_data["programmes"]]
        set_programmes(cohort_id=pk, programme_ids=ids, by=me(request), now=now)
        messages.success(request, "Saved what these dates count for.")
        return redirect("cohort-page", pk=pk)
    words = {
        "form": form,
        "cohort": cohort,
        "any": Programme.objects.exists(),
        "looks_after": bool(may_look_after_programmes(me(request), now=now)),
    }
    return render(
        request, "courses/delivery/cohort_programmes.html", words, status=REFUSED if form.errors else 200
    )


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All of them, those that end last first."""
    may_look_after_programmes(me(request), now=clock.now()).enforce()
    rows = Programme.objects.annotate(dates=Count("cohorts")).order_by("-ends_on", "name")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    return render(request, "courses/delivery/programmes.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """One more."""
    may_look_after_programmes(me(request), now=clock.now()).enforce()
    return _form(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other dates, another target."""
    may_look_after_programmes(me(request), now=clock.now()).enforce()
    return _form(request, get_object_or_404(Programme, pk=pk))


def _form(request: HttpRequest, programme: Programme | None) -> HttpResponse:
    known: dict[str, Any] = {name: getattr(programme, name, None) for name in ProgrammeFacts.__slots__}
    form = ProgrammeForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        by, now = me(request), clock.now()
        try:
            if programme is None:
                saved = add_programme(facts=form.facts(), by=by, now=now)
            else:
                saved = change_programme(programme_id=programme.pk, facts=form.facts(), by=by, now=now)
        except Refused as refusal:
            form.add_error("ends_on" if "ends after" in refusal.reason else "name", refusal.reason)
        else:
            messages.success(request, f"Saved {saved.name}.")
            return redirect("programmes")
    words = {"form": form, "programme": programme}
    return render(request, "courses/delivery/programme.html", words, status=REFUSED if form.errors else 200)
