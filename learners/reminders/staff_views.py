"""The screens of those who ring people, and of those who read what was sent to whom."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from academy.accounts.models import Account
from academy.accounts.policies import may_see_person
from academy.accounts.views import me
from academy.shared import clock
from academy.shared.rulings import Refused
from academy.shared.spreadsheets import csv_bytes
from learners.reminders import log_queries, ringing_actions
from learners.reminders.choice_queries import standing_of
from learners.reminders.figures import PERIODS, as_rows, figures
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.ringing_actions import NotReached, TooLate
from learners.reminders.staff_policies import may_read_log, may_read_messages, may_ring
from learners.reminders.staff_queries import (
    EVERYWHERE,
    NOWHERE,
    ON_A_PAGE,
    SHOWN_FIRST,
    open_troubles,
    people_to_ring,
    ring_scope,
    told_rows,
    told_today,
    trouble_rows,
)
from learners.reminders.states import Way
from learners.reminders.trouble_actions import end_trouble

TOLD, ADDRESSES = "told", "addresses"


@login_required
@require_safe
def to_ring(request: HttpRequest) -> HttpResponse:
    """Whom to ring, what was ticked off today, and whose e-mail comes back; the last two also on pages of their own."""
    now = clock.now()
    may_ring(me(request), on=clock.today()).enforce()
    scope = ring_scope(me(request), on=clock.today(), chosen=request.GET.get("hub", "")[:80])
    words: dict[str, Any] = {"scope": scope, "now": now, "reasons": NotReached, "first": SHOWN_FIRST}
    words.update(everywhere=EVERYWHERE, nowhere=NOWHERE)
    show, number = request.GET.get("show", ""), page_number(request)
    told, troubles = told_today(scope, now=now), open_troubles(scope, on=clock.today())
    if show == TOLD:
        page = Paginator(told, ON_A_PAGE).get_page(number)
        words.update(page=page, told=told_rows(page.object_list, scope))
        return render(request, "learners/reminders/told_today.html", words)
    if show == ADDRESSES:
        rows = Paginator(troubles, ON_A_PAGE).get_page(number)
        words.update(page=rows, troubles=trouble_rows(rows.object_list))
        return render(request, "learners/reminders/addresses.html", words)
    words["page"], words["sorted_out"] = people_to_ring(scope, now=now, number=number)
    words["told"] = told_rows(told[: SHOWN_FIRST + 1], scope)
    words["troubles"] = trouble_rows(troubles[: SHOWN_FIRST + 1])
    return render(request, "learners/reminders/to_ring.html", words)


@login_required
@require_POST
def to_ring_line(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened on the call: told, no answer, cannot be reached; or not told after all."""
    get_object_or_404(Sent, pk=pk)
    facts: dict[str, Any] = {"line_id": pk, "by": me(request), "now": clock.now()}
    did = request.POST.get("did", "")
    try:
        if did == "told":
            line = ringing_actions.mark_told(**facts)
            messages.success(request, f"{line.account} is ticked off. It stands under “Told today”.")
        elif did == "no_answer":
            line = ringing_actions.mark_no_answer(**facts)
            messages.info(request, f"No answer from {line.account}. They stand at the end of the list now.")
        elif did in NotReached.__members__:
            line = ringing_actions.give_up(**facts, why=NotReached[did])
            messages.info(request, f"{line.account} is off the list, and the log says why.")
        elif did == "undo":
            line = ringing_actions.take_back(**facts)
            messages.success(request, f"{line.account} stands on the list again.")
        else:
            raise Refused("Press one of the buttons beside the person, so that we know what happened.")
    except TooLate as late:
        messages.warning(request, late.reason)
    return _back_to_list(request)


@login_required
@require_POST
def address_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to this address again from now on."""
    get_object_or_404(AddressTrouble, pk=pk)
    trouble = end_trouble(trouble_id=pk, by=me(request), now=clock.now())
    messages.success(
        request, f"We write to {trouble.email} again. If mail still comes back, you will see it here."
    )
    if request.POST.get("back") == "person":
        return redirect("person-messages", pk=trouble.account_id)
    return _back_to_list(request)


@login_required
@require_safe
def person_messages(request: HttpRequest, pk: int) -> HttpResponse:
    """What we have sent one person, for whoever they ask."""
    person = get_object_or_404(Account.objects.select_related("hub"), pk=pk)
    now, today = clock.now(), clock.today()
    may_read_messages(me(request), person, on=today).enforce()
    standing = standing_of([person.pk], on=today)[person.pk]
    trouble = AddressTrouble.objects.filter(account=person, email=person.email or "", ended_at=None).first()
    words = {
        "person": person,
        "page": log_queries.messages_to(person, now=now, number=page_number(request)),
        "trouble": trouble,
        "standing": standing,
        "stopped": [
            one.title for one in REMINDERS.values() if not standing.chosen.get((one.key, Way.EMAIL), True)
        ],
        "now": now,
        "sees_person": may_see_person(me(request), person, on=today),
    }
    return render(request, "learners/reminders/person_messages.html", words)


@login_required
@require_safe
def message_log(request: HttpRequest) -> HttpResponse:
    """Every message to everybody, narrowed down by its kind, state and way."""
    may_read_log(me(request), on=clock.today()).enforce()
    known: dict[str, Mapping[str, Any]] = {
        "kind": REMINDERS,
        "state": log_queries.STATES,
        "way": log_queries.WAYS,
    }
    asked = {name: request.GET.get(name, "") for name in known}
    chosen = {name: value if value in known[name] else "" for name, value in asked.items()}
    page = log_queries.all_messages(now=clock.now(), number=page_number(request), **chosen)
    options = {
        "kind": [("", "All kinds"), *((key, one.title) for key, one in REMINDERS.items())],
        "state": [("", "All"), *((value, words) for value, (words, _) in log_queries.STATES.items())],
        "way": [("", "Every way"), *log_queries.WAYS.items()],
    }
    words = {"page": page, "chosen": chosen, "options": options}
    return render(request, "learners/reminders/log.html", words)


@login_required
@require_safe
def message_figures(request: HttpRequest) -> HttpResponse:
    """What became of each kind of message lately, on the page or as a file for a spreadsheet."""
    may_read_log(me(request), on=clock.today()).enforce()
    asked, now = request.GET.get("days", ""), clock.now()
    days = next((one for one in PERIODS if str(one) == asked), PERIODS[0])
    found = figures(days=days, now=now)
    if request.GET.get("as") == "csv":
        name = f"messages-{days}-days-{clock.today().isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(csv_bytes(as_rows(found)), "text/csv; charset=utf-8", headers=headers)
    words = {"figures": found, "days": days, "periods": PERIODS, "now": now}
    return render(request, "learners/reminders/figures.html", words)


def page_number(request: HttpRequest) -> int:
    """Of the list; 1 for whatever is no number."""
    typed = request.GET.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _back_to_list(request: HttpRequest) -> HttpResponse:
    """The list as it was chosen before the button was pressed."""
    asked = {name: request.POST.get(name, "")[:80] for name in ("hub", "show", "page")}
    kept = {name: value for name, value in asked.items() if value}
    return redirect(f"{reverse('to-ring')}{'?' + urlencode(kept) if kept else ''}")
