"""Dates and one's own place on them. Every step asks first (GET), and only a pressed button acts (POST)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.models import AccessNeed
from academy.accounts.queries import rows_of
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.care_actions import change_access_need, save_day_needs
from learners.enrolments.date_page import date_view, find_by_code
from learners.enrolments.dates_queries import Chosen, DateRow, choices, dates_page, free_dates_beside
from learners.enrolments.interest_queries import course_to_wait_for
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.moving_actions import move_place
from learners.enrolments.place_actions import accept_offer, book_place, cancel_place
from learners.enrolments.place_forms import AccessNeedForm, CodeForm, DayNeedsForm, GiveUpForm
from learners.enrolments.place_policies import may_accept, may_see_dates
from learners.enrolments.states import LIVE, OPEN, PlaceState

PLACE = "learners/enrolments"
NO_PLACE = "You have no place on these dates. Look at the page of the dates to book one."


@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    """All dates that can be booked, narrowed down by the address."""
    now = clock.now()
    chosen = Chosen(**{name: request.GET.get(name, "")[:80] for name in Chosen.__slots__})
    page = dates_page(chosen, now=now, number=request.GET.get("page", 1))
    kept = {name: getattr(chosen, name) for name in Chosen.__slots__ if getattr(chosen, name)}
    query = f"{urlencode(kept)}&" if kept else ""
    words = {"page": page, "chosen": chosen, "choices": choices(now), "kept": kept, "query": query}
    words["waits_for"] = course_to_wait_for(chosen.course)
    return render(request, f"{PLACE}/dates.html", words)


@require_safe
def date(request: HttpRequest, token: str) -> HttpResponse:
    """One cohort, as everybody sees it, with one's own place."""
    cohort = _cohort(request, token)
    return render(request, f"{PLACE}/date.html", {"date": date_view(cohort, _who(request), now=clock.now())})


@login_required
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, token: str) -> HttpResponse:
    """Ask (GET, also where signing in leads back to), and book or join the list (POST)."""
    cohort = _cohort(request, token)
    if request.method == "POST":
        try:
            place = book_place(
                cohort_id=cohort.pk, account_id=me(request).pk, by=me(request), now=clock.now()
            )
        except Refused as refusal:
            view = date_view(cohort, me(request), now=clock.now())
            words = {"date": view, "refusal": refusal.reason}
            return render(request, f"{PLACE}/book.html", words, status=403)
        _say_booked(request, place)
        asked = AccessNeed.objects.filter(account=place.account_id).exists()
        if place.state == PlaceState.WAITLISTED:
            return redirect("date-page", token)
        return _to_about(token) if asked else redirect("day-needs", token)
    view = date_view(cohort, me(request), now=clock.now())
    if view.mine is not None and view.mine.state in LIVE:
        return redirect("date-page", token)
    return render(request, f"{PLACE}/book.html", {"date": view, "refusal": view.booking.reason})


