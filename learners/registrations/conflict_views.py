"""Conflicts of interest: what I have declared, what everybody has, declaring one, and what becomes of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.models import Account
from academy.accounts.views import REFUSED, me
from academy.hubs.models import Hub
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.conflict_actions import decide_conflict, declare_conflict, end_conflict
from learners.registrations.conflict_facts import Keeper, keeper_of
from learners.registrations.conflict_forms import DecideForm, DeclareForm, HubForm, OverForm
from learners.registrations.conflict_policies import (
    may_decide,
    may_declare,
    may_end_conflict,
    may_keep_register,
    may_see_conflict,
)
from learners.registrations.conflict_queries import (
    MOST_FOUND,
    SHOWN,
    find_people,
    line_of,
    my_conflicts,
    people_in_reach,
    register_page,
    scrutineers,
    staff_people,
    waiting_to_be_decided,
)
from learners.registrations.states import Nature

HERE = "learners/registrations"


@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Mine; and for those who keep the register, everybody's."""
    today = clock.today()
    keeper = keeper_of(me(request), on=today)
    may_declare(keeper).enforce()
    words: dict[str, object] = {"mine": my_conflicts(keeper, on=today), "keeps": may_keep_register(keeper)}
    if words["keeps"]:
        shown = request.GET.get("show", "open")
        shown = shown if shown in SHOWN else "open"
        words["shown"] = shown
        words["page"] = register_page(shown, on=today, number=request.GET.get("page", 1))
        words["waiting"] = waiting_to_be_decided(on=today)
    return render(request, f"{HERE}/conflicts.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """First with whom (a name that is looked for, or a hub), then what it is."""
    today = clock.today()
    keeper = keeper_of(me(request), on=today)
    may_declare(keeper).enforce()
    other, hub = _with_whom(request, keeper)
    if other is None and hub is None:
        return _choose(request, keeper)
    people = _people(request, keeper)
    form = DeclareForm(request.POST or None, people=people, initial={"person": me(request).pk})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = declare_conflict(
                person_id=data.get("person", me(request).pk),
                other_id=other.pk if other else None,
                hub_id=hub.pk if hub else None,
                nature=Nature(data["nature"]),
                words=data["words"],
                by=me(request),
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "It is written down. Thank you for saying so.")
            return redirect("conflict", made.pk)
    words = {"form": form, "other": other, "hub": hub}
    return render(request, f"{HERE}/conflict_declare.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """One declaration, and what can be done about it."""
    today = clock.today()
    keeper = keeper_of(me(request), on=today)
    rows = ConflictDeclaration.objects.select_related("person", "other", "hub", "scrutineer", "decided_by")
    conflict = get_object_or_404(rows, pk=pk)
    may_see_conflict(keeper, conflict).enforce()
    may_end, decides = may_end_conflict(keeper, conflict, today), may_decide(keeper, conflict, today)
    pressed = request.POST.get("do", "")
    people = [(one.pk, str(one)) for one in scrutineers(conflict, on=today)] if decides else []
    over = OverForm(request.POST if pressed == "over" else None, initial={"ends_on": today}, prefix="over")
    decision = DecideForm(request.POST if pressed == "decide" else None, people=people, prefix="decide")
    if pressed == "over" and over.is_valid() and _over(request, conflict, over):
        return redirect("conflict", pk)
    if pressed == "decide" and decision.is_valid() and _decide(request, conflict, decision):
        return redirect("conflict", pk)
    words = {
        "conflict": conflict,
        "line": line_of(conflict, on=today),
        "over": over,
        "decision": decision,
        "may_end": may_end,
        "may_decide": decides,
        "keeps": may_keep_register(keeper),
    }
    wrong = over.errors or decision.errors
    return render(request, f"{HERE}/conflict.html", words, status=REFUSED if wrong else 200)


def _with_whom(request: HttpRequest, keeper: Keeper) -> tuple[Account | None, Hub | None]:
    """Who or which hub was chosen, by the address; neither, where it is nobody of theirs."""
    other, hub = request.GET.get("other", ""), request.GET.get("hub", "")
    if other.isdecimal() and len(other) < 19:
        return people_in_reach(keeper, on=clock.today()).filter(pk=int(other)).first(), None
    if hub.isdecimal() and len(hub) < 19:
        return None, Hub.objects.filter(pk=int(hub)).first()
    return None, None


def _choose(request: HttpRequest, keeper: Keeper) -> HttpResponse:
    typed = request.GET.get("q", "")[:80]
    found = find_people(keeper, typed, on=clock.today())
    words = {
        "typed": typed,
        "found": [
            (f"{reverse('conflict-declare')}?other={one.pk}", one.name, one.hub) for one in found[:MOST_FOUND]
        ],
        "more": len(found) > MOST_FOUND,
        "everywhere": keeper.everywhere,
        "hub_form": HubForm(),
    }
    return render(request, f"{HERE}/conflict_with.html", words)


def _people(request: HttpRequest, keeper: Keeper) -> list[tuple[int, str]]:
    """Whose interest it may be; empty: only one's own."""
    if not may_keep_register(keeper):
        return []
    mine = me(request)
    others = [(one.pk, str(one)) for one in staff_people(clock.today()) if one.pk != mine.pk]
    return [(mine.pk, f"Mine ({mine})"), *others]


def _over(request: HttpRequest, conflict: ConflictDeclaration, form: OverForm) -> bool:
    data = form.cleaned_data
    try:
        end_conflict(
            conflict_id=conflict.pk, ends_on=data["ends_on"], why=data["why"], by=me(request), now=clock.now()
        )
    except Refused as refusal:
        form.add_error("ends_on", refusal.reason)
        return False
    messages.success(request, f"Written down: it is over from {data['ends_on']:%d/%m/%Y} on.")
    return True


def _decide(request: HttpRequest, conflict: ConflictDeclaration, form: DecideForm) -> bool:
    data = form.cleaned_data
    try:
        decide_conflict(
            conflict_id=conflict.pk,
            mitigation=data["mitigation"],
            scrutineer_id=data["scrutineer"],
            by=me(request),
            now=clock.now(),
        )
    except Refused as refusal:
        form.add_error("scrutineer", refusal.reason)
        return False
    messages.success(request, "Decided. The work is open to them again, and somebody else looks at it too.")
    return True
