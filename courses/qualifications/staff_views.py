"""The staff file: who may judge what, for those who keep it and for those who show it to awarding organisations."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.models import Account
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.qualifications.staff_actions import (
    end_competence,
    end_task,
    give_task,
    record_competence,
    record_status,
)
from courses.qualifications.staff_forms import EndKnownForm, EndTaskForm, StatusForm, TaskForm, UnitsForm
from courses.qualifications.staff_models import OccupationalCompetence, QualificationRole
from courses.qualifications.staff_pages import (
    SHOW,
    countersigners,
    part_of,
    staff_file,
    task_choices,
    units_to_add,
)
from courses.qualifications.staff_policies import may_read_staff_file, may_see_assessor, may_write_staff_file
from courses.qualifications.staff_queries import status_on
from courses.qualifications.staff_states import AssessorLevel, QualificationTask

HERE = "courses/qualifications"
ON_A_PAGE = 25


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Everybody who judges, and what runs out."""
    today = clock.today()
    may_read_staff_file(me(request), on=today).enforce()
    show, words = request.GET.get("show", "all"), request.GET.get("q", "").strip()
    show = show if show in SHOW else "all"
    rows = staff_file(today, show=show, words=words)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    return render(request, f"{HERE}/assessors.html", {"page": page, "show": show, "q": words})


@login_required
@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's part of the file."""
    today, person = clock.today(), _person(pk)
    may_see_assessor(me(request), person, on=today).enforce()
    words = {
        "person": person,
        "part": part_of(person, today),
        "change": may_write_staff_file(me(request), person, on=today),
        "whole": may_read_staff_file(me(request), on=today),
        "own": me(request).person_id == person.person_id,
    }
    return render(request, f"{HERE}/assessor.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what somebody judges as, from a day on."""
    now, person = clock.now(), _person(pk)
    today = clock.london_date(now)
    may_write_staff_file(me(request), person, on=today).enforce()
    newest = status_on(person, date.max)
    seen = newest.award_seen_on if newest else None
    begun = {
        "level": newest.level if newest else AssessorLevel.TRAINEE,
        "award": newest.award if newest else "none",
        "award_seen_on": seen,
        "works_towards_until": newest.works_towards_until if newest else None,
        "countersigner": str(newest.countersigner_id or "") if newest else "",
    }
    form = StatusForm(_data(request), seconds=countersigners(person, today), today=today, initial=begun)

    def act() -> str:
        facts = form.facts()
        record_status(person_id=person.pk, facts=facts, by=me(request), now=now)
        return f"{person} is recorded as {facts.level.label.lower()} from {facts.starts_on:%d/%m/%Y}."

    return _asked(request, form, act, "assessor_status", "starts_on", person)


@login_required
@require_http_methods(["GET", "POST"])
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """Record units whose work somebody knows."""
    now, person = clock.now(), _person(pk)
    today = clock.london_date(now)
    may_write_staff_file(me(request), person, on=today).enforce()
    groups = units_to_add(person, today)
    form = UnitsForm(_data(request), groups=groups, today=today)

    def act() -> str:
        data = form.cleaned_data
        added = record_competence(
            person_id=person.pk,
            unit_ids=data["units"],
            basis=data["basis"],
            starts_on=data["starts_on"],
            by=me(request),
            now=now,
        )
        return f"{added} unit{'s are' if added != 1 else ' is'} added to what {person} knows."

    return _asked(request, form, act, "assessor_units", "starts_on", person, groups=groups)


@login_required
@require_http_methods(["GET", "POST"])
def unit_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an entry about a unit."""
    now = clock.now()
    entries = OccupationalCompetence.objects.select_related(
        "person__joined_to", "unit__version__qualification"
    )
    entry = get_object_or_404(entries, pk=pk)
    person = entry.person.joined_to or entry.person
    may_write_staff_file(me(request), person, on=clock.london_date(now)).enforce()
    form = EndKnownForm(_data(request), initial={"last_day": clock.london_date(now)})

    def act() -> str:
        data = form.cleaned_data
        end_competence(competence_id=pk, last_day=data["last_day"], why=data["why"], by=me(request), now=now)
        return f"{entry.unit} ends for {person} after {data['last_day']:%d/%m/%Y}."

    return _asked(request, form, act, "assessor_unit_end", "last_day", person, entry=entry)


@login_required
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a task for a qualification."""
    now, person = clock.now(), _person(pk)
    may_write_staff_file(me(request), person, on=clock.london_date(now)).enforce()
    form = TaskForm(_data(request), qualifications=task_choices(), today=clock.london_date(now))

    def act() -> str:
        data = form.cleaned_data
        made = give_task(
            person_id=person.pk,
            qualification_id=int(data["qualification"]),
            task=QualificationTask(data["task"]),
            starts_on=data["starts_on"],
            by=me(request),
            now=now,
        )
        return f"{person}: {made.get_task_display()} from {made.starts_on:%d/%m/%Y}."

    return _asked(request, form, act, "assessor_task", "task", person)


@login_required
@require_http_methods(["GET", "POST"])
def task_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a task."""
    now = clock.now()
    role = get_object_or_404(
        QualificationRole.objects.select_related("person__joined_to", "qualification"), pk=pk
    )
    person = role.person.joined_to or role.person
    may_write_staff_file(me(request), person, on=clock.london_date(now)).enforce()
    form = EndTaskForm(_data(request), initial={"last_day": clock.london_date(now)})

    def act() -> str:
        end_task(role_id=pk, last_day=form.cleaned_data["last_day"], by=me(request), now=now)
        return f"{role.get_task_display()} ends for {person} after {form.cleaned_data['last_day']:%d/%m/%Y}."

    return _asked(request, form, act, "assessor_task_end", "last_day", person, role=role)


def _asked(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    template: str,
    at: str,
    person: Account,
    **words: Any,
) -> HttpResponse:
    """Show the form; once it is filled in well, act, and back to the person's page. A refusal stands at field `at`."""
    if form.is_valid():
        try:
            said = act()
        except Refused as refusal:
            form.add_error(at, refusal.reason)
        else:
            messages.success(request, said)
            return redirect("assessor", person.pk)
    words = {"form": form, "person": person, **words}
    return render(request, f"{HERE}/{template}.html", words, status=REFUSED if form.errors else 200)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _person(pk: int) -> Account:
    return get_object_or_404(Account.objects.filter(joined_to=None), pk=pk)
