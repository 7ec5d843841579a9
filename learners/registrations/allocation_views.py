"""Who assesses and checks a learner: seen by those who look after them, changed by the lead and the manager."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.registrations.allocation_actions import allocate, allocate_many, end_allocation, hand_over
from learners.registrations.allocation_forms import AllocateForm, EndAllocationForm, ManyForm
from learners.registrations.allocation_models import Allocation
from learners.registrations.allocation_policies import (
    may_allocate,
    may_allocate_somewhere,
    may_change_allocations,
    may_see_allocations,
)
from learners.registrations.allocation_queries import AllocationPage, allocation_page, who_takes_over
from learners.registrations.conflict_facts import keeper_of
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.registrations.states import AllocatedAs
from learners.registrations.waiting_queries import people_to_choose, waiting_page

HERE = "learners/registrations"


@login_required
@require_http_methods(["GET", "POST"])
def assessors(request: HttpRequest, token: str) -> HttpResponse:
    """One learner: who has which unit, and a form for each task."""
    registration, today = _registration(token), clock.today()
    standing = standing_of(me(request), registration, on=today)
    may_see_allocations(standing).enforce()
    may_give = may_allocate(standing, registration)
    page = allocation_page(registration, on=today)
    forms = _forms(request, page)
    if request.method == "POST":
        may_give.enforce()
        sent = next((form for form in forms if form.is_bound), None)
        if sent is not None and sent.is_valid() and _give(request, registration, sent):
            return redirect("allocate", token)
    words = {
        "registration": registration,
        "page": page,
        "pairs": list(zip(forms, page.choices, strict=True)),
        "may_give": may_give,
        "may_change": may_change_allocations(standing),
        "standing": standing,
    }
    wrong = any(form.errors for form in forms)
    return render(request, f"{HERE}/assessors.html", words, status=REFUSED if wrong else 200)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """End one allocation, or hand it over, with the reason."""
    registration, today = _registration(token), clock.today()
    standing = standing_of(me(request), registration, on=today)
    may_change_allocations(standing).enforce()
    rows = Allocation.objects.select_related("person", "unit", "registration__account")
    allocation = get_object_or_404(rows, pk=pk, registration=registration)
    if allocation.ends_on is not None:
        messages.info(request, f"That ends on {allocation.ends_on:%d/%m/%Y} already.")
        return redirect("allocate", token)
    choice = who_takes_over(allocation, on=today)
    form = EndAllocationForm(
        request.POST or None, people=choice.options, today=max(today, allocation.starts_on)
    )
    if request.method == "POST" and form.is_valid() and _end(request, allocation, form):
        return redirect("allocate", token)
    words = {
        "registration": registration,
        "allocation": allocation,
        "form": form,
        "choice": choice,
        "task": AllocatedAs(allocation.task).label.lower(),
        "may_give": may_allocate(standing, registration),
    }
    return render(request, f"{HERE}/assessors_end.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Learners without an assessor, or all of them; ticked, and given to one person."""
    today = clock.today()
    keeper = keeper_of(me(request), on=today)
    may_allocate_somewhere(keeper).enforce()
    shown = request.GET.get("show", "")
    everybody, task = shown == "all", AllocatedAs.QUALITY if shown == "unchecked" else AllocatedAs.ASSESSOR
    page = waiting_page(keeper, on=today, everybody=everybody, task=task, number=request.GET.get("page", 1))
    people = [(one.pk, str(one)) for one in people_to_choose(today)]
    form = ManyForm(
        request.POST or None,
        people=people,
        learners=[row.pk for row in page.object_list],
        today=today,
        initial={"task": task},
    )
    refused: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        refused = _give_many(request, form)
        if not refused:
            return redirect(request.get_full_path())
    query = f"show={shown}&" if shown in ("all", "unchecked") else ""
    words = {"page": page, "form": form, "shown": shown, "query": query, "refused": refused}
    status = REFUSED if form.errors or refused else 200
    return render(request, f"{HERE}/assessors_many.html", words, status=status)


def _registration(token: str) -> QualRegistration:
    rows = QualRegistration.objects.select_related("account", "hub", "version__qualification")
    return get_object_or_404(rows, token=token)


def _forms(request: HttpRequest, page: AllocationPage) -> list[AllocateForm]:
    """One for each task; the one whose button was pressed is bound."""
    pressed = request.POST.get("task") if request.method == "POST" else None
    return [
        AllocateForm(
            request.POST if pressed == choice.task else None,
            people=choice.options,
            units=page.unit_options,
            task=choice.task,
            today=clock.today(),
        )
        for choice in page.choices
    ]


def _give(request: HttpRequest, registration: QualRegistration, form: AllocateForm) -> bool:
    data = form.cleaned_data
    try:
        made = allocate(
            registration_id=registration.pk,
            person_id=data["person"],
            task=form.task,
            unit_id=data["unit"],
            starts_on=data["starts_on"],
            by=me(request),
            now=clock.now(),
        )
    except Refused as refusal:
        form.add_error("person", refusal.reason)
        return False
    does = "assesses" if form.task == AllocatedAs.ASSESSOR else "checks"
    messages.success(
        request, f"{made.person} {does} {registration.account} from {data['starts_on']:%d/%m/%Y} on."
    )
    return True


def _end(request: HttpRequest, allocation: Allocation, form: EndAllocationForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    facts = {"allocation_id": allocation.pk, "why": data["why"], "by": me(request), "now": clock.now()}
    try:
        if data["to"] is not None:
            made = hand_over(to_id=data["to"], starts_on=data["ends_on"], **facts)
            messages.success(request, f"{made.person} takes over on {data['ends_on']:%d/%m/%Y}.")
        else:
            end_allocation(ends_on=data["ends_on"], **facts)
            messages.success(request, f"It ends on {data['ends_on']:%d/%m/%Y}.")
    except Refused as refusal:
        form.add_error("to" if data["to"] is not None else "ends_on", refusal.reason)
        return False
    return True


def _give_many(request: HttpRequest, form: ManyForm) -> list[tuple[str, str]]:
    """Names of those who were left out, with the reason."""
    data = form.cleaned_data
    done = allocate_many(
        registration_ids=data["learners"],
        person_id=data["person"],
        task=data["task"],
        starts_on=data["starts_on"],
        by=me(request),
        now=clock.now(),
    )
    given = sum(not one.refused for one in done)
    if given:
        messages.success(
            request, f"{given} {'learner was' if given == 1 else 'learners were'} given to them."
        )
    return [(str(one.registration.account), one.refused) for one in done if one.refused]
