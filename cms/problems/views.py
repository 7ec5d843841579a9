""" "Is anything wrong with this page?": asked at the foot of every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.shared import clock
from academy.shared.limits import within_limit
from cms.problems.forms import ProblemForm
from cms.problems.models import PageProblem

AN_HOUR = 60 * 60
MOST_AN_HOUR = 5


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong, and keep it for the editors. A robot gets thanked too, and nothing is kept."""
    form = ProblemForm(request.POST or None, initial={"page": request.GET.get("page", "/")[:300]})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("report-problem-thanks")
        if not within_limit(request, "problem", times=MOST_AN_HOUR, seconds=AN_HOUR):
            words = "You have told us about several things within the hour. Thank you. Please try again in an hour."
            form.add_error(None, words)
            return _page(request, form, status=429)
        details = {name: form.cleaned_data[name] for name in ("page", "words", "email")}
        PageProblem.objects.create(**details, reported_at=clock.now())
        return redirect("report-problem-thanks")
    return _page(request, form, status=422 if form.errors else 200)


@require_safe
def thank_you(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/problem_thanks.html")


def _page(request: HttpRequest, form: ProblemForm, status: int) -> HttpResponse:
    return render(request, "cms/problem.html", {"form": form}, status=status)
