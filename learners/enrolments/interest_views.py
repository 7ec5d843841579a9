"""Tell me when there are dates: asking, one's own lists, and for coordinators who waits for what."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.hubs.models import Hub
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.catalogue.models import Course
from courses.delivery.queries import hubs_led
from learners.enrolments.dates_queries import next_dates
from learners.enrolments.interest_actions import ask_to_be_told, stop_telling
from learners.enrolments.interest_forms import ANY, InterestForm
from learners.enrolments.interest_policies import may_ask, may_see_demand, may_see_who_waits
from learners.enrolments.interest_queries import demand_at, my_lists, who_waits

PLACE = "learners/enrolments"


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask which hub (GET, also where signing in leads back to), and put the person on the list (POST)."""
    course = get_object_or_404(Course, slug=slug)
    ruling = may_ask(course, None)
    form = InterestForm(request.POST or None, initial={"hub": _hub_first(request)})
    if request.method == "POST" and form.is_valid():
        hub = form.chosen()
        try:
            ask_to_be_told(
                account_id=me(request).pk,
                course_id=course.pk,
                hub_id=hub.pk if hub else None,
                by=me(request),
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            where = f"at {hub.name}" if hub else "at any hub"
            messages.success(request, f"We tell you when there are dates {where}.")
            return redirect("interests")
    words = {
        "course": course,
        "form": form,
        "refusal": ruling.reason,
        "dates": next_dates(course, now=clock.now(), most=3),
    }
    status = REFUSED if form.errors else 403 if not ruling else 200
    return render(request, f"{PLACE}/interest.html", words, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The lists that a person is on, each with a button that ends it."""
    if request.method == "POST":
        typed = request.POST.get("end", "")
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
        if stop_telling(account_id=me(request).pk, interest_id=number, now=clock.now()):
            messages.success(request, "You are off this list.")
        return redirect("interests")
    return render(request, f"{PLACE}/interests.html", {"lists": my_lists(me(request).pk)})


@login_required
@require_safe
def demand(request: HttpRequest) -> HttpResponse:
    """For which courses people wait, at the hubs that one looks after."""
    now = clock.now()
    may_see_demand(me(request), now=now).enforce()
    hubs = hubs_led(me(request), now=now)
    hub = next((one for one in hubs if one.slug == request.GET.get("hub")), hubs[0] if hubs else None)
    words = {"hubs": hubs, "hub": hub, "rows": demand_at(hub, now=now) if hub else ()}
    return render(request, f"{PLACE}/demand.html", words)


@login_required
@require_safe
def people(request: HttpRequest, hub: str, slug: str) -> HttpResponse:
    """Who asked this hub to tell them about one course."""
    place = get_object_or_404(Hub, slug=hub)
    may_see_who_waits(me(request), place, now=clock.now()).enforce()
    course = get_object_or_404(Course, slug=slug)
    words = {
        "hub": place,
        "course": course,
        "page": who_waits(place, course, number=request.GET.get("page", 1)),
    }
    return render(request, f"{PLACE}/who_waits.html", words)


def _hub_first(request: HttpRequest) -> str:
    """What the form begins with: the hub of the address, else one's own, else none in particular."""
    own = me(request).hub
    return request.GET.get("hub", "")[:80] or (own.slug if own else ANY)
