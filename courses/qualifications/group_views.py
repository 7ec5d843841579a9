"""How many units of an optional group a learner takes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.qualifications.forms import GroupForm
from courses.qualifications.group_actions import set_group
from courses.qualifications.models import OptionalGroup
from courses.qualifications.policies import may_change_group, may_look_after_specifications


@login_required
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Say how many. Version `pk`, group `row`."""
    now = clock.now()
    may_look_after_specifications(me(request), now=now).enforce()
    found = get_object_or_404(
        OptionalGroup.objects.select_related("version__qualification"), pk=row, version=pk
    )
    known = {"fewest": found.fewest, "most": found.most}
    form = GroupForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        data = form.cleaned_data
        try:
            set_group(group_id=row, fewest=data["fewest"], most=data["most"], by=me(request), now=now)
        except Refused as refusal:
            form.add_error("most" if "most" in refusal.reason else "fewest", refusal.reason)
        else:
            messages.success(request, f"“{found.title}” is saved.")
            return redirect("specification", pk=pk)
    words = {
        "form": form,
        "group": found,
        "version": found.version,
        "units": found.units.order_by("number"),
        "ruling": may_change_group(found.version),
    }
    page = "courses/qualifications/group.html"
    return render(request, page, words, status=REFUSED if form.errors else 200)
