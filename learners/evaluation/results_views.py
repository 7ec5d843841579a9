"""What people said, for those who run the dates: on the page, and as a file."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from academy.accounts.views import me
from academy.shared import clock
from academy.shared.clock import london_date
from academy.shared.spreadsheets import csv_bytes
from academy.templating import time_words
from courses.delivery.models import Cohort
from courses.delivery.policies import may_manage_dates, may_see_cohort
from courses.delivery.queries import hubs_led
from courses.delivery.words import short_day_words
from learners.evaluation.card_queries import cards, how_many_cards
from learners.evaluation.files import answer_rows
from learners.evaluation.overview_queries import MARKS, group_rows, groups
from learners.evaluation.policies import may_print_cards
from learners.evaluation.results_queries import results
from learners.evaluation.rules import opens_at
from learners.evaluation.states import Kind


@login_required
@require_safe
def cohort_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: how it was, or what came of it."""
    now = clock.now()
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    may_see_cohort(me(request), cohort, now=now).enforce()
    kind = Kind.LATER if request.GET.get("about") == Kind.LATER else Kind.END
    if request.GET.get("as") == "csv":
        return _file(f"feedback-{kind.value}-{cohort.code}", answer_rows(cohort, kind, now=now))
    found = results(cohort, kind, now=now, number=request.GET.get("page", "1"))
    by_card = how_many_cards(cohort) if kind is Kind.END and not found.heard.closed else 0
    words = {"cohort": cohort, "kind": kind, "results": found, "by_card": by_card}
    return render(request, "learners/evaluation/results.html", words)


@login_required
@require_safe
def feedback_cards(request: HttpRequest, pk: int) -> HttpResponse:
    """To print: a square for each person whom no e-mail reaches. It holds their own link, so nobody keeps it."""
    now = clock.now()
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    may_print_cards(me(request), cohort, now=now).enforce()
    page, found = cards(cohort, number=request.GET.get("page", "1"))
    begins = opens_at(Kind.END, cohort.ends_at) if cohort.ends_at else now
    opens = f"{time_words(begins)} on {short_day_words(london_date(begins))}" if now < begins else ""
    words = {"cohort": cohort, "page": page, "cards": found, "opens": opens}
    response = render(request, "learners/evaluation/cards.html", words)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_safe
def feedback(request: HttpRequest) -> HttpResponse:
    """All groups that one runs, beside each other."""
    now = clock.now()
    may_manage_dates(me(request), now=now).enforce()
    hubs = hubs_led(me(request), now=now)
    asked = request.GET.get("hub", "")
    hub = asked if asked in {one.slug for one in hubs} else ""
    if request.GET.get("as") == "csv":
        return _file(f"feedback-{clock.today().isoformat()}", group_rows(me(request), hub=hub, now=now))
    page, found = groups(me(request), hub=hub, now=now, number=request.GET.get("page", "1"))
    words = {"page": page, "groups": found, "hubs": hubs, "hub": hub, "marks": MARKS}
    return render(request, "learners/evaluation/overview.html", words)


def _file(name: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(csv_bytes(rows), "text/csv; charset=utf-8", headers=headers)
