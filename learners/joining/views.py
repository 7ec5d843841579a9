"""Joining for those who look after people: who may be in twice, both side by side, yes or no, and undoing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.models import Account, Joining
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.joining.actions import join_people, tell_apart, undo_joining
from learners.joining.doubles_queries import entries_like, maybe_doubles
from learners.joining.forms import WhyForm
from learners.joining.policies import may_find_doubles, may_join, may_look, may_see_joining, may_undo
from learners.joining.queries import differences, entries, hubs_seen

PAGE = "learners/joining"


@login_required
@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """Entries that are alike, for the hubs that one looks after."""
    may_find_doubles(me(request), now=clock.now()).enforce()
    hubs = hubs_seen(me(request), now=clock.now())
    page = maybe_doubles(hubs, number=request.GET.get("page", "1"))
    return render(request, f"{PAGE}/doubles.html", {"page": page, "hubs": hubs})


@login_required
@require_safe
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the other entry of somebody."""
    account = get_object_or_404(Account, pk=pk)
    if account.joined_to_id is not None:
        return redirect("join-find", account.joined_to_id)
    may_find_doubles(me(request), now=clock.now()).enforce()
    may_look(me(request), account, account, now=clock.now()).enforce()
    search = request.GET.get("q", account.full_name)[:80]
    found = entries_like(account, search, hubs_seen(me(request), now=clock.now()))
    words = {"person": account, "search": search, "found": found}
    return render(request, f"{PAGE}/find.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def side_by_side(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Both, with what tells them apart; and the two answers."""
    now = clock.now()
    rows = Account.objects.select_related("hub").in_bulk([pk, other])
    if len(rows) < 2:
        raise Http404
    kept, joined = rows[pk], rows[other]
    if joined.joined_to_id == kept.pk:
        return redirect("join-find", kept.pk)
    may_look(me(request), kept, joined, now=now).enforce()
    form = WhyForm(request.POST or None)
    if request.method == "POST" and request.POST.get("answer") == "two":
        tell_apart(one_id=pk, other_id=other, by=me(request), now=now)
        messages.success(request, "Written down: they are two people. They leave the list.")
        return redirect("maybe-same")
    if request.method == "POST" and form.is_valid():
        try:
            why = form.cleaned_data["why"]
            joining = join_people(kept_id=pk, other_id=other, why=why, by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"{kept} is one person now.")
            return redirect("undo-joining", joining.pk)
    return _side_by_side(request, kept, joined, form)


def _side_by_side(request: HttpRequest, kept: Account, joined: Account, form: WhyForm) -> HttpResponse:
    now = clock.now()
    one, other = entries([kept, joined], hubs_seen(me(request), now=now))
    words: dict[str, Any] = {
        "one": one,
        "other": other,
        "form": form,
        "ruling": may_join(me(request), kept, joined, now=now),
        "differences": differences(one, other),
    }
    status = REFUSED if form.errors else 200
    return render(request, f"{PAGE}/side_by_side.html", words, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What was joined, by whom and why; and the button that makes two people of it again."""
    joining = get_object_or_404(Joining.objects.select_related("kept", "other", "hub", "done_by"), pk=pk)
    may_see_joining(me(request), joining, now=clock.now()).enforce()
    own = joining.kept_id == me(request).pk
    ruling, refused = may_undo(me(request), joining, now=clock.now()), ""
    if request.method == "POST":
        try:
            undo_joining(joining_id=joining.pk, by=me(request), now=clock.now())
        except Refused as refusal:
            refused = refusal.reason
        else:
            messages.success(request, "That is undone. They are two entries again, as before.")
            return redirect("profile" if own else reverse("maybe-same"))
    words = {"joining": joining, "ruling": ruling, "refused": refused, "own": own}
    return render(request, f"{PAGE}/undo.html", words, status=409 if refused else 200)
