"""Specifications: to read, and for the manager to look after. GET asks, and only a pressed button (POST) acts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from academy.shared.spreadsheet_reading import CannotRead, read_lines
from courses.qualifications.actions import (
    VersionFacts,
    add_qualification,
    change_version,
    close_version,
    new_version,
    open_version,
    reword,
)
from courses.qualifications.drafts import from_json
from courses.qualifications.forms import QualificationForm, SheetForm, VersionForm, WordsForm
from courses.qualifications.models import Criterion, LearningOutcome, Qualification, QualificationVersion
from courses.qualifications.policies import (
    may_look_after_specifications,
    may_move_version,
    may_read_specifications,
    may_reword,
    may_rewrite,
)
from courses.qualifications.queries import faults_in, read_from_sheet, units_of
from courses.qualifications.sheet_actions import drop_sheet, look_at_sheet, write_sheet
from courses.qualifications.staff_policies import may_read_staff_file
from courses.qualifications.states import OWNERS, Method, VersionState

HERE = "courses/qualifications"
ON_A_PAGE = 25
FAULTS_SHOWN = 50


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every qualification with its versions."""
    now = clock.now()
    may_read_specifications(me(request), now=now).enforce()
    versions = Prefetch("versions", QualificationVersion.objects.order_by("-number"))
    rows = Qualification.objects.select_related("awarding_organisation").prefetch_related(versions)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    words = {
        "page": page,
        "change": may_look_after_specifications(me(request), now=now),
        "file": may_read_staff_file(me(request), on=clock.london_date(now)),
    }
    return render(request, f"{HERE}/listed.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A qualification with an empty first version."""
    now = clock.now()
    may_look_after_specifications(me(request), now=now).enforce()
    form = QualificationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        named = {name: form.cleaned_data[name] for name in ("organisation", "title", "summary")}
        try:
            version = add_qualification(**named, facts=form.facts(), by=me(request), now=now)
        except Refused as refusal:
            form.add_error(_field_of(refusal, "title"), refusal.reason)
        else:
            messages.success(request, "Added. Now read its units from a sheet.")
            return redirect("specification", pk=version.pk)
    return render(request, f"{HERE}/add.html", {"form": form}, status=REFUSED if form.errors else 200)


@login_required
@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what it asks for, where it stands, and what can be done."""
    now, version = clock.now(), _version(request, pk)
    change = may_look_after_specifications(me(request), now=now)
    faults = faults_in(version) if version.state == VersionState.DRAFT else ()
    words = {
        "version": version,
        "units": units_of(version),
        "owner": OWNERS[VersionState(version.state)],
        "change": change,
        "rewrite": may_rewrite(version),
        "reword": may_reword(version),
        "may_open": may_move_version(version, VersionState.OPEN, faults),
        "may_close": may_move_version(version, VersionState.CLOSED),
        "groups": version.groups.annotate(size=Count("units")),
        "states": VersionState,
    }
    return render(request, f"{HERE}/version.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """What the edition says about itself."""
    now, version = clock.now(), _version(request, pk)
    may_look_after_specifications(me(request), now=now).enforce()
    known: dict[str, Any] = {name: getattr(version, name) for name in VersionFacts.__slots__}
    form = VersionForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            change_version(version_id=pk, facts=form.facts(), by=me(request), now=now)
        except Refused as refusal:
            form.add_error(_field_of(refusal, "reference"), refusal.reason)
        else:
            messages.success(request, "Saved.")
            return redirect("specification", pk=pk)
    words = {"form": form, "version": version}
    return render(request, f"{HERE}/facts.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file; see what would be written and why rows are refused; say yes."""
    now, version = clock.now(), _version(request, pk)
    may_look_after_specifications(me(request), now=now).enforce()
    ruling = may_rewrite(version)
    form = SheetForm()
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                rows = ((line.number, line.cells) for line in read_lines(file))
                look_at_sheet(version_id=pk, file_name=file.name, rows=rows, by=me(request), now=now)
            except (Refused, CannotRead) as trouble:
                form.add_error("file", str(trouble))
            else:
                return redirect("specification-sheet", pk=pk)
    kept = getattr(version, "sheet", None)
    words = {
        "form": form,
        "version": version,
        "ruling": ruling,
        "kept": kept,
        "units": read_from_sheet(from_json(kept.units)) if kept else (),
        "faults": kept.faults[:FAULTS_SHOWN] if kept else (),
        "methods": [one.label for one in Method],
    }
    return render(request, f"{HERE}/sheet.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_POST
def sheet_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was read, or forget it."""
    now = clock.now()
    if request.POST.get("answer") == "yes":
        write_sheet(version_id=pk, by=me(request), now=now)
        messages.success(request, "Written. Read it through once before you open this version.")
        return redirect("specification", pk=pk)
    drop_sheet(version_id=pk, by=me(request), now=now)
    messages.success(request, "Forgotten. Nothing was written.")
    return redirect("specification-sheet", pk=pk)


@login_required
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Open, close, or make the next version."""
    now, by = clock.now(), me(request)
    match request.POST.get("do"):
        case "open":
            open_version(version_id=pk, by=by, now=now)
            messages.success(request, "Open. Hubs can put learners forward.")
        case "close":
            close_version(version_id=pk, by=by, now=now)
            messages.success(request, "Closed to new learners. Those who are on it can finish.")
        case "next":
            pk = new_version(version_id=pk, by=by, now=now).pk
            messages.success(
                request, "Here is the new version, with the same words. Change what has changed."
            )
        case _:
            messages.error(request, "Please press one of the buttons. Nothing has changed.")
    return redirect("specification", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Put the words of one outcome or criterion right."""
    now, version = clock.now(), _version(request, pk)
    may_look_after_specifications(me(request), now=now).enforce()
    one: Criterion | LearningOutcome
    if kind == "criterion":
        one = get_object_or_404(Criterion, pk=row, version=version)
    else:
        one = get_object_or_404(LearningOutcome, pk=row, version=version)
    form = WordsForm(request.POST if request.method == "POST" else None, initial={"text": one.text})
    ruling = may_reword(version)
    if form.is_valid():
        reword(version_id=pk, text=form.cleaned_data["text"], by=me(request), now=now, **{f"{kind}_id": row})
        messages.success(request, "Saved.")
        return redirect("specification", pk=pk)
    facts = {"form": form, "version": version, "ruling": ruling, "kind": kind}
    return render(request, f"{HERE}/words.html", facts, status=REFUSED if form.errors else 200)


def _version(request: HttpRequest, pk: int) -> QualificationVersion:
    may_read_specifications(me(request), now=clock.now()).enforce()
    rows = QualificationVersion.objects.select_related("qualification__awarding_organisation", "sheet")
    return get_object_or_404(rows, pk=pk)


def _field_of(refusal: Refused, otherwise: str) -> str:
    """The field that a refusal is about."""
    about = {
        "day to register": "registers_until",
        "certification date": "certifies_until",
        "attempt": "attempts",
    }
    return next((field for part, field in about.items() if part in refusal.reason), otherwise)
