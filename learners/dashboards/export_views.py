"""Taking the list of a group away: choosing, waiting where it is long, and the file."""

import logging
import tempfile

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.clock import london_date
from academy.shared.storage import range_response
from courses.delivery.models import Cohort
from learners.dashboards.export_actions import Wanted, take_list
from learners.dashboards.export_rows import TYPES, write_export
from learners.dashboards.forms import ExportForm
from learners.dashboards.group_queries import booked, online_courses
from learners.dashboards.models import Export, ExportFormat
from learners.dashboards.policies import KEPT_FOR, may_export, may_open_export

log = logging.getLogger(__name__)

HELD_IN_MEMORY = 2_000_000  # bytes
RECENT = 5
GONE = "We cannot find this file just now. Make the list again. We have been told."


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Which list (GET); the file itself, or the page on which one waits for it (POST)."""
    now = clock.now()
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    may_export(me(request), cohort, now=now).enforce()
    courses = online_courses(booked(cohort))
    chosen = {"course": request.GET.get("course", ""), "of": request.GET.get("of", "progress")}
    form = ExportForm(request.POST or None, courses=courses, initial=chosen)
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        export = take_list(cohort_id=pk, wanted=wanted, key=form.cleaned_data["key"], by=me(request), now=now)
        return redirect("export", export.token) if export else _at_once(cohort, wanted)
    recent = Export.objects.filter(cohort=cohort, asked_by=me(request), asked_at__gt=now - KEPT_FOR)[:RECENT]
    words = {"cohort": cohort, "form": form, "recent": recent}
    return render(request, "learners/dashboards/export.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_safe
def shown(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is; the button once it is there."""
    export = _export(request, token)
    words = {"export": export, "cohort": export.cohort, "until": export.asked_at + KEPT_FOR}
    return render(request, "learners/dashboards/export_made.html", words)


@login_required
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file."""
    export = _export(request, token)
    if not export.file:
        return redirect("export", token)
    try:
        stored = default_storage.open(export.file)
    except OSError as error:
        log.error("the file of list %s is missing: %s", export.pk, error)
        return render(request, "404.html", {"reason": GONE}, status=404)
    response = range_response(
        request,
        stored,
        size=stored.size,
        content_type=TYPES[ExportFormat(export.format)],
        etag=export.token,
        filename=_name(export.cohort, Wanted(export.of, export.format)),
    )
    return _private(response)


def _at_once(cohort: Cohort, wanted: Wanted) -> HttpResponseBase:
    made = tempfile.SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    write_export(made, cohort, of=wanted.of, format=wanted.format, course=wanted.course)
    made.seek(0)
    kind = TYPES[ExportFormat(wanted.format)]
    return _private(FileResponse(made, as_attachment=True, filename=_name(cohort, wanted), content_type=kind))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    return response


def _name(cohort: Cohort, wanted: Wanted) -> str:
    """introduction-to-community-organising-progress-2026-11-22.xlsx"""
    return f"{slugify(str(cohort))[:60]}-{wanted.of}-{london_date(clock.now())}.{wanted.format}"


def _export(request: HttpRequest, token: str) -> Export:
    export = get_object_or_404(Export.objects.select_related("cohort__course", "cohort__hub"), token=token)
    may_open_export(me(request), export, now=clock.now()).enforce()
    return export
