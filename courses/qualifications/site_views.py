"""The sites that deliver qualifications, for those who look after them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.qualifications.models import Site
from courses.qualifications.policies import may_look_after_specifications, may_read_specifications
from courses.qualifications.site_actions import approve_site, end_site
from courses.qualifications.site_forms import EndForm, SiteForm

HERE = "courses/qualifications"
ON_A_PAGE = 25


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Hubs that deliver, by name; or those whose approval has an end, the latest first."""
    now = clock.now()
    may_read_specifications(me(request), now=now).enforce()
    ended = request.GET.get("show") == "ended"
    rows = Site.objects.select_related("hub", "centre__awarding_organisation")
    rows = rows.filter(approved_until__isnull=not ended)
    rows = rows.order_by("-approved_until", "pk") if ended else rows.order_by("hub__name", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    change = may_look_after_specifications(me(request), now=now)
    return render(request, f"{HERE}/sites.html", {"page": page, "ended": ended, "change": change})


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Approve a hub as a site."""
    now = clock.now()
    may_look_after_specifications(me(request), now=now).enforce()
    form = SiteForm(request.POST if request.method == "POST" else None, today=clock.london_date(now))
    if form.is_valid():
        data = form.cleaned_data
        try:
            site = approve_site(
                hub_id=data["hub"].pk,
                organisation_id=data["organisation"].pk,
                centre=data["centre"],
                centre_number=data["centre_number"],
                approved_from=data["approved_from"],
                by=me(request),
                now=now,
            )
        except Refused as refusal:
            form.add_error("approved_from", refusal.reason)
        else:
            messages.success(
                request, f"{site.hub.name} can deliver from {data['approved_from']:%d/%m/%Y} on."
            )
            return redirect("sites")
    return render(request, f"{HERE}/site.html", {"form": form}, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an approval, with its reason."""
    now = clock.now()
    may_look_after_specifications(me(request), now=now).enforce()
    site = get_object_or_404(Site.objects.select_related("hub", "centre"), pk=pk)
    form = EndForm(
        request.POST if request.method == "POST" else None, initial={"last_day": clock.london_date(now)}
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            end_site(site_id=pk, last_day=data["last_day"], why=data["why"], by=me(request), now=now)
        except Refused as refusal:
            form.add_error("last_day", refusal.reason)
        else:
            messages.success(
                request, f"The approval of {site.hub.name} ends after {data['last_day']:%d/%m/%Y}."
            )
            return redirect("sites")
    words = {"form": form, "place_there": site}
    return render(request, f"{HERE}/site_end.html", words, status=REFUSED if form.errors else 200)
