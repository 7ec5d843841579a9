"""Covering a photo that is in a portfolio already: with boxes on the phone, or by ticking squares without scripts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.portfolio.cover_actions import cover_squares, put_covered
from learners.portfolio.cover_rules import grid_of, squares_of
from learners.portfolio.file_policies import can_be_covered, is_own, may_take_away
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.file_rules import NotTaken
from learners.portfolio.models import EvidenceFile

SOMEBODY_ELSES = "Only the person whose portfolio this is can cover a photo in it."


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: HttpRequest, token: str) -> HttpResponse:
    """What is under the boxes is deleted for good."""
    file = get_object_or_404(EvidenceFile.objects.select_related("item"), token=token)
    if not is_own(me(request), file.item):
        raise Refused(SOMEBODY_ELSES)
    grid = grid_of(file.width or 1, file.height or 1)
    squares, fault = squares_of(request.POST.getlist("square"), grid), ""
    ruling = may_take_away(me(request), file) and can_be_covered(file)
    if request.method == "POST" and ruling:
        picture = request.FILES.get("photo")
        try:
            if picture is not None:
                put_covered(file_id=file.pk, picture=picture, by=me(request), now=clock.now())
            else:
                cover_squares(file_id=file.pk, squares=squares, by=me(request), now=clock.now())
        except (NotTaken, Refused) as refusal:
            fault = str(refusal)
        else:
            messages.success(request, "The photo is covered. The one from before is deleted.")
            return redirect("evidence", file.item.token)
    words = {
        "file": file,
        "ruling": ruling,
        "fault": fault,
        "rows": range(grid[0]),
        "columns": range(grid[1]),
        "ticked": squares,
        "address": addresses_of(file, me(request)).view,
    }
    return render(request, "learners/portfolio/cover.html", words, status=REFUSED if fault else 200)