@login_required
@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """Ask (GET), and give the place up or leave the list (POST)."""
    place = _mine(request, token, *OPEN)
    if request.method == "POST" and request.POST.get("to"):
        return _move(request, place)
    form = GiveUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        waited = place.state == PlaceState.WAITLISTED
        cancel_place(place_id=place.pk, by=me(request), now=clock.now(), why=form.cleaned_data["why"])
        said = "You are no longer on the list." if waited else "Your place is free for somebody else now."
        messages.success(request, f"{said} Thank you for telling us.")
        return redirect("date-page", token)
    words = {
        "date": _view(request, place),
        "form": form,
        "waits": place.state == PlaceState.WAITLISTED,
        "others": _others(place),
    }
    return render(request, f"{PLACE}/give_up.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """A place is free for you: take it or leave it."""
    offered = (PlaceState.OFFERED, PlaceState.CONFIRMED, PlaceState.REQUESTED)
    place = _mine(request, token, *offered, PlaceState.EXPIRED, PlaceState.DECLINED)
    if place.state in offered[1:]:
        return redirect("date-page", token)
    if request.method == "POST" and request.POST.get("answer") == "no":
        cancel_place(place_id=place.pk, by=me(request), now=clock.now())
        messages.success(request, "Thank you for telling us. We ask the next person now.")
        return redirect("date-page", token)
    if request.method == "POST" and request.POST.get("answer") == "yes":
        try:
            _say_booked(request, accept_offer(place_id=place.pk, by=me(request), now=clock.now()))
        except Refused:
            place.refresh_from_db()  # the page below says why
        else:
            return redirect("date-page", token)
    ruling = may_accept(place, now=clock.now())
    status = 403 if request.method == "POST" and not ruling else 200
    return render(
        request, f"{PLACE}/offer.html", {"date": _view(request, place), "ruling": ruling}, status=status
    )


@login_required
@require_http_methods(["GET", "POST"])
def day_needs(request: HttpRequest, token: str) -> HttpResponse:
    """What the trainers of these days should know. All of it as one likes."""
    place = _mine(request, token, *OPEN)
    kept = DayNeeds.objects.filter(enrolment=place).first()
    initial = {name: getattr(kept, name, "") for name in DayNeedsForm.base_fields}
    form = DayNeedsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_day_needs(place_id=place.pk, facts=form.facts(), by=me(request), now=clock.now())
        messages.success(request, "Saved. Only the trainers of these days see it.")
        return _to_about(token)
    words = {"date": _view(request, place), "form": form}
    return render(request, f"{PLACE}/day_needs.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def access_need(request: HttpRequest) -> HttpResponse:
    """What a person needs wherever they go: theirs to change and delete."""
    kept = AccessNeed.objects.filter(account=me(request)).first()
    form = AccessNeedForm(request.POST or None, initial={"words": kept.words if kept else ""})
    if request.method == "POST" and form.is_valid():
        change_access_need(account_id=me(request).pk, words=form.cleaned_data["words"], now=clock.now())
        messages.success(request, "Saved, also for the dates you have booked.")
        return redirect("profile")
    status = REFUSED if form.errors else 200
    return render(request, f"{PLACE}/access_need.html", {"form": form, "kept": kept}, status=status)


@require_safe
def type_code(request: HttpRequest) -> HttpResponse:
    """Where a short code is typed."""
    if "code" not in request.GET:
        return _code_page(request, CodeForm())
    form = CodeForm(request.GET)
    return (
        _to_code(request, form.cleaned_data["code"], form) if form.is_valid() else _code_page(request, form)
    )


@require_safe
def short_code(request: HttpRequest, code: str) -> HttpResponse:
    """The address of a poster."""
    return _to_code(request, code, CodeForm({"code": code}))


def _to_about(token: str) -> HttpResponse:
    """The one optional page after booking; whoever was there before is led on from it."""
    return redirect(f"{reverse('place-about', args=[token])}?after=booking")


def _to_code(request: HttpRequest, code: str, form: CodeForm) -> HttpResponse:
    cohort = find_by_code(code)
    if cohort is not None and may_see_dates(_who(request), cohort, now=clock.now()):
        return redirect("date-page", cohort.token)
    form.add_error("code", "We know no course with this code. Check it, or ask the hub that gave it to you.")
    return _code_page(request, form, status=404)


def _code_page(request: HttpRequest, form: CodeForm, status: int = 0) -> HttpResponse:
    status = status or (REFUSED if form.errors else 200)
    return render(request, f"{PLACE}/code.html", {"form": form}, status=status)


def _others(place: Enrolment) -> tuple[DateRow, ...]:
    """Other dates of the course with a place to move to."""
    if place.state != PlaceState.CONFIRMED:
        return ()
    assert place.cohort is not None
    return free_dates_beside(place.cohort, now=clock.now())


def _move(request: HttpRequest, place: Enrolment) -> HttpResponse:
    there = get_object_or_404(Cohort, token=request.POST["to"][:22])
    move_place(place_id=place.pk, to_cohort_id=there.pk, by=me(request), now=clock.now())
    messages.success(request, "Your place was moved. These are your new dates.")
    return redirect("date-page", there.token)


def _who(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _cohort(request: HttpRequest, token: str) -> Cohort:
    """What is still being prepared is there for those who run it, and for nobody else."""
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), token=token)
    if not may_see_dates(_who(request), cohort, now=clock.now()):
        raise Http404
    return cohort


def _mine(request: HttpRequest, token: str, *states: PlaceState) -> Enrolment:
    """One's own place on these dates in one of these states: the newest, a live one first."""
    mine = Enrolment.objects.counted().filter(account__in=rows_of(me(request)))
    rows = mine.filter(cohort__token=token, state__in=states)
    place = rows.select_related("cohort__course", "cohort__hub").order_by("-pk").first()
    if place is None:
        get_object_or_404(Cohort, token=token)
        raise Refused(NO_PLACE)
    return place


def _view(request: HttpRequest, place: Enrolment) -> Any:
    assert place.cohort is not None
    return date_view(place.cohort, me(request), now=clock.now())


def _say_booked(request: HttpRequest, place: Enrolment) -> None:
    said = {
        PlaceState.CONFIRMED: "Your place is booked.",
        PlaceState.REQUESTED: "We keep your place. A parent or guardian has to agree before it is booked.",
        PlaceState.WAITLISTED: "You are on the waiting list. We write to you when a place is free.",
        PlaceState.OFFERED: "A place is free for you already. Take it below.",
    }
    messages.success(request, said[PlaceState(place.state)])
