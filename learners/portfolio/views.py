"""My portfolio: the list, one piece, adding and changing it, taking it out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from academy.shared.tokens import new_token
from learners.portfolio.actions import (
    add_evidence,
    bring_back_evidence,
    change_evidence,
    delete_evidence,
    read_evidence,
    withdraw_evidence,
)
from learners.portfolio.forms import ADDED, BEGIN, EvidenceForm
from learners.portfolio.models import EvidenceItem
from learners.portfolio.piece_queries import own_piece, piece_of
from learners.portfolio.policies import may_add_evidence, may_change_evidence
from learners.portfolio.queries import Wish, portfolio_of
from learners.portfolio.states import EvidenceKind

PAGES = "learners/portfolio"


@login_required
@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """Everything in it, newest first."""
    asked = request.GET
    unit = asked.get("unit", "")
    wish = Wish(
        show=asked.get("show", ""),
        kind=asked.get("kind", ""),
        unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 18 else None,
        search=asked.get("search", "")[:100].strip(),
        page=asked.get("page", "1"),
    )
    kept = portfolio_of(me(request), wish)
    words = {"kept": kept, "wish": wish, "may": may_add_evidence(me(request)), "kinds": EvidenceKind}
    return render(request, f"{PAGES}/portfolio.html", words)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """One page for each kind. A script keeps it as it is typed."""
    if kind not in ADDED:
        raise Http404("There is no such kind of evidence.")
    chosen = EvidenceKind(kind)
    if not (may := may_add_evidence(me(request))):
        return render(request, f"{PAGES}/not_open.html", {"reason": may.reason}, status=403)
    if request.method == "POST":
        form = EvidenceForm(request.POST, kind=chosen)
        return _keep(request, form, chosen, known=None)
    form = EvidenceForm(kind=chosen, initial={"key": new_token()})
    return render(request, f"{PAGES}/add.html", {"form": form, "kind": chosen, "item": None})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """The same page, of a piece that is there."""
    item = _own(request, token)
    may_change_evidence(me(request), item).enforce()
    kind = EvidenceKind(item.kind)
    if request.method == "POST":
        return _keep(request, EvidenceForm(request.POST, kind=kind), kind, known=item)
    form = EvidenceForm(kind=kind, initial=EvidenceForm.of(item))
    return render(request, f"{PAGES}/add.html", {"form": form, "kind": kind, "item": item})


@login_required
@never_cache
@require_safe
def evidence(request: HttpRequest, token: str) -> HttpResponse:
    """One piece: what it says, what is missing, what it shows."""
    item = get_object_or_404(EvidenceItem, token=token)
    item = read_evidence(item_id=item.pk, by=me(request), now=clock.now())
    return render(request, f"{PAGES}/piece.html", {"piece": piece_of(item, me(request))})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, token: str) -> HttpResponse:
    """Delete it, or where it was handed in, take it out of the portfolio."""
    item = _own(request, token)
    piece = piece_of(item, me(request))
    if request.method == "POST":
        if request.POST.get("do") == "withdraw":
            withdraw_evidence(item_id=item.pk, by=me(request), now=clock.now())
            messages.success(
                request, f"“{item.title}” is out of your portfolio. You can bring it back at any time."
            )
        else:
            delete_evidence(item_id=item.pk, by=me(request), now=clock.now())
            messages.success(request, f"“{item.title}” is deleted.")
        return redirect("portfolio")
    return render(request, f"{PAGES}/remove.html", {"piece": piece})


@login_required
@require_POST
def bring_back(request: HttpRequest, token: str) -> HttpResponse:
    """Into the portfolio again."""
    item = _own(request, token)
    bring_back_evidence(item_id=item.pk, by=me(request), now=clock.now())
    messages.success(request, f"“{item.title}” is in your portfolio again.")
    return redirect("evidence", token)


def _keep(
    request: HttpRequest, form: EvidenceForm, kind: EvidenceKind, *, known: EvidenceItem | None
) -> HttpResponse:
    """Keep what can be kept, and tell a script or a person."""
    script = request.headers.get("Accept", "").startswith("application/json")
    good = form.is_valid()
    if "key" in form.errors and known is None:
        raise Refused("This page was open for too long, or was changed on the way. Open it again, please.")
    some = known is not None or form.says_something() or any(request.FILES.getlist("files"))
    if not some:
        form.add_error(None, BEGIN)
    elif good or script:
        item = _write(request, form, kind, known)
        if good and not script:
            messages.success(request, "It is in your portfolio.")
            return redirect("evidence", item.token)
        known = item
    if script:
        return JsonResponse(_told(form, known), status=200 if known else 422)
    words: dict[str, Any] = {"form": form, "kind": kind, "item": known}
    return render(request, f"{PAGES}/add.html", words, status=REFUSED)


def _write(
    request: HttpRequest, form: EvidenceForm, kind: EvidenceKind, known: EvidenceItem | None
) -> EvidenceItem:
    if known is not None:
        return change_evidence(item_id=known.pk, words=form.words(), by=me(request), now=clock.now())
    token = form.cleaned_data["key"]
    return add_evidence(kind=kind, words=form.words(), token=token, by=me(request), now=clock.now())


def _told(form: EvidenceForm, item: EvidenceItem | None) -> dict[str, Any]:
    """What a script hears: when it was kept, where it is now, and what could not be kept."""
    wrong = [str(error) for found in form.errors.values() for error in found]
    return {
        "saved_at": item.changed_at.isoformat() if item else None,
        "href": reverse("evidence-change", args=[item.token]) if item else None,
        "error": " ".join(wrong),
    }


def _own(request: HttpRequest, token: str) -> EvidenceItem:
    item = own_piece(me(request), token)
    if item is None:
        raise Http404("There is no such piece in your portfolio.")
    return item
