"""Templates of plans, and a proposal to a whole group at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.qualifications.models import QualificationVersion
from courses.qualifications.states import VersionState
from learners.planning.forms import Rows, TemplateForm
from learners.planning.models import PlanTemplate
from learners.planning.policies import may_keep_template, may_see_templates
from learners.planning.queries import unit_choices
from learners.planning.template_actions import retire_template, save_template
from learners.planning.template_queries import hub_choices, template_rows

HERE = "learners/planning"


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every template in use."""
    now = clock.now()
    may_see_templates(me(request), now=now).enforce()
    versions = QualificationVersion.objects.exclude(state=VersionState.DRAFT).select_related("qualification")
    mine = [
        one for one in versions.order_by("qualification__title") if hub_choices(me(request), one, now=now)
    ]
    words = {"rows": template_rows(me(request), now=now), "versions": mine}
    return render(request, f"{HERE}/templates.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, version: int) -> HttpResponse:
    """Make a template for one version of a qualification."""
    may_see_templates(me(request), now=clock.now()).enforce()
    of = get_object_or_404(QualificationVersion.objects.select_related("qualification"), pk=version)
    return _form(request, of, None)


@login_required
@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a template."""
    rows = PlanTemplate.objects.select_related("version__qualification", "hub")
    template = get_object_or_404(rows, pk=pk, retired_at=None)
    may_keep_template(me(request), template.version, template.hub, now=clock.now()).enforce()
    return _form(request, template.version, template)


@login_required
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a template away."""
    retire_template(template_id=get_object_or_404(PlanTemplate, pk=pk).pk, by=me(request), now=clock.now())
    messages.success(request, "The template is taken away. Plans that began with it stay.")
    return redirect("plan-templates")


def _form(request: HttpRequest, version: QualificationVersion, template: PlanTemplate | None) -> HttpResponse:
    units = unit_choices(version.units.values_list("pk", flat=True))
    hubs = hub_choices(me(request), version, now=clock.now())
    start = {"title": template.title, "hub": str(template.hub_id or "")} if template else {}
    if request.method == "GET":
        about = TemplateForm(hubs=hubs, initial=start)
        rows = Rows(None, units=units, dated=False, start=template.tasks if template else ())
        return _page(request, version, template, about, rows)
    checked = request.POST.get("do") == "keep"
    rows = Rows(request.POST, units=units, dated=False, checked=checked)
    if not checked:
        typed = {name: request.POST.get(name, "") for name in TemplateForm.base_fields}
        return _page(request, version, template, TemplateForm(hubs=hubs, initial=typed), rows)
    about = TemplateForm(request.POST, hubs=hubs)
    problem, words_fit = "", about.is_valid()
    if rows.is_valid() and words_fit:
        problem = _kept(request, version, template, about.cleaned_data, rows)
        if not problem:
            messages.success(request, "The template is kept.")
            return redirect("plan-templates")
    return _page(request, version, template, about, rows, problem=problem, status=REFUSED)


def _kept(
    request: HttpRequest, version: QualificationVersion, template: PlanTemplate | None, data: Any, rows: Rows
) -> str:
    try:
        save_template(
            version_id=version.pk,
            hub_id=int(data["hub"]) if data["hub"] else None,
            title=data["title"],
            tasks=rows.facts(),
            days=rows.days(),
            by=me(request),
            now=clock.now(),
            template_id=template.pk if template else None,
        )
    except Refused as refusal:
        return refusal.reason
    return ""


def _page(
    request: HttpRequest,
    version: QualificationVersion,
    template: PlanTemplate | None,
    about: TemplateForm,
    rows: Rows,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    words = {
        "version": version,
        "template": template,
        "about": about,
        "rows": rows,
        "problem": problem,
    }
    return render(request, f"{HERE}/template.html", words, status=status)
