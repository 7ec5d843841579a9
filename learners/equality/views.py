"""About you: asked once after booking, always to be changed or deleted; the same on paper; and the figures."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from academy.accounts.models import Account
from academy.accounts.rules import age_on
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.states import LIVE
from learners.equality.actions import Told, forget_what_was_told, tell_about_oneself
from learners.equality.forms import AboutForm
from learners.equality.queries import OwnAnswers, own_answers, was_asked, what_to_ask
from learners.equality.questions import questions_for

PAGE = "learners/equality"
NO_PLACE = "You have no place on these dates. You can tell us about yourself in your profile all the same."


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def after_booking(request: HttpRequest, token: str) -> HttpResponse:
    """Once, after a place was booked. Whoever comes back from booking and was asked before is led on."""
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), token=token)
    if not Enrolment.objects.filter(cohort=cohort, account=me(request), state__in=LIVE).exists():
        raise Refused(NO_PLACE)
    if request.GET.get("after") == "booking" and was_asked(me(request).pk):
        return redirect("date-page", token)
    known = own_answers(me(request).pk)
    if "skip" in request.POST:
        if not known:
            tell_about_oneself(account_id=me(request).pk, told=Told(), now=clock.now(), cohort_id=cohort.pk)
        return redirect("date-page", token)
    form = _form(request, known)
    if request.method == "POST" and form.is_valid():
        tell_about_oneself(account_id=me(request).pk, told=form.told(), now=clock.now(), cohort_id=cohort.pk)
        if own_answers(me(request).pk):
            messages.success(request, "Thank you. It counts, and nobody sees it with your name.")
        return redirect("date-page", token)
    words = {"form": form, "known": known, "cohort": cohort}
    return render(request, f"{PAGE}/after_booking.html", words, status=REFUSED if form.errors else 200)


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def about_me(request: HttpRequest) -> HttpResponse:
    """What one told: to see, to change, to delete."""
    if request.POST.get("do") == "forget":
        forget_what_was_told(account_id=me(request).pk)
        messages.success(request, "All of it is deleted.")
        return redirect("about-me")
    known = own_answers(me(request).pk)
    form = _form(request, known)
    if request.method == "POST" and form.is_valid():
        tell_about_oneself(account_id=me(request).pk, told=form.told(), now=clock.now())
        messages.success(request, "Saved.")
        return redirect("about-me")
    words = {"form": form, "known": known}
    return render(request, f"{PAGE}/about_me.html", words, status=REFUSED if form.errors else 200)


def _form(request: HttpRequest, known: OwnAnswers) -> AboutForm:
    initial: dict[str, Any] = {"heard": known.heard, **known.answers}
    asked = questions_for(_age(me(request)))
    data = request.POST if request.method == "POST" else None
    return AboutForm(data, asks=what_to_ask(), questions=asked, initial=initial)


def _age(account: Account) -> int | None:
    return age_on(account.date_of_birth, clock.today()) if account.date_of_birth else None
