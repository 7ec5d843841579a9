"""The page on which people say how it was, and the one three months later. Whoever has the link of a place answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.models import Account
from academy.accounts.views import REFUSED
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.catalogue.models import CourseOutcomes
from learners.enrolments.models import Enrolment
from learners.evaluation.actions import say
from learners.evaluation.forms import HowItWasForm, WhatCameForm
from learners.evaluation.models import Evaluation, FollowUp
from learners.evaluation.policies import cohort_of, may_answer, may_change_answers
from learners.evaluation.queries import TABLES, has_answered, is_online, outcomes_asked, place_of
from learners.evaluation.states import Kind

PAGES = "learners/evaluation"
PAGE_OF = {Kind.END: f"{PAGES}/how_it_was.html", Kind.LATER: f"{PAGES}/what_came.html"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: HttpRequest, token: str) -> HttpResponse:
    """How it was."""
    return _page(request, token, Kind.END)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """What came of it."""
    return _page(request, token, Kind.LATER)


def _page(request: HttpRequest, token: str, kind: Kind) -> HttpResponse:
    words: dict[str, Any]
    place = place_of(kind, token)
    if place is None:
        return render(request, f"{PAGES}/no_such_link.html", status=404)
    who = request.user if isinstance(request.user, Account) else None
    ruling = may_answer(place, kind, now=clock.now())
    mine = TABLES[kind].objects.filter(said_by=place).first()
    if has_answered(place, kind):
        change = may_change_answers(who, place, named=mine is not None)
        if not (ruling and change and (request.method == "POST" or "change" in request.GET)):
            words = {"place": place, "change": change if ruling else None}
            return render(request, f"{PAGES}/thanks.html", words)
    elif not ruling:
        words = {"place": place, "reason": ruling.reason}
        return render(request, f"{PAGES}/closed.html", words, status=403 if request.method == "POST" else 200)
    outcomes = outcomes_asked(cohort_of(place)) if kind is Kind.END else None
    form = _form(request, place, kind, mine, outcomes)
    if request.method == "POST" and form.is_valid():
        if _said(request, place, kind, form, who):
            return redirect(request.path)
        outcomes = outcomes_asked(cohort_of(place))
        again = _form(request, place, kind, mine, outcomes)
        again.errors.update(form.errors)
        form = again
    words = {"place": place, "form": form, "outcomes": outcomes, "changing": mine is not None}
    return render(request, PAGE_OF[kind], words, status=REFUSED if form.errors else 200)


def _form(
    request: HttpRequest,
    place: Enrolment,
    kind: Kind,
    mine: Evaluation | FollowUp | None,
    outcomes: CourseOutcomes | None,
) -> HowItWasForm | WhatCameForm:
    data = request.POST if request.method == "POST" else None
    if kind is Kind.LATER:
        return WhatCameForm(data, initial=WhatCameForm.as_said(mine) if isinstance(mine, FollowUp) else None)
    said = HowItWasForm.as_said(mine) if isinstance(mine, Evaluation) else None
    texts = outcomes.texts if outcomes else []
    return HowItWasForm(data, outcomes=texts, online=is_online(cohort_of(place)), initial=said)


def _said(
    request: HttpRequest, place: Enrolment, kind: Kind, form: HowItWasForm | WhatCameForm, who: Account | None
) -> bool:
    """Whether it is kept; otherwise the form says why not."""
    asked: Any = request.POST.get("outcomes", "")
    try:
        say(
            place_id=place.pk,
            kind=kind,
            words=form.words(),
            named=form.is_named,
            by=who,
            now=clock.now(),
            outcomes_id=int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None,
        )
    except Refused as refusal:
        if has_answered(place, kind) and not TABLES[kind].objects.filter(said_by=place).exists():
            return True  # the same button pressed twice: the page says that it is kept
        form.add_error(None, refusal.reason)
        return False
    return True
