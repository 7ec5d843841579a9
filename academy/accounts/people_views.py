"""People and their roles, for the Academy manager and the coordinators. Every step is asked for before it is taken."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.code_actions import hand_code
from academy.accounts.joining_queries import joinings_of
from academy.accounts.looking_policies import may_look
from academy.accounts.models import Account, RoleAssignment
from academy.accounts.people_forms import AddPersonForm, RoleForm
from academy.accounts.people_queries import (
    code_choices,
    code_page,
    held_roles,
    people_page,
    role_words,
    scope_of,
)
from academy.accounts.policies import (
    may_end_role,
    may_forget_second_factor,
    may_give_role,
    may_hand_codes,
    may_see_people,
    may_see_person,
)
from academy.accounts.queries import current_manager_ids
from academy.accounts.role_actions import add_person, end_role, give_role
from academy.accounts.roles import Role
from academy.accounts.views import REFUSED, me
from academy.hubs.models import Hub
from academy.shared import clock
from academy.shared.rulings import Refused


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, or the people of one's hub; searched and filtered by the address."""
    may_see_people(me(request), on=clock.today()).enforce()
    scope = scope_of(me(request), on=clock.today())
    chosen = {name: request.GET.get(name, "")[:80] for name in ("q", "hub", "role")}
    if chosen["role"] not in Role.values:
        chosen["role"] = ""
    page = people_page(
        scope,
        on=clock.today(),
        search=chosen["q"],
        hub=chosen["hub"],
        role=chosen["role"],
        number=_page_number(request),
    )
    words = {"page": page, "scope": scope, "chosen": chosen, "roles": Role.choices}
    return render(request, "academy/accounts/people.html", words)


@login_required
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: their roles, and what may be done about them."""
    account = _person(request, pk)
    if account.joined_to_id is not None:  # who was entered twice has one page
        return redirect("person", account.joined_to_id)
    today = clock.today()
    scope = scope_of(me(request), on=today)
    words = {
        "person": account,
        "held": held_roles(account, me(request), on=today),
        "may_give": bool(scope.roles) and account.pk != me(request).pk,
        "codes": code_choices(account, me(request), on=today),
        "joined": joinings_of(account),
        "may_look": may_look(me(request), account, on=today),
        "may_forget_second_factor": may_forget_second_factor(me(request), account, on=today),
    }
    return render(request, "academy/accounts/person.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a role (GET), look at it (POST), give it (POST with sure)."""
    account = _person(request, pk)
    scope = scope_of(me(request), on=clock.today())
    form = RoleForm(request.POST or None, roles=scope.roles, hubs=scope.hubs)
    words: dict[str, Any] = {"form": form, "person": account}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        hub = form.cleaned_data["hub"]
        if "sure" in request.POST:
            try:
                give_role(
                    account_id=account.pk,
                    role=form.chosen_role,
                    hub_id=form.hub_id,
                    by=me(request),
                    now=clock.now(),
                )
            except Refused as refusal:
                form.add_error(None, refusal.reason)
            else:
                messages.success(request, f"{account} is now {role_words(form.chosen_role, hub)}.")
                return redirect("person", pk=account.pk)
        elif ruling := may_give_role(me(request), form.chosen_role, hub, to=account, on=clock.today()):
            words["check"] = role_words(form.chosen_role, hub)
        else:
            form.add_error(None, ruling.reason)
    return render(request, "academy/accounts/give_role.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask (GET) and end the role with today's date (POST)."""
    found = get_object_or_404(RoleAssignment.objects.select_related("account", "hub"), pk=pk)
    _person(request, found.account_id)
    today = clock.today()
    ruling = may_end_role(me(request), found, managers=current_manager_ids(today), on=today)
    if request.method == "POST":
        end_role(assignment_id=found.pk, by=me(request), now=clock.now())
        messages.success(request, f"{found.account} is no longer {role_words(found.role, found.hub)}.")
        still = may_see_person(me(request), found.account, on=today)
        return redirect("person", pk=found.account_id) if still else redirect("people")
    words = {
        "person": found.account,
        "title": role_words(found.role, found.hub),
        "held": found,
        "ruling": ruling,
    }
    return render(request, "academy/accounts/end_role.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make an account for somebody of the hub who has no e-mail address."""
    may_see_people(me(request), on=clock.today()).enforce()
    scope = scope_of(me(request), on=clock.today())
    form = AddPersonForm(request.POST or None, hubs=scope.hubs)
    if request.method == "POST" and form.is_valid():
        try:
            hub = form.cleaned_data["hub"]
            account = add_person(person=form.person(), hub_id=hub.pk, by=me(request), now=clock.now())
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(
                request, f"{account} has an account now. Hand them a code, and they can sign in."
            )
            return redirect("person", pk=account.pk)
    return render(
        request, "academy/accounts/add_person.html", {"form": form}, status=REFUSED if form.errors else 200
    )


@login_required
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """Whom a trainer or coordinator may hand a code to."""
    may_hand_codes(me(request), on=clock.today()).enforce()
    search = request.GET.get("q", "")[:80]
    page = code_page(me(request), on=clock.today(), search=search, number=_page_number(request))
    return render(request, "academy/accounts/codes.html", {"page": page, "search": search})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask (GET) and show a sign-in code once (POST)."""
    account = get_object_or_404(Account, pk=pk)
    hub = get_object_or_404(Hub, slug=slug)
    choice = next(
        (one for one in code_choices(account, me(request), on=clock.today()) if one.hub == hub), None
    )
    if choice is None:
        raise Refused(f"You do not work at {hub.name}. Its own trainers and coordinator make codes there.")
    words: dict[str, Any] = {"person": account, "hub": hub, "ruling": choice.ruling}
    if request.method == "POST":
        words["code"] = hand_code(account_id=account.pk, hub_id=hub.pk, by=me(request), now=clock.now())
    return render(request, "academy/accounts/hand_code.html", words)


def _person(request: HttpRequest, pk: int) -> Account:
    account = get_object_or_404(Account.objects.select_related("hub"), pk=pk)
    may_see_person(me(request), account, on=clock.today()).enforce()
    return account


def _page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
