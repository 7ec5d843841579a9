"""Writing to everybody on some dates: who gets it first, then the words, a look at it, and one press."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.reminders.choosing import by_day
from learners.reminders.cohort_forms import LetterForm
from learners.reminders.cohort_policies import may_run_messages, may_send, may_write
from learners.reminders.conditions.cohort_letters import on_it, paragraphs_of
from learners.reminders.letter_actions import KIND, LetterFacts, drop_letter, send_letter, write_letter
from learners.reminders.letter_queries import letters_today
from learners.reminders.log_queries import messages_about
from learners.reminders.models import CohortLetter
from learners.reminders.reach_queries import reach_of
from learners.reminders.staff_views import page_number
from learners.reminders.states import LetterTo

ON_A_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """A new letter: the draft is kept, and its page shows how it reads and who gets it."""
    cohort = cohort_run(request, pk)
    return _written(request, cohort, None)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """A draft once more. What was sent is shown, and not changed."""
    cohort = cohort_run(request, pk)
    letter = get_object_or_404(CohortLetter, cohort=cohort, token=token)
    if letter.sent_at is not None:
        return redirect("cohort-letter", pk=pk, token=token)
    return _written(request, cohort, letter)


@login_required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """A draft with everybody it goes to, to be sent or thrown away (POST); or what was sent, and what became of it."""
    now, cohort = clock.now(), cohort_run(request, pk)
    facts: dict[str, Any] = {"cohort_id": pk, "token": token, "by": me(request), "now": now}
    if request.method == "POST":
        return _pressed(request, cohort, facts)
    rows = CohortLetter.objects.select_related("cohort__course", "cohort__hub", "sent_by", "written_by")
    found = get_object_or_404(rows, cohort=cohort, token=token)
    words: dict[str, Any] = {"cohort": cohort, "letter": found, "said": paragraphs_of(found.words)}
    if found.sent_at is not None:
        page = messages_about(f"letter:{found.pk}", KIND, now=now, number=page_number(request))
        return render(request, "learners/reminders/cohort_letter_sent.html", {**words, "page": page})
    reach = reach_of(on_it([pk], found.to), cohort, KIND, now=now)
    goes_at, today = by_day(now), letters_today(cohort, now=now)
    words |= {
        "reach": reach,
        "page": Paginator(reach.people, ON_A_PAGE).get_page(page_number(request)),
        "sending": may_send(me(request), cohort, people=len(reach.people), today=today, now=now),
        "goes_at": goes_at if goes_at > now else None,
    }
    return render(request, "learners/reminders/cohort_letter.html", words)


def _pressed(request: HttpRequest, cohort: Cohort, facts: dict[str, Any]) -> HttpResponse:
    did = request.POST.get("did", "")
    if did == "drop":
        drop_letter(**facts)
        messages.info(request, "The draft is thrown away. Nobody got it.")
        return redirect("cohort-messages", pk=cohort.pk)
    if did != "send":
        raise Refused("Press one of the buttons under the letter, so that we know what to do with it.")
    sent = send_letter(**facts)
    people = "1 person" if sent.people == 1 else f"{sent.people} people"
    messages.success(request, f"Sent to {people}. Here you see what becomes of it.")
    return redirect("cohort-letter", pk=cohort.pk, token=sent.token)


def _written(request: HttpRequest, cohort: Cohort, draft: CohortLetter | None) -> HttpResponse:
    now = clock.now()
    ruling = may_write(me(request), cohort, now=now)
    began = (
        {"to": draft.to, "title": draft.title, "words": draft.words, "key": draft.token} if draft else None
    )
    form = LetterForm(request.POST if request.method == "POST" else None, initial=began)
    if form.is_valid():
        data = form.cleaned_data
        facts = LetterFacts(data["to"], data["title"], data["words"])
        token = draft.token if draft else data["key"]
        try:
            kept = write_letter(cohort_id=cohort.pk, token=token, facts=facts, by=me(request), now=now)
        except Refused as refusal:
            if not ruling:
                raise
            form.add_error(None, refusal.reason)
        else:
            return redirect("cohort-letter", pk=cohort.pk, token=kept.token)
    reaches = [
        (to.label, reach_of(on_it([cohort.pk], to), cohort, KIND, now=now), to.value) for to in LetterTo
    ]
    words = {"cohort": cohort, "form": form, "ruling": ruling, "reaches": reaches, "draft": draft}
    status = REFUSED if form.errors else 200
    return render(request, "learners/reminders/cohort_letter_write.html", words, status=status)


def cohort_run(request: HttpRequest, pk: int) -> Cohort:
    """For those who run it."""
    cohort = get_object_or_404(Cohort.objects.select_related("course", "hub"), pk=pk)
    may_run_messages(me(request), cohort, now=clock.now()).enforce()
    return cohort
