"""The practice log, and carrying over what was done in lessons and courses."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from learners.portfolio.carry_actions import carry_over
from learners.portfolio.carry_queries import to_carry
from learners.portfolio.log_queries import practice_log
from learners.portfolio.policies import may_add_evidence

NOTHING = "Tick at least one thing first."


@login_required
@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """By months, with hours and people; on one page to print it."""
    paper = "paper" in request.GET
    kept = practice_log(me(request), page=request.GET.get("page", "1"), on_paper=paper)
    words = {"log": kept, "may": may_add_evidence(me(request)), "paper": paper, "today": clock.today()}
    return render(request, "learners/portfolio/log.html", words)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: HttpRequest) -> HttpResponse:
    """Tick what goes into the portfolio."""
    may = may_add_evidence(me(request))
    wrong = ""
    if request.method == "POST":
        made = carry_over(sources=request.POST.getlist("source"), by=me(request), now=clock.now())
        if made:
            count = len(made)
            said = "It is in your portfolio." if count == 1 else f"{count} pieces are in your portfolio."
            messages.success(request, f"{said} Say next what they show.")
            return redirect("portfolio")
        wrong = NOTHING
    words = {"courses": to_carry(me(request)), "may": may, "wrong": wrong}
    return render(request, "learners/portfolio/carry.html", words, status=REFUSED if wrong else 200)
