"""Making dates, copying them, opening them, and saying who trains them. Every consequential step is asked for first."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.hubs.models import Hub
from academy.shared import clock
from academy.shared.rulings import Refused
from academy.shared.tokens import new_token
from courses.delivery.actions import copy_cohort, create_cohort, open_cohort, set_trainers
from courses.delivery.forms import CopyForm, NewCohortForm, TrainersForm, beginning, where_of
from courses.delivery.models import Cohort
from courses.delivery.policies import (
    may_change_cohort,
    may_make_any,
    may_make_cohort,
    may_open,
    may_see_cohort,
)
from courses.delivery.queries import hubs_led, live_sessions, planned_sessions, trains, usual_of
from courses.delivery.venue_queries import twice_words
from courses.delivery.words import when_words, where_words


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Dates in one page: begun with what this hub did last, kept as a draft or opened at once."""
    now = clock.now()
    may_make_any(me(request), now=now).enforce()
    hubs = hubs_led(me(request), now=now)
    hub = chosen_hub(request, hubs)
    if hub is None:
        return render(request, "courses/delivery/choose_hub.html", {"hubs": hubs, "title": "New dates"})
    may_make_cohort(me(request), hub, now=now).enforce()
    initial = beginning(usual_of(hub, now=now), new_token())
    form = NewCohortForm(request.POST or None, hub=hub, now=now, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            cohort = create_cohort(new=form.new(), by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            return _made(request, cohort, opened="open" in request.POST)
    words = {"form": form, "hub": hub, "several": len(hubs) > 1}
    return render(request, "courses/delivery/new.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same again from another day on."""
    now, cohort = clock.now(), seen(request, pk)
    may_make_cohort(me(request), cohort.hub, cohort.course, now=now).enforce()
    planned = planned_sessions(cohort)
    initial: dict[str, object] = {"key": new_token()}
    for first in planned[:1]:
        where = where_of(first.venue_id, bool(first.online_url))
        initial |= {
            "begins": first.begins, "ends": first.ends, "where": where, "online_url": first.online_url,
        }  # fmt: skip
    form = CopyForm(request.POST or None, hub=cohort.hub, now=now, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = copy_cohort(
                cohort_id=pk, first=form.meeting(), by=me(request), now=now, key=form.cleaned_data["key"]
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Copied. Look it over, then open booking.")
            warn_of_venues(request, made)
            return redirect("cohort-page", pk=made.pk)
    words = {"form": form, "cohort": cohort, "sessions": len(planned)}
    return render(request, "courses/delivery/copy.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def open_booking(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), and let people book (POST)."""
    now, cohort = clock.now(), seen(request, pk)
    if request.method == "POST":
        open_cohort(cohort_id=pk, by=me(request), now=now)
        messages.success(request, "Booking is open. The dates stand in the public list now.")
        return redirect("cohort-page", pk=pk)
    sessions = [(when_words(one), where_words(one)) for one in live_sessions(cohort)]
    ruling = may_open(me(request), cohort, now=now)
    words = {
        "cohort": cohort,
        "ruling": ruling,
        "sessions": sessions,
        "trainers": trains(cohort),
        "twice": twice_words(cohort),
    }
    return render(request, "courses/delivery/open.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def trainers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who trains these dates."""
    now, cohort = clock.now(), seen(request, pk)
    may_change_cohort(me(request), cohort, now=now).enforce()
    on = trains(cohort)
    form = TrainersForm(request.POST if request.method == "POST" else None, hub=cohort.hub, on=on, now=now)
    if request.method == "POST" and form.is_valid():
        chosen = [one.pk for one in form.cleaned_data["trainers"]]
        try:
            set_trainers(cohort_id=pk, account_ids=chosen, by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Saved who trains these dates.")
            return redirect("cohort-page", pk=pk)
    words = {"form": form, "cohort": cohort}
    return render(request, "courses/delivery/trainers.html", words, status=REFUSED if form.errors else 200)


def seen(request: HttpRequest, pk: int) -> Cohort:
    """The cohort, for those who run it."""
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    may_see_cohort(me(request), cohort, now=clock.now()).enforce()
    return cohort


def chosen_hub(request: HttpRequest, hubs: tuple[Hub, ...]) -> Hub | None:
    """The hub of the address, or the only one; None where it has to be chosen."""
    slug = request.GET.get("hub", "")
    if not slug:
        return hubs[0] if len(hubs) == 1 else None
    return next((hub for hub in hubs if hub.slug == slug), None) or get_object_or_404(Hub, slug=slug)


def warn_of_venues(request: HttpRequest, cohort: Cohort) -> None:
    """Say where a venue is used twice, now that these dates are saved."""
    if words := twice_words(cohort):
        messages.warning(request, words)


def _made(request: HttpRequest, cohort: Cohort, *, opened: bool) -> HttpResponse:
    """On to the page of the new dates, opened if that was asked for and can be."""
    if not opened:
        messages.success(request, "Kept as a draft. Nobody else sees it until you open booking.")
    else:
        try:
            open_cohort(cohort_id=cohort.pk, by=me(request), now=clock.now())
        except Refused as refusal:
            messages.warning(request, f"Kept as a draft. {refusal.reason}")
        else:
            messages.success(request, "Booking is open. The dates stand in the public list now.")
    warn_of_venues(request, cohort)
    return redirect("cohort-page", pk=cohort.pk)
