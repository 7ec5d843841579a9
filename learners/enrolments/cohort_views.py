"""Dates for those who run them: the list, one with its places, and the steps that touch places. Each asks first."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.clock import london_date
from academy.shared.rulings import Refused, Ruling
from courses.delivery.forms import NumbersForm, last_day
from courses.delivery.models import Cohort
from courses.delivery.policies import (
    may_cancel_cohort,
    may_change_cohort,
    may_confirm,
    may_look_after_programmes,
    may_manage_dates,
    may_see_cohort,
)
from courses.delivery.queries import cohorts_seen, hubs_led
from courses.delivery.words import when_words
from learners.enrolments.cohort_actions import CohortFacts, cancel_cohort, change_cohort, confirm_cohort
from learners.enrolments.cohort_queries import SHOWN, cohort_list, cohort_page, counted, counts_of, how_many


class WhyForm(forms.Form):
    """A reason in words."""

    why = forms.CharField(max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The dates that one runs: upcoming, drafts, past."""
    now = clock.now()
    may_manage_dates(me(request), now=now).enforce()
    show = request.GET.get("show", "upcoming")
    show = show if show in SHOWN else "upcoming"
    hubs = hubs_led(me(request), now=now)
    hub = request.GET.get("hub", "")
    hub = hub if hub in {one.slug for one in hubs} else ""
    rows = cohorts_seen(me(request), now=now)
    if hub:
        rows = rows.filter(hub__slug=hub)
    words = {
        "page": cohort_list(rows, show=show, now=now, number=request.GET.get("page", "1")),
        "sums": how_many(rows),
        "show": show,
        "hub": hub,
        "hubs": hubs,
        "programmes": bool(may_look_after_programmes(me(request), now=now)),
    }
    return render(request, "learners/enrolments/cohorts.html", words)


@login_required
@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """One cohort: where it stands, what comes next and who does it, its sessions and trainers."""
    cohort = _cohort(request, pk)
    words = {"cohort": cohort, "page": cohort_page(cohort, me(request), now=clock.now())}
    return render(request, "learners/enrolments/cohort.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Places, minimum, booking window, words."""
    now, cohort = clock.now(), _cohort(request, pk)
    may_change_cohort(me(request), cohort, now=now).enforce()
    form = NumbersForm(request.POST or None, initial=_facts(cohort))
    if request.method == "POST" and form.is_valid():
        try:
            change_cohort(cohort_id=pk, facts=CohortFacts(**form.numbers()), by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Saved.")
            return redirect("cohort-page", pk=pk)
    words = {"form": form, "cohort": cohort, "counts": counts_of(cohort)}
    return render(
        request, "learners/enrolments/cohort_change.html", words, status=REFUSED if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), and say that it goes ahead (POST); with fewer than its minimum it needs a reason."""
    now, cohort = clock.now(), _cohort(request, pk)
    counts = counts_of(cohort)
    ruling = may_confirm(me(request), cohort, booked=counts.booked, why="a reason", now=now)

    def act(why: str) -> str:
        confirm_cohort(cohort_id=pk, by=me(request), now=now, why=why)
        return "It goes ahead."

    words = {"few": counts.booked < cohort.min_to_run}
    return _ask_why(request, cohort, ruling, "cohort_confirm", act, words)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), and cancel with a reason that everybody is told (POST)."""
    now, cohort = clock.now(), _cohort(request, pk)

    def act(why: str) -> str:
        cancel_cohort(cohort_id=pk, by=me(request), now=now, why=why)
        return "Cancelled. Everybody who had a place, or waited for one, is told."

    return _ask_why(request, cohort, may_cancel_cohort(me(request), cohort, now=now), "cohort_cancel", act)


def _ask_why(
    request: HttpRequest,
    cohort: Any,
    ruling: Ruling,
    template: str,
    act: Callable[[str], str],
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """A page that asks for a reason, and acts on it. `act` gives the words that say what was done.

    Where the step could be taken at all, a refusal is about the reason, and stands beside it.
    """
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = act(form.cleaned_data["why"])
        except Refused as refusal:
            if not ruling:
                raise
            form.add_error("why", refusal.reason)
        else:
            messages.success(request, done)
            return redirect("cohort-page", pk=cohort.pk)
    words = {
        "form": form,
        "cohort": cohort,
        "counts": counts_of(cohort),
        "when": _when(cohort),
        "ruling": ruling,
        **(more or {}),
    }
    status = REFUSED if form.errors else 200
    return render(request, f"learners/enrolments/{template}.html", words, status=status)


def _cohort(request: HttpRequest, pk: int) -> Any:
    """With its places counted, for those who run it."""
    rows = counted(Cohort.objects.select_related("course", "hub"))
    cohort = get_object_or_404(rows, pk=pk)
    may_see_cohort(me(request), cohort, now=clock.now()).enforce()
    return cohort


def _when(cohort: Any) -> str:
    if not cohort.live:
        return "no day yet"
    first = when_words(cohort.live[0])
    return first if len(cohort.live) == 1 else f"{first}, and {len(cohort.live) - 1} more"


def _facts(cohort: Cohort) -> dict[str, Any]:
    facts = asdict(CohortFacts(**{name: getattr(cohort, name) for name in CohortFacts.__slots__}))
    opens = facts.pop("booking_opens_at")
    return facts | {
        "booking_opens": london_date(opens) if opens else None,
        "booking_closes": last_day(facts.pop("booking_closes_at")),
    }
