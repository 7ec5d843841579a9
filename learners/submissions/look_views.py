"""Asking for a look at a draft, and answering it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.portfolio.states import SHOWABLE
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.submissions.forms import AnswerForm, LookForm
from learners.submissions.look_actions import answer_look, ask_look
from learners.submissions.models import DraftLook
from learners.submissions.piece_queries import linked_pieces
from learners.submissions.policies import may_answer_look, may_ask_look, may_see_look, may_see_what_to_show
from learners.submissions.views import registration_at

HERE = "learners/submissions"


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """Choose pieces, and say what to look at."""
    registration, on = registration_at(token), clock.today()
    may_see_what_to_show(me(request), registration, on=on).enforce()
    choices, hidden = _choices(registration)
    form = LookForm(request.POST if request.method == "POST" else None, pieces=choices)
    if form.is_valid():
        try:
            look = ask_look(
                registration_id=registration.pk,
                items=[int(one) for one in form.cleaned_data["pieces"]],
                words=form.cleaned_data["words"],
                by=me(request),
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, "Asked. Your assessor answers in words; nothing is judged.")
            return redirect("draft-look", token=look.token)
    words = {
        "registration": registration,
        "form": form,
        "choices": choices,
        "hidden": hidden,
        "may": may_ask_look(me(request), registration, on=on),
    }
    return render(request, f"{HERE}/look_ask.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest, token: str) -> HttpResponse:
    """What was asked, the pieces as they are today, and the answer; or the box for it."""
    rows = DraftLook.objects.select_related(
        "registration__account", "registration__version__qualification", "answered_by"
    )
    look, now = get_object_or_404(rows, token=token), clock.now()
    on = clock.london_date(now)
    standing = standing_of(me(request), look.registration, on=on)
    may_see_look(me(request), look, on=on, standing=standing).enforce()
    may_answer = may_answer_look(me(request), look, on=on, standing=standing)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            answer_look(look_id=look.pk, answer=form.cleaned_data["answer"], by=me(request), now=now)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, f"Answered. {look.registration.account.full_name} can read it now.")
            return redirect("draft-look", token=token)
    items = [one.item for one in look.items.select_related("item").order_by("pk")]
    words = {
        "look": look,
        "registration": look.registration,
        "pieces": [(one, standing.own or one.others in SHOWABLE) for one in items],
        "own": standing.own,
        "may_answer": may_answer,
        "form": form,
    }
    return render(request, f"{HERE}/look.html", words, status=REFUSED if form.errors else 200)


def _choices(registration: QualRegistration) -> tuple[list[tuple[str, str]], list[str]]:
    """(id, title) of each linked piece that somebody else may see, and the titles of the others."""
    linked = {one.piece.pk: one for one in linked_pieces([registration.pk])[registration.pk]}
    open_ones = [one for one in linked.values() if one.piece.others in SHOWABLE]
    hidden = [one.piece.title for one in linked.values() if one.piece.others not in SHOWABLE]
    return [(str(one.piece.pk), f"{one.piece.title} ({one.kind_words})") for one in open_ones], hidden
