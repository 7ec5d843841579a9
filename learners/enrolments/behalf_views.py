"""Who is on some dates, and what is done for them on the telephone or at the door. For those who run the dates."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.policies import leads
from learners.enrolments.behalf_actions import book_known, book_newcomer
from learners.enrolments.behalf_forms import AgreedForm, EndForm, NewcomerForm
from learners.enrolments.behalf_queries import SHOWN, counts, history_of, known_people, people_on
from learners.enrolments.consent import agreed_for, needs_consent
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.my_queries import moment_words
from learners.enrolments.place_actions import accept_offer, cancel_place
from learners.enrolments.place_policies import may_accept, may_be_moved, may_book, may_book_for, may_cancel
from learners.enrolments.states import PlaceState

PLACE = "learners/enrolments"
BOOKED = {
    PlaceState.CONFIRMED: "has a place now.",
    PlaceState.REQUESTED: "has a place as soon as a parent or guardian has agreed.",
    PlaceState.WAITLISTED: "is on the waiting list now.",
    PlaceState.OFFERED: "has been offered a place. Take it for them below.",
}


@login_required
@require_safe
def people(request: HttpRequest, token: str) -> HttpResponse:
    """Everybody on these dates, by where they stand."""
    cohort = _cohort(request, token)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    totals = counts(cohort)
    tabs = [
        (f"{label} ({totals[key]})", f"?show={key}" if key else "?", key == show)
        for key, (label, _) in SHOWN.items()
    ]
    page = people_on(cohort, show, number=request.GET.get("page", 1))
    words = {
        "cohort": cohort,
        "page": page,
        "tabs": tabs,
        "show": show,
        "booking": may_book(cohort, now=clock.now()),
    }
    return render(request, f"{PLACE}/people.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody for whom the hub books: people it knows are offered first, so that nobody is entered twice."""
    cohort = _cohort(request, token)
    search = request.GET.get("q", "")[:80]
    booking = may_book(cohort, now=clock.now())
    is_known = "account" in request.POST
    form = NewcomerForm(
        request.POST if request.POST and not is_known else None, initial={"full_name": search}
    )
    known = AgreedForm(request.POST if is_known else None, auto_id="known_%s")
    if request.method == "POST":
        chosen: Any = known if is_known else form
        if chosen.is_valid() and (place := _booked(request, cohort, chosen)):
            messages.success(request, f"{place.account} {BOOKED[PlaceState(place.state)]}")
            return redirect("date-person", token, place.pk)
    words = {
        "cohort": cohort,
        "form": form,
        "known": known,
        "search": search,
        "found": known_people(cohort.hub, cohort, search),
        "booking": booking,
    }
    status = REFUSED if form.errors or known.errors else 200
    return render(request, f"{PLACE}/add_to_dates.html", words, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """One person on these dates: where they stand, what they need, and what can be done for them."""
    cohort, place = place_on(request, token, pk)
    now = clock.now()
    form = EndForm(request.POST if request.POST.get("did") == "end" else None)
    refusal = ""
    if request.method == "POST":
        try:
            if done := _done(request, place, form):
                messages.success(request, done)
                return redirect("date-person", token, pk)
        except Refused as refused:
            refusal = refused.reason
            place.refresh_from_db()
    words = {
        "cohort": cohort,
        "place": place,
        "state": str(PlaceState(place.state).label).capitalize(),
        "until": moment_words(place.offer_expires_at) if place.offer_expires_at else "",
        "needs": DayNeeds.objects.filter(enrolment=place).first(),
        "history": history_of(place),
        "accepting": may_accept(place, now=now) if place.state == PlaceState.OFFERED else None,
        "ending": may_cancel(place),
        "moving": may_be_moved(place),
        "asks_guardian": place.state in (PlaceState.REQUESTED, PlaceState.OFFERED, PlaceState.WAITLISTED)
        and needs_consent(place.account, place.course, on=clock.today()),
        "consent": agreed_for(place.account, on=clock.today()),
        "form": form,
        "refusal": refusal,
        "leading": leads(me(request), cohort.hub, now=now),
    }
    status = REFUSED if form.errors else 403 if refusal else 200
    return render(request, f"{PLACE}/person_on_dates.html", words, status=status)


def _booked(request: HttpRequest, cohort: Cohort, form: Any) -> Enrolment | None:
    """The place; None where it was refused, with the reason in the form."""
    facts = {"cohort_id": cohort.pk, "agreed": form.cleaned_data["agreed"], "by": me(request)}
    try:
        if isinstance(form, AgreedForm):
            typed = request.POST["account"]
            account_id = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0
            return book_known(account_id=account_id, now=clock.now(), **facts)
        return book_newcomer(person=form.person(), now=clock.now(), **facts)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
    return None


def _done(request: HttpRequest, place: Enrolment, form: EndForm) -> str:
    """What was done, in words; nothing where the form has something to put right."""
    if request.POST.get("did") == "accept":
        taken = accept_offer(place_id=place.pk, by=me(request), now=clock.now())
        return f"{place.account} {BOOKED[PlaceState(taken.state)]}"
    if request.POST.get("did") == "end" and form.is_valid():
        by_hub, why = form.cleaned_data["whose"] == "hub", form.cleaned_data["why"]
        cancel_place(place_id=place.pk, by=me(request), now=clock.now(), why=why, by_hub=by_hub)
        return f"{place.account} is no longer on these dates. What they held goes to the next person."
    return ""


def _cohort(request: HttpRequest, token: str) -> Cohort:
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), token=token)
    may_book_for(me(request), cohort, now=clock.now()).enforce()
    return cohort


def place_on(request: HttpRequest, token: str, pk: int) -> tuple[Cohort, Enrolment]:
    """For those who run these dates."""
    cohort = _cohort(request, token)
    rows = Enrolment.objects.select_related("account", "course", "booked_by")
    place = get_object_or_404(rows, pk=pk, cohort=cohort)
    place.cohort = cohort
    return cohort, place
