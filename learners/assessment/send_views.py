"""Sending a judgement with its feedback, and countersigning one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academy.accounts.signed_in_how import may_sign, way_of
from academy.accounts.views import REFUSED, me
from academy.shared import clock
from academy.shared.browser_rules import may_record
from academy.shared.fields import one_line_end
from academy.shared.rulings import Refused, Ruling
from academy.shared.working_days import working_days_after
from academy.templating import url_if
from courses.qualifications.staff_queries import countersigner_on
from learners.assessment.actions import send
from learners.assessment.countersign_actions import countersign
from learners.assessment.countersign_policies import may_countersign, stands_firm
from learners.assessment.drafts import seen_in, told_in
from learners.assessment.models import Countersignature, Judgement
from learners.assessment.policies import may_save
from learners.assessment.queries import Board, board
from learners.assessment.reading_actions import open_judgement
from learners.assessment.refusals import Stale
from learners.assessment.send_actions import keep_feedback
from learners.assessment.send_forms import CONFIRM, CountersignForm, SendForm
from learners.assessment.send_policies import may_send
from learners.assessment.spoken_actions import record_spoken, take_out_spoken
from learners.assessment.spoken_queries import spoken_of
from learners.assessment.states import JudgementState
from learners.portfolio.attaching import Sent
from learners.registrations.standing import standing_of
from learners.submissions.states import Outcome

HERE = "learners/assessment"
DAYS = 10  # working days that are proposed for the next step
ROWS = Judgement.objects.select_related(
    "registration__account",
    "registration__hub",
    "registration__version__qualification",
    "submission__registration",
    "assessor",
    "countersigner",
)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@may_record
def judge_send(request: HttpRequest, token: str) -> HttpResponse:
    """Look it over once more, write the feedback, and send it."""
    judgement = get_object_or_404(ROWS, token=token)
    may = may_save(me(request), judgement, now=clock.now())
    if judgement.assessor.person_id != me(request).person_id:
        may.enforce()
    if request.method == "POST":
        if not may and judgement.decided_at is None:
            return _shut(
                request, may, words="Your words to the learner", next_step="The one thing to do next"
            )
        return _sent(request, judgement)
    if judgement.decided_at is not None:
        return redirect(url_if("judge", token) or "queue")
    may.enforce()
    found = board(judgement)
    form = SendForm(initial=_proposed(judgement, found), not_yet=bool(found.count(Outcome.NOT_YET)))
    return _send_page(request, judgement, found, form)


def _shut(request: HttpRequest, may: Ruling, **labels: str) -> HttpResponse:
    """They may send it no more, nor see the work; what they typed goes back to them. labels: of the fields, by name."""
    typed = [(name, label, request.POST.get(name, "")) for name, label in labels.items()]
    return render(request, f"{HERE}/send_closed.html", {"may": may, "typed": typed}, status=403)


def _sent(request: HttpRequest, judgement: Judgement) -> HttpResponse:
    """Keep it, sign it, send it; what was typed stays whatever happens."""
    found = board(judgement)
    form = SendForm(request.POST, not_yet=bool(found.count(Outcome.NOT_YET)))
    if wrong := _recorded(request, judgement):
        form.is_valid()
        for one in wrong:
            form.add_error(None, one)
        return _send_page(request, judgement, found, form)
    if request.POST.get("remove"):
        return _kept(request, judgement, found, form)
    if not may_sign(request, now=clock.now()) or request.POST.get("then") == "keep":
        return _kept(request, judgement, found, form)
    if form.is_valid():
        try:
            made = send(
                judgement_id=judgement.pk,
                spoken_item_id=judgement.spoken_id,
                how=str(way_of(request)),
                by=me(request),
                now=clock.now(),
                seen=request.POST.get("seen", ""),
                told=request.POST.get("told", ""),
                **form.cleaned_data,
            )
        except Refused as refusal:
            return _send_page(request, judgement, found, form, refusal)
        else:
            messages.success(request, _done(made))
            return redirect("queue")
    return _send_page(request, judgement, found, form)


def _recorded(request: HttpRequest, judgement: Judgement) -> list[str]:
    """Put recordings that came with the page into the round, and take out what was pressed; what could not be done."""
    if judgement.decided_at is not None:
        return []  # a page that was sent already: what became of it is said there
    sent, wrong = Sent.of(request.POST, request.FILES), []
    try:
        if token := request.POST.get("remove"):
            take_out_spoken(judgement_id=judgement.pk, file_token=token, by=me(request), now=clock.now())
        if sent:
            wrong = record_spoken(judgement_id=judgement.pk, sent=sent, by=me(request), now=clock.now())
    except Refused as refusal:
        wrong = [refusal.reason]
    judgement.refresh_from_db(fields=["spoken"])
    return wrong


def _kept(request: HttpRequest, judgement: Judgement, found: Board, form: SendForm) -> HttpResponse:
    """What is written so far; whoever has to show first that it is them goes on to that."""
    form.is_valid()
    words = {name: one_line_end(str(form[name].value() or "")) for name in ("words", "next_step")}
    next_by = form.cleaned_data.get("next_by")
    try:
        keep_feedback(
            judgement_id=judgement.pk,
            next_by=next_by,
            by=me(request),
            now=clock.now(),
            told=request.POST.get("told", ""),
            **words,
        )
    except Refused as refusal:
        return _send_page(request, judgement, found, form, refusal)
    if request.POST.get("remove"):
        return redirect(f"{reverse('judge-send', args=[judgement.token])}#spoken")
    if not may_sign(request, now=clock.now()) and request.POST.get("then") != "keep":
        return redirect(_confirm(request))
    messages.success(request, "Kept. It is not sent yet.")
    return redirect("judge-send", token=judgement.token)


def _send_page(
    request: HttpRequest,
    judgement: Judgement,
    found: Board,
    form: SendForm,
    refusal: Refused | None = None,
) -> HttpResponse:
    """refusal: why it was not kept or not sent. A page that was older than what is kept is as new from now on."""
    now = clock.now()
    if refusal is not None:
        form.add_error(None, refusal.reason)
    drafts = [one.draft for one in found.rows if one.draft]
    seen, told = seen_in(judgement, drafts), told_in(judgement)
    if form.is_bound and not isinstance(refusal, Stale):
        seen, told = request.POST.get("seen", seen), request.POST.get("told", told)
    second = countersigner_on(judgement.assessor, clock.london_date(now))
    words = {
        "made": judgement,
        "registration": judgement.registration,
        "met": [one for one in found.rows if one.outcome == Outcome.MET],
        "not_yet": [one for one in found.rows if one.outcome == Outcome.NOT_YET],
        "problems": [one for one in found.rows if one.problems],
        "may": may_send(me(request), judgement, now=now),
        "form": form,
        "seen": seen,
        "told": told,
        "theirs": refusal.theirs if isinstance(refusal, Stale) else None,
        "spoken": spoken_of(judgement, me(request)),
        "second": second,
        "sign": may_sign(request, now=now),
        "confirm": _confirm(request),
    }
    return render(request, f"{HERE}/judge_send.html", words, status=REFUSED if form.errors else 200)


def _proposed(judgement: Judgement, found: Board) -> dict[str, Any]:
    """What was kept; else the next step of the first criterion that is not yet met."""
    steps = [one.draft.next_step for one in found.rows if one.draft and one.outcome == Outcome.NOT_YET]
    day = working_days_after(clock.today(), DAYS) if steps else None
    return {
        "words": judgement.words,
        "next_step": judgement.next_step or next(iter(steps), ""),
        "next_by": judgement.next_by or day,
    }


def _done(made: Judgement) -> str:
    who = made.registration.account.full_name
    if made.state == JudgementState.COUNTERSIGN:
        return f"Sent to {made.countersigner}, who countersigns it. {who} sees it after that."
    return f"Sent. {who} can read it now, and is told."


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def countersign_round(request: HttpRequest, token: str) -> HttpResponse:
    """What a trainee judged, beside the evidence: confirm it, or send it back."""
    judgement, now = get_object_or_404(ROWS, token=token), clock.now()
    may = may_countersign(me(request), judgement, now=now)
    if not may and _is_asked(request, judgement) and _done_already(request, judgement):
        messages.info(request, may.reason)
        return redirect("queue")
    if not may and request.method == "POST":
        return _shut(request, may, words="Your words to the assessor")
    may.enforce()
    standing = standing_of(me(request), judgement.registration, on=clock.london_date(now))
    open_judgement(judgement=judgement, by=me(request), now=now, standing=standing)
    found = board(judgement)
    criteria = [(one.pk, f"Unit {one.unit}, {one.number} {one.text}") for one in found.rows]
    typed = _typed_before(request, token) if request.method == "GET" else None
    form = CountersignForm(
        request.POST if request.method == "POST" else None, initial=typed, criteria=criteria
    )
    if request.method == "POST":
        if not may_sign(request, now=now):
            return _first_confirm(request, token)
        if form.is_valid() and (done := _countersigned(request, judgement, form)):
            messages.success(request, done)
            return redirect("queue")
    words = {
        "made": judgement,
        "registration": judgement.registration,
        "rows": found.rows,
        "spoken": spoken_of(judgement, me(request)),
        "helps": found.helps,
        "form": form,
        "sign": may_sign(request, now=now),
        "confirm": _confirm(request),
        "note": may.reason or stands_firm(judgement).reason,
    }
    return render(request, f"{HERE}/countersign.html", words, status=REFUSED if form.errors else 200)


def _countersigned(request: HttpRequest, judgement: Judgement, form: CountersignForm) -> str:
    """What was done, in words; empty with the reason in the form, where it cannot be."""
    data = form.cleaned_data
    confirmed = data["answer"] == CONFIRM
    try:
        countersign(
            judgement_id=judgement.pk,
            confirmed=confirmed,
            words=data["words"],
            about=[] if confirmed else data["about"],
            how=str(way_of(request)),
            by=me(request),
            now=clock.now(),
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return ""
    if confirmed:
        return f"Confirmed. {judgement.registration.account.full_name} can read it now, and is told."
    return f"Sent back. {judgement.assessor.full_name} goes on with it, and is told."


def _is_asked(request: HttpRequest, judgement: Judgement) -> bool:
    asked = judgement.countersigner
    return asked is not None and asked.person_id == me(request).person_id


def _done_already(request: HttpRequest, judgement: Judgement) -> bool:
    """It waits no more, and they have typed nothing that would be lost by leading them away."""
    if judgement.state == JudgementState.COUNTERSIGN:
        return False
    typed = request.POST.get("words", "").strip()
    return not typed or Countersignature.objects.filter(judgement=judgement, words=typed).exists()


def _first_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what was typed in this session, and come back to it."""
    request.session[f"countersign-{token}"] = {
        "answer": request.POST.get("answer", ""),
        "about": request.POST.getlist("about"),
        "words": request.POST.get("words", ""),
    }
    return redirect(_confirm(request))


def _typed_before(request: HttpRequest, token: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = request.session.pop(f"countersign-{token}", None)
    return found


def _confirm(request: HttpRequest) -> str:
    return f"{reverse('confirm-yourself')}?next={request.path}"
