"""Moving somebody's place to other dates, for those who run the dates that they are on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.behalf_forms import MoveForm
from learners.enrolments.behalf_views import place_on
from learners.enrolments.dates_queries import DateRow, free_dates_beside
from learners.enrolments.models import Enrolment
from learners.enrolments.moving_actions import move_place
from learners.enrolments.place_policies import may_be_moved, may_book_for


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Which dates, and how the person agreed (GET); moved (POST)."""
    cohort, place = place_on(request, token, pk)
    now, ruling = clock.now(), may_be_moved(place)
    dates = free_dates_beside(cohort, now=now) if ruling else ()
    asked = request.method == "POST" and bool(ruling)
    form = MoveForm(request.POST if asked else None, dates=[(one.token, _words(one)) for one in dates])
    if asked and form.is_valid():
        there = Cohort.objects.select_related("hub").get(token=form.cleaned_data["to"])
        try:
            new = move_place(
                place_id=place.pk, to_cohort_id=there.pk, by=me(request), now=now, agreed=form.words
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, f"{place.account} has a place on the new dates. The old one goes to the next person."
            )
            return _after(request, place, new, there)
    words = {"cohort": cohort, "place": place, "form": form, "ruling": ruling, "dates": dates}
    status = REFUSED if form.errors else 403 if request.method == "POST" else 200
    return render(request, "learners/enrolments/move.html", words, status=status)


def _after(request: HttpRequest, place: Enrolment, new: Enrolment, there: Cohort) -> HttpResponse:
    """To the new place, where the reader runs those dates too; else to the old one."""
    if may_book_for(me(request), there, now=clock.now()):
        return redirect("date-person", there.token, new.pk)
    assert place.cohort is not None
    return redirect("date-person", place.cohort.token, place.pk)


def _words(one: DateRow) -> str:
    more = f" ({one.more})" if one.more else ""
    return f"{one.when}{more}. {one.where}. {one.hub}: {one.standing.words.lower()}"
