"""Paper slips, for those who run some dates, and figures, for those who plan."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.hubs.models import Hub
from academy.shared import clock
from academy.shared.rulings import Refused
from academy.shared.tokens import new_token
from courses.delivery.models import Cohort
from courses.delivery.queries import hubs_led
from learners.equality.actions import type_slip
from learners.equality.figure_actions import TIMES_LEAST
from learners.equality.forms import AboutForm
from learners.equality.paper import print_slip
from learners.equality.policies import may_see_equality_figures, may_see_who_comes, may_type_slips
from learners.equality.queries import background_figures, equality_figures, slips_typed, what_to_ask
from learners.equality.questions import QUESTIONS

PAGE = "learners/equality"


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def slips(request: HttpRequest, token: str) -> HttpResponse:
    """Print the slips, and type one in after the other. The page knows no names."""
    cohort = _cohort(request, token)
    data = request.POST if request.method == "POST" else None
    form = AboutForm(data, asks=what_to_ask(), questions=QUESTIONS, paper=True)
    slip = request.POST.get("slip", "")[:22] or new_token()
    if request.method == "POST" and form.is_valid():
        try:
            type_slip(cohort_id=cohort.pk, slip=slip, told=form.told(), by=me(request), now=clock.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Typed in. Tear the slip up now, and take the next one.")
            return redirect("date-slips", token)
    words = {"cohort": cohort, "form": form, "slip": slip, "typed": slips_typed(cohort.pk)}
    return render(request, f"{PAGE}/slips.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_safe
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """The slip to print, as often as there are people."""
    cohort = _cohort(request, token)
    response = HttpResponse(print_slip(cohort, now=clock.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="about-you-{cohort.code}.pdf"'
    return response


@login_required
@require_safe
def who_comes(request: HttpRequest) -> HttpResponse:
    """Where people live and how they heard, in numbers: of all for a manager, of their own hub for a coordinator."""
    now = clock.now()
    may_see_who_comes(me(request), now=now).enforce()
    all_of_it = bool(may_see_equality_figures(me(request), now=now))
    hubs: tuple[Hub, ...] = () if all_of_it else hubs_led(me(request), now=now)
    hub = next((one for one in hubs if one.slug == request.GET.get("hub")), hubs[0] if hubs else None)
    times = background_figures(hub) if hub or all_of_it else ()
    words = {"hubs": hubs, "hub": hub, "times": times, "equality": all_of_it, **_limits()}
    return render(request, f"{PAGE}/who_comes.html", words)


@login_required
@require_safe
def equality(request: HttpRequest) -> HttpResponse:
    """Who people are, in numbers, of the whole Academy."""
    may_see_equality_figures(me(request), now=clock.now()).enforce()
    return render(request, f"{PAGE}/equality.html", {"times": equality_figures(), **_limits()})


def _limits() -> dict[str, int]:
    return {"least": settings.EQUALITY_LEAST, "enough": TIMES_LEAST * settings.EQUALITY_LEAST}


def _cohort(request: HttpRequest, token: str) -> Cohort:
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), token=token)
    may_type_slips(me(request), cohort, now=clock.now()).enforce()
    return cohort
