"""The places of a hub."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.hubs.models import Hub
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.models import Venue
from courses.delivery.policies import may_make_any, may_make_cohort
from courses.delivery.queries import hubs_led, venue_page
from courses.delivery.venue_actions import add_venue, change_venue, close_venue
from courses.delivery.venue_forms import VenueForm
from courses.delivery.views import chosen_hub

TITLE = "Venues"


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The places of one hub, those that are no longer used last."""
    now = clock.now()
    may_make_any(me(request), now=now).enforce()
    hubs = hubs_led(me(request), now=now)
    hub = chosen_hub(request, hubs)
    if hub is None:
        return render(request, "courses/delivery/choose_hub.html", {"hubs": hubs, "title": TITLE})
    may_make_cohort(me(request), hub, now=now).enforce()
    words = {"page": venue_page(hub, request.GET.get("page", "1")), "hub": hub, "several": len(hubs) > 1}
    return render(request, "courses/delivery/venues.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """One more place."""
    now = clock.now()
    may_make_any(me(request), now=now).enforce()
    hubs = hubs_led(me(request), now=now)
    hub = chosen_hub(request, hubs)
    if hub is None:
        return render(request, "courses/delivery/choose_hub.html", {"hubs": hubs, "title": "A new venue"})
    may_make_cohort(me(request), hub, now=now).enforce()
    form = VenueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            venue = add_venue(hub_id=hub.pk, facts=form.facts(), by=me(request), now=now)
        except Refused as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, f"Added {venue.name}.")
            return redirect(of_hub(hub))
    words = {"form": form, "hub": hub, "venue": None, "back": of_hub(hub)}
    return render(request, "courses/delivery/venue.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words about a place."""
    venue = _venue(request, pk)
    name = venue.name  # the form writes into the model before the action says yes
    form = VenueForm(request.POST or None, instance=venue)
    if request.method == "POST" and form.is_valid():
        try:
            change_venue(venue_id=pk, facts=form.facts(), by=me(request), now=clock.now())
        except Refused as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, f"Saved {venue.name}. Whoever has booked sees it from now on.")
            return redirect(of_hub(venue.hub))
    words = {"form": form, "hub": venue.hub, "venue": venue, "name": name, "back": of_hub(venue.hub)}
    return render(request, "courses/delivery/venue.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET), and offer the place no more, or again (POST)."""
    venue = _venue(request, pk)
    closing = venue.closed_at is None
    if request.method == "POST":
        closing = request.POST.get("again") != "yes"
        close_venue(venue_id=pk, closed=closing, by=me(request), now=clock.now())
        said = "is offered for new sessions no more." if closing else "can be chosen for new sessions again."
        messages.success(request, f"{venue.name} {said}")
        return redirect(of_hub(venue.hub))
    words = {"venue": venue, "closing": closing, "back": of_hub(venue.hub)}
    return render(request, "courses/delivery/venue_close.html", words)


def of_hub(hub: Hub) -> str:
    """The list of its places."""
    return f"{reverse('cohort-venues')}?hub={hub.slug}"


def _venue(request: HttpRequest, pk: int) -> Venue:
    venue = get_object_or_404(Venue.objects.select_related("hub"), pk=pk)
    may_make_cohort(me(request), venue.hub, now=clock.now()).enforce()
    return venue
