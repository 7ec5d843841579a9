"""The messages of some dates: letters to everybody on them, and for each kind whether, when and what; or now."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from courses.delivery.models import Cohort
from learners.reminders.choosing import by_day
from learners.reminders.cohort_forms import MessageForm
from learners.reminders.cohort_message_queries import goes_words, kind_rows, reads_as, sent_page, upcoming
from learners.reminders.cohort_policies import may_send_now, may_set_messages, may_write
from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.letter_queries import letter_page
from learners.reminders.letter_views import ON_A_PAGE, cohort_run
from learners.reminders.message_actions import GoesAtOnce, send_now, set_message
from learners.reminders.models import CohortMessage
from learners.reminders.reach_queries import reach_of
from learners.reminders.staff_views import page_number


@login_required
@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """What was written to everybody on these dates, and what goes by itself."""
    now, cohort = clock.now(), cohort_run(request, pk)
    words = {
        "cohort": cohort,
        "letters": letter_page(cohort, number=page_number(request)),
        "writing": may_write(me(request), cohort, now=now),
        "kinds": kind_rows(cohort, now=now),
    }
    return render(request, "learners/reminders/cohort_messages.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One kind: who gets it next stands first; then whether, when, and words of their own."""
    now, cohort, reminder = clock.now(), cohort_run(request, pk), _reminder(kind)
    plan = CohortMessage.objects.filter(cohort=cohort, kind=kind).first()
    form = MessageForm(request.POST if request.method == "POST" else None, reminder=reminder, plan=plan)
    asks = None
    if form.is_valid():
        try:
            set_message(
                cohort_id=pk,
                kind=kind,
                facts=form.facts(),
                by=me(request),
                now=now,
                at_once=request.POST.get("at_once") == "yes",
            )
        except GoesAtOnce as refusal:
            asks = refusal
        else:
            messages.success(request, "Saved. Here you see whom it reaches next, and when.")
            return redirect("cohort-kind", pk=pk, kind=kind)
    words = _kind_words(request, cohort, reminder, plan) | {"form": form, "asks": asks}
    status = REFUSED if form.errors or asks else 200
    return render(request, "learners/reminders/cohort_kind.html", words, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask, with everybody listed who gets it (GET); send it now (POST)."""
    now, cohort, reminder = clock.now(), cohort_run(request, pk), _reminder(kind)
    if request.method == "POST":
        number = send_now(cohort_id=pk, kind=kind, by=me(request), now=now)
        people = "1 person" if number == 1 else f"{number} people"
        messages.success(request, f"It goes to {people} now, and to nobody twice.")
        return redirect("cohort-kind-sent", pk=pk, kind=kind)
    plan = CohortMessage.objects.filter(cohort=cohort, kind=kind).first()
    words = _kind_words(request, cohort, reminder, plan)
    goes_at = by_day(now)
    words["goes_at"] = goes_at if goes_at > now else None
    return render(request, "learners/reminders/cohort_kind_send.html", words)


@login_required
@require_safe
def sent(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What went to these people of one kind, and what became of it."""
    cohort, reminder = cohort_run(request, pk), _reminder(kind)
    page = sent_page(cohort, kind, now=clock.now(), number=page_number(request))
    words = {"cohort": cohort, "reminder": reminder, "page": page}
    return render(request, "learners/reminders/cohort_kind_sent.html", words)


def _kind_words(
    request: HttpRequest, cohort: Cohort, reminder: Reminder, plan: CohortMessage | None
) -> dict[str, Any]:
    now = clock.now()
    coming = upcoming(reminder, cohort, plan, now=now)
    reach = reach_of(coming.places.values(), cohort, reminder.key, now=now)
    title, paragraphs = reads_as(reminder, cohort, plan)
    return {
        "cohort": cohort,
        "reminder": reminder,
        "on": plan is None or plan.on,
        "goes": goes_words(reminder, plan),
        "coming": coming,
        "reach": reach,
        "page": Paginator(reach.people, ON_A_PAGE).get_page(page_number(request)),
        "reads_title": title,
        "reads": paragraphs,
        "setting": may_set_messages(me(request), cohort, now=now),
        "sending": may_send_now(me(request), cohort, reminder, people=len(coming.places), now=now),
    }


def _reminder(kind: str) -> Reminder:
    """One about whose time or words something can be said."""
    found = REMINDERS.get(kind)
    if found is None or found.on_dates is None:
        raise Http404("There is no such message.")
    return found
