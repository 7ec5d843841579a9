"""My portfolio: the list, one piece, taking it out and bringing it back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.accounts.views import me
from academy.shared import clock
from learners.portfolio import file_actions
from learners.portfolio.actions import bring_back_evidence, delete_evidence, read_evidence, withdraw_evidence
from learners.portfolio.models import EvidenceItem
from learners.portfolio.piece_queries import own_piece, piece_of
from learners.portfolio.policies import may_add_evidence
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
    words = {
        "kept": kept,
        "wish": wish,
        "may": may_add_evidence(me(request)),
        "kinds": EvidenceKind,
        "most": settings.PORTFOLIO_BYTES,
    }
    return render(request, f"{PAGES}/portfolio.html", words)


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
    item = own(request, token)
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
def remove_file(request: HttpRequest, token: str, file: str) -> HttpResponse:
    """One file of a piece; its row says that it was there."""
    item = own(request, token)
    found = get_object_or_404(item.files, token=file)
    file_actions.remove_file(file_id=found.pk, by=me(request), now=clock.now())
    messages.success(request, f"“{found.name}” is deleted.")
    return redirect("evidence", token)


@login_required
@require_POST
def bring_back(request: HttpRequest, token: str) -> HttpResponse:
    """Into the portfolio again."""
    item = own(request, token)
    bring_back_evidence(item_id=item.pk, by=me(request), now=clock.now())
    messages.success(request, f"“{item.title}” is in your portfolio again.")
    return redirect("evidence", token)


def own(request: HttpRequest, token: str) -> EvidenceItem:
    item = own_piece(me(request), token)
    if item is None:
        raise Http404("There is no such piece in your portfolio.")
    return item
