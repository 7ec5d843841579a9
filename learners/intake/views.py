"""Lists of people: uploading one, saying what it holds, looking at what would happen, bringing it in."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from academy.shared.spreadsheet_reading import CannotRead
from academy.shared.spreadsheets import csv_parts
from courses.delivery.models import Cohort
from courses.delivery.queries import courses_taught, hubs_led
from learners.enrolments.cohort_queries import counted, counts_of
from learners.enrolments.interest_policies import may_see_demand
from learners.intake.actions import bring_in, go_on, read_as, throw_away, upload_for_dates, upload_for_hub
from learners.intake.forms import ColumnsForm, HubUploadForm, UploadForm
from learners.intake.models import PeopleImport
from learners.intake.policies import may_begin, may_bring_in, may_read_again, may_see_import, may_upload
from learners.intake.queries import lists_of, results, rows_shown, samples_of, sums_of
from learners.intake.states import CAME, ImportStep, RowState

HERE = "learners/intake"


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """A list for these dates, and the lists that were uploaded before."""
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    now = clock.now()
    may_bring_in(me(request), cohort, now=now).enforce()
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = upload_for_dates(cohort_id=pk, file=file.file, name=file.name, by=me(request), now=now)
            return redirect("people-list-columns", made.token)
        except (CannotRead, Refused) as refusal:
            form.add_error("file", str(refusal))
    words = {
        "cohort": cohort,
        "form": form,
        "ruling": may_upload(me(request), cohort, now=now),
        "page": lists_of(cohort.imports.all(), number=request.GET.get("page", 1)),
    }
    return render(request, f"{HERE}/upload.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def upload_to_hub(request: HttpRequest) -> HttpResponse:
    """A list of people who want to be told of dates of a course at one's hub."""
    now = clock.now()
    may_see_demand(me(request), now=now).enforce()
    hubs = hubs_led(me(request), now=now)
    courses = list(courses_taught().filter(published=True))
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = HubUploadForm(*typed, hubs=hubs, courses=courses)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {"hub_id": int(data["hub"]), "course_id": int(data["course"]), "name": data["file"].name}
        try:
            made = upload_for_hub(file=data["file"].file, by=me(request), now=now, **facts)
            return redirect("people-list-columns", made.token)
        except (CannotRead, Refused) as refusal:
            form.add_error("file", str(refusal))
    rows = PeopleImport.objects.filter(cohort__isnull=True, hub__in=hubs)
    words = {"form": form, "page": lists_of(rows, number=request.GET.get("page", 1))}
    return render(request, f"{HERE}/upload_to_hub.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, token: str) -> HttpResponse:
    """What each column holds, and how these people agreed."""
    listing, now = _listing(request, token), clock.now()
    may_read_again(me(request), listing, now=now).enforce()
    form = ColumnsForm(request.POST if request.method == "POST" else None, listing=listing)
    if request.method == "POST" and form.is_valid():
        try:
            read_as(import_id=listing.pk, by=me(request), now=now, **form.facts())
            return redirect("people-list", token)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    words = {"listing": listing, "form": form, "samples": samples_of(listing)}
    return render(request, f"{HERE}/columns.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest, token: str) -> HttpResponse:
    """How far a list is, and its rows; what would happen, before it does."""
    found, now = _listing(request, token), clock.now()
    if request.method == "POST":
        return _done(request, found)
    if found.step == ImportStep.UPLOADED and found.forgotten_at is None:
        return redirect("people-list-columns", token)
    sums = sums_of(found)
    show = request.GET.get("show", "")
    show = show if show in sums else next(iter(sums), "")
    ready = sums.get(RowState.READY, 0)
    words = {
        "listing": found,
        "sums": sums,
        "tabs": [
            (f"{RowState(key).label} ({count:,})", f"?show={key}", key == show) for key, count in sums.items()
        ],
        "show": show,
        "page": rows_shown(found, show, number=request.GET.get("page", 1)),
        "ready": ready,
        "came": sum(sums.get(state, 0) for state in CAME),
        "begin": may_begin(me(request), found, ready=ready, now=now),
        "again": may_read_again(me(request), found, now=now),
        "counts": _counts(found),
        "labels": {str(state): str(state.label) for state in RowState},
        "until": found.asked_at + timedelta(days=settings.IMPORT_DAYS),
    }
    return render(request, f"{HERE}/listing.html", words)


@login_required
@require_safe
def result(request: HttpRequest, token: str) -> HttpResponseBase:
    """The rows with what became of each, as CSV."""
    found = _listing(request, token)
    response = StreamingHttpResponse(csv_parts(results(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="result.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _done(request: HttpRequest, found: PeopleImport) -> HttpResponse:
    did = request.POST.get("did")
    facts: dict[str, Any] = {"import_id": found.pk, "by": me(request), "now": clock.now()}
    if did == "throw":
        throw_away(**facts)
        messages.success(request, "The list is thrown away. Nobody was brought in.")
        return (
            redirect("people-upload", found.cohort_id) if found.cohort_id else redirect("people-upload-hub")
        )
    if did == "go-on":
        go_on(**facts)
    elif did == "begin":
        bring_in(**facts)
    return redirect("people-list", found.token)


def _listing(request: HttpRequest, token: str) -> PeopleImport:
    rows = PeopleImport.objects.select_related("cohort__course", "cohort__hub", "hub", "course", "asked_by")
    found = get_object_or_404(rows, token=token)
    may_see_import(me(request), found, now=clock.now()).enforce()
    return found


def _counts(found: PeopleImport) -> Any:
    """The places of these dates, while they still say what would happen."""
    if found.cohort_id is None or found.step != ImportStep.CHECKED:
        return None
    return counts_of(counted(Cohort.objects.filter(pk=found.cohort_id)).get())
