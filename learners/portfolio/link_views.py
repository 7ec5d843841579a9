"""Ticking what a piece shows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.queries import rows_of
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from learners.portfolio.link_actions import Shown, say_what_it_shows
from learners.portfolio.link_queries import to_show
from learners.portfolio.models import EvidenceItem
from learners.portfolio.policies import may_link_evidence
from learners.portfolio.rules import is_context
from learners.registrations.models import QualRegistration

NOTE, PLACE = 500, 60  # characters


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shows(request: HttpRequest, token: str, registration: str) -> HttpResponse:
    """Everything that the registration asks for, with a tick for each that this piece shows."""
    mine = rows_of(me(request))
    item = get_object_or_404(EvidenceItem.objects.select_related("account"), token=token, account__in=mine)
    rows = QualRegistration.objects.select_related("version__qualification", "account")
    entry = get_object_or_404(rows, token=registration, account__in=mine)
    may_link_evidence(me(request), item, entry).enforce()
    wrong = ""
    if request.method == "POST":
        shown, wrong = _shown(request)
        if not wrong:
            count = say_what_it_shows(
                item_id=item.pk, registration_id=entry.pk, shown=shown, by=me(request), now=clock.now()
            )
            said = f"“{item.title}” now shows {count} thing{'s' * (count != 1)}."
            messages.success(request, said if count else f"“{item.title}” shows nothing now.")
            return redirect("evidence", token)
    words = {
        "item": item,
        "registration": entry,
        "units": to_show(item, entry),
        "context": is_context(item.kind),
        "wrong": wrong,
        "said": request.POST,
        "posted": request.method == "POST",
        "ticked": set(request.POST.getlist("shows")),
    }
    return render(request, "learners/portfolio/link.html", words, status=REFUSED if wrong else 200)


def _shown(request: HttpRequest) -> tuple[list[Shown], str]:
    """What was ticked, and what is wrong with it."""
    said = request.POST
    ticked = [one for one in said.getlist("shows") if one.isascii() and one.isdigit() and len(one) < 18]
    shown = [
        Shown(int(pk), said.get(f"note_{pk}", "").strip(), said.get(f"place_{pk}", "").strip())
        for pk in dict.fromkeys(ticked)
    ]
    if any(len(one.note) > NOTE for one in shown):
        return shown, f"One of your notes is too long. Use {NOTE} characters or fewer."
    if any(len(one.place) > PLACE for one in shown):
        return shown, f"Say in {PLACE} characters or fewer where in it this is, such as: page 3, or 2:15."
    return shown, ""
