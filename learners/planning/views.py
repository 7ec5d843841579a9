"""The plan of one registration: read by both, answered by the learner, written by the assessor."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.planning.actions import answer_plan, begin_change, mark_done, propose_plan, save_draft
from learners.planning.beside_queries import beside
from learners.planning.forms import AboutForm, AnswerForm, NoteForm, Rows, start_of
from learners.planning.models import AssessmentPlan, PlanTask
from learners.planning.note_actions import write_note
from learners.planning.policies import (
    may_answer_plan,
    may_plan,
    may_write_note,
    note_ruling,
    plan_ruling,
    read_ruling,
)
from learners.planning.queries import facts_of, newest_plan, notes_of, plans_of, unit_choices
from learners.planning.rules import PlanFacts
from learners.planning.states import NoteKind, PlanState
from learners.planning.template_queries import template_choices, template_start
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of

HERE = "learners/planning"
NOTES_ON_A_PAGE = 10


def registration_of(token: str) -> QualRegistration:
    """With what its pages name."""
    rows = QualRegistration.objects.select_related("account", "hub", "version__qualification")
    return get_object_or_404(rows, token=token)


@login_required
@require_safe
def plan(request: HttpRequest, token: str) -> HttpResponse:
    """The plan and the notes; for the learner with an answer to give."""
    return _shown(request, registration_of(token))


@login_required
@require_POST
def answer(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Agree to one version, or say what does not fit."""
    registration = registration_of(token)
    version = get_object_or_404(AssessmentPlan, registration=registration, number=number)
    if not standing_of(me(request), registration, on=clock.today()).own:
        may_answer_plan(me(request), version, now=clock.now()).enforce()
    form, agrees = AnswerForm(request.POST), request.POST.get("do") == "agree"
    if form.is_valid():
        try:
            answer_plan(
                plan_id=version.pk,
                agrees=agrees,
                words=form.cleaned_data["words"],
                by=me(request),
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error("words", refusal.reason)
    if form.errors:
        return _shown(request, registration, answer_form=form, status=REFUSED)
    messages.success(
        request,
        "You agreed to this plan. It holds from now on."
        if agrees
        else "Your assessor reads what does not fit, and sends you another plan.",
    )
    return redirect("plan", token)


@login_required
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one task as done, or as open again."""
    task = get_object_or_404(PlanTask.objects.select_related("plan__registration"), pk=pk)
    now_done = request.POST.get("do") == "done"
    mark_done(task_id=task.pk, done=now_done, by=me(request), now=clock.now())
    messages.success(request, f"“{task.title}” is {'marked as done' if now_done else 'open again'}.")
    return redirect("plan", task.plan.registration.token)


@login_required
@require_POST
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Begin the next version, and go on to write it."""
    begin_change(registration_id=registration_of(token).pk, by=me(request), now=clock.now())
    return redirect("plan-write", token)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, token: str) -> HttpResponse:
    """Write the plan: add rows, keep it for later, or put it before the learner."""
    registration, now = registration_of(token), clock.now()
    may_plan(me(request), registration, now=now).enforce()
    units = unit_choices(registration.units.values_list("unit_id", flat=True))
    if request.method == "GET":
        return _blank(request, registration, units)
    checked = request.POST.get("do") in ("keep", "propose")
    about = AboutForm(request.POST)
    rows = Rows(request.POST, units=units, dated=True, checked=checked)
    if not checked:
        about = AboutForm(initial={name: request.POST.get(name, "") for name in AboutForm.base_fields})
        return _written(request, registration, about, rows)
    problem, words_fit = "", about.is_valid()
    if rows.is_valid() and words_fit:
        problem = _kept(request, registration, PlanFacts(rows.facts(), **about.cleaned_data))
        if not problem:
            return redirect("plan", token)
    return _written(request, registration, about, rows, problem=problem, status=REFUSED)


@login_required
@require_POST
def note(request: HttpRequest, token: str) -> HttpResponse:
    """Write down what was said."""
    registration, now = registration_of(token), clock.now()
    may_write_note(me(request), registration, now=now).enforce()
    form = NoteForm(request.POST, today=clock.london_date(now))
    if form.is_valid():
        data = form.cleaned_data
        try:
            write_note(
                registration_id=registration.pk,
                kind=NoteKind(data["kind"]),
                happened_on=data["happened_on"],
                words=data["words"],
                next_on=data["next_on"],
                by=me(request),
                now=now,
            )
        except Refused as refusal:
            form.add_error("words", refusal.reason)
        else:
            messages.success(request, "The note is written. You both can read it.")
            return redirect("plan", token)
    return _shown(request, registration, note_form=form, status=REFUSED)


def _kept(request: HttpRequest, registration: QualRegistration, facts: PlanFacts) -> str:
    """Keep or propose it; gives what stands in the way, or nothing."""
    now, by = clock.now(), me(request)
    try:
        if request.POST.get("do") == "propose":
            propose_plan(registration_id=registration.pk, plan=facts, by=by, now=now)
            messages.success(request, f"{registration.account.short_name} has the plan now and answers it.")
        else:
            save_draft(registration_id=registration.pk, plan=facts, by=by, now=now)
            messages.success(request, "Kept. The learner does not see it before you propose it.")
    except Refused as refusal:
        return refusal.reason
    return ""


def _blank(request: HttpRequest, registration: QualRegistration, units: Any) -> HttpResponse:
    """The form as the newest version left it, or with the tasks of a template."""
    today = clock.today()
    newest = newest_plan(registration.pk)
    begun = newest is not None and newest.state == PlanState.DRAFT
    facts = facts_of(newest) if newest is not None and begun else PlanFacts()
    if chosen := request.GET.get("template"):
        facts = template_start(chosen, registration, by=me(request), now=clock.now(), starts_on=today)
    about = AboutForm(
        initial={"words": facts.words, "adjustments": facts.adjustments, "review_on": facts.review_on}
    )
    rows = Rows(None, units=units, dated=True, start=start_of(facts))
    return _written(request, registration, about, rows)


def _written(
    request: HttpRequest,
    registration: QualRegistration,
    about: AboutForm,
    rows: Rows,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    words = {
        "registration": registration,
        "about": about,
        "rows": rows,
        "problem": problem,
        "templates": template_choices(registration),
    }
    return render(request, f"{HERE}/write.html", words, status=status)


def _shown(
    request: HttpRequest,
    registration: QualRegistration,
    *,
    answer_form: AnswerForm | None = None,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now, who = clock.now(), me(request)
    today = clock.london_date(now)
    standing = standing_of(who, registration, on=today)
    read_ruling(standing).enforce()
    notes = Paginator(notes_of(registration), NOTES_ON_A_PAGE).get_page(request.GET.get("page", "1"))
    words = {
        "registration": registration,
        "plans": plans_of(registration, today=today),
        "notes": notes,
        "own": standing.own,
        "standing": standing,
        "may_plan": plan_ruling(standing, registration),
        "may_note": note_ruling(standing),
        "answer_form": answer_form or AnswerForm(),
        "note_form": note_form or NoteForm(today=today),
        "assessors": _assessors(registration),
        "beside": beside(registration),
    }
    return render(request, f"{HERE}/plan.html", words, status=status)


def _assessors(registration: QualRegistration) -> list[str]:
    """Who assesses this learner today, by name."""
    today = clock.today()
    rows = registration.allocations.filter(task="assessor", starts_on__lte=today).exclude(ends_on__lte=today)
    names = rows.order_by("person__full_name").values_list("person__full_name", flat=True)
    return list(dict.fromkeys(names))
