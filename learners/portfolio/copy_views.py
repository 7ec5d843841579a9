"""Taking one's whole portfolio away."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.queries import rows_of
from academy.accounts.views import me
from academy.shared import clock
from academy.shared.clock import london_date
from academy.shared.storage import range_response
from learners.portfolio.copy_actions import ask_for_copy
from learners.portfolio.copy_models import PortfolioCopy
from learners.portfolio.file_queries import used_by
from learners.portfolio.file_store import path_of
from learners.portfolio.models import EvidenceItem

log = logging.getLogger(__name__)

GONE = "We cannot find this file just now. Make it again. We have been told."


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest) -> HttpResponse:
    """Ask for it, wait for it, save it."""
    mine = rows_of(me(request))
    if request.method == "POST":
        ask_for_copy(by=me(request), now=clock.now())
        return redirect("portfolio-copy")
    kept: timedelta = settings.KEPT_FOR["portfolio-copies"]
    made = PortfolioCopy.objects.filter(asked_by__in=mine, asked_at__gt=clock.now() - kept).first()
    words = {
        "made": made,
        "until": made.asked_at + kept if made else None,
        "pieces": EvidenceItem.objects.filter(account__in=mine).count(),
        "size": used_by(me(request)),
        "days": kept.days,
    }
    return render(request, "learners/portfolio/copy.html", words)


@login_required
@require_safe
def copy_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file, for its owner alone."""
    made = get_object_or_404(PortfolioCopy, token=token, asked_by__in=rows_of(me(request)))
    if not made.file:
        return redirect("portfolio-copy")
    try:
        stored = path_of(made.file).open("rb")
    except OSError as error:
        log.error("the file of copy %s of a portfolio is missing: %s", made.pk, error)
        return render(request, "404.html", {"reason": GONE}, status=404)
    response = range_response(
        request,
        stored,
        size=made.size,
        content_type="application/zip",
        etag=made.token,
        filename=f"my-portfolio-{london_date(made.asked_at)}.zip",
    )
    response["Cache-Control"] = "private, no-store"
    return response
