"""Pages about witnesses: the learner asks, the witness answers without an account, an assessor writes up a talk."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from academy.accounts.models import Account
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.limits import within_limit
from academy.shared.rulings import Refused
from learners.portfolio.models import WitnessStatement
from learners.portfolio.witness_actions import (
    ask_witness,
    ask_witness_again,
    confirm_statement,
    decline_statement,
    take_back_request,
    write_up,
)
from learners.portfolio.witness_forms import AgainForm, AnswerForm, AskForm, NoForm, WriteUpForm
from learners.portfolio.witness_policies import (
    may_answer,
    may_ask_again,
    may_ask_witness,
    may_see_statement,
    may_take_back,
    may_write_up,
)
from learners.portfolio.witness_queries import (
    criteria_asked,
    open_registrations,
    state_of,
    statement_of_item,
    statement_of_link,
    units_to_ask,
)
from learners.registrations.models import QualRegistration

PAGES = "learners/portfolio"
TRIES, WITHIN = 30, 3600  # answers of one visitor


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A learner asks somebody who saw what they did. ?registration=<token> says for which qualification."""
    mine = open_registrations(me(request))
    chosen = _chosen(request, mine)
    may_ask_witness(me(request), chosen, on=clock.today()).enforce()
    units = units_to_ask(chosen) if chosen else ()
    form = AskForm(request.POST if request.method == "POST" else None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_witness(
                asked=form.asked(),
                registration_id=chosen.pk if chosen else None,
                by=me(request),
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error("email", refusal.reason)
        else:
            messages.success(request, f"We are writing to {made.name} now.")
            return redirect("witness-asked", made.item.token)
    words = {"form": form, "units": units, "chosen": chosen, "registrations": mine, "ticked": form.ticked()}
    return render(request, f"{PAGES}/witness_ask.html", words, status=REFUSED if form.errors else 200)


def _chosen(request: HttpRequest, mine: list[QualRegistration]) -> QualRegistration | None:
    """The one that was named, else the newest; none where they have none or said so."""
    token = request.GET.get("registration", "")
    if token == "none" or not (mine or token):
        return None
    if not token:
        return mine[0]
    found = next((one for one in mine if one.token == token), None)
    if found is None:
        raise Http404("No such registration of this person.")
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """The learner sees how far it is; asks once more with POST."""
    statement = _of_item(token)
    may_see_statement(me(request), statement).enforce()
    form = AgainForm(request.POST or None, initial={"email": statement.email})
    if request.method == "POST" and form.is_valid():
        try:
            email = form.cleaned_data["email"]
            ask_witness_again(statement_id=statement.pk, by=me(request), now=clock.now(), email=email)
        except Refused as refusal:
            form.add_error("email", refusal.reason)
        else:
            messages.success(request, f"We are writing to {statement.name} again.")
            return redirect("witness-asked", token)
    now = clock.now()
    words = {
        "statement": statement,
        "state": state_of(statement, now=now),
        "criteria": criteria_asked(statement.item),
        "again": may_ask_again(me(request), statement, now=now),
        "taking_back": may_take_back(me(request), statement),
        "form": form,
    }
    return render(request, f"{PAGES}/witness_asked.html", words, status=REFUSED if form.errors else 200)


@login_required
@require_POST
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """The witness is not asked any more."""
    statement = _of_item(token)
    take_back_request(statement_id=statement.pk, by=me(request), now=clock.now())
    messages.success(request, f"{statement.name} is not asked any more.")
    return redirect("witness-asked", token)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, token: str) -> HttpResponse:
    """An assessor writes up what the witness said."""
    statement = _of_item(token)
    may_write_up(me(request), statement, now=clock.now()).enforce()
    form = WriteUpForm(request.POST or None, initial={"words": statement.words})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        write_up(statement_id=statement.pk, words=words, by=me(request), now=clock.now())
        messages.success(request, f"{statement.name} is asked to read and confirm it.")
        return redirect("witness-write-up", token)
    facts = {
        "statement": statement,
        "state": state_of(statement, now=clock.now()),
        "criteria": criteria_asked(statement.item),
        "form": form,
    }
    return render(request, f"{PAGES}/witness_write_up.html", facts, status=REFUSED if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in the message opens. Nobody has to sign in, and the learner is turned away (INV-16)."""
    statement = statement_of_link(token)
    if statement is None:
        raise Http404("No such link.")
    who = request.user if isinstance(request.user, Account) else None
    ruling = may_answer(who, statement, now=clock.now())
    if not ruling:
        return _closed(request, statement, who, ruling.reason)
    if request.method == "POST" and not within_limit(request, "witness", times=TRIES, seconds=WITHIN):
        return render(request, "429.html", status=429)
    saying_no = request.POST.get("do") == "no"
    no = NoForm(request.POST if saying_no else None)
    data = request.POST if request.method == "POST" and not saying_no else None
    form = AnswerForm(data, initial=AnswerForm.as_asked(statement))
    if request.method == "POST" and _answered(statement, no if saying_no else form, who):
        return redirect("witness", token)
    words = {"statement": statement, "criteria": criteria_asked(statement.item), "form": form, "no": no}
    return render(
        request, f"{PAGES}/witness.html", words, status=REFUSED if form.errors or no.errors else 200
    )


def _closed(
    request: HttpRequest, statement: WitnessStatement, who: Account | None, reason: str
) -> HttpResponse:
    """Why there is nothing to answer. The witness can read what they confirmed for as long as the link works."""
    own = who is not None and bool(may_see_statement(who, statement))
    shown = not own and statement.confirmed_at is not None and clock.now() < statement.expires_at
    words = {"statement": statement, "reason": reason, "shown": shown}
    status = 403 if own or request.method == "POST" else 200
    return render(request, f"{PAGES}/witness_closed.html", words, status=status)


def _answered(statement: WitnessStatement, form: AnswerForm | NoForm, who: Account | None) -> bool:
    if not form.is_valid():
        return False
    facts: dict[str, Any] = {"statement_id": statement.pk, "by": who, "now": clock.now()}
    try:
        if isinstance(form, NoForm):
            decline_statement(why=form.cleaned_data["why"], **facts)
        else:
            confirm_statement(told=form.told(), **facts)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


def _of_item(token: str) -> WitnessStatement:
    found = statement_of_item(token)
    if found is None:
        raise Http404("No such statement.")
    return found
