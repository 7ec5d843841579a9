"""Judging: the evidence beside the criteria, one criterion open, kept as it is typed."""

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academy.accounts.views import me
from academy.shared import clock
from academy.shared.rulings import Refused, Ruling
from learners.assessment.actions import put_back, save_draft
from learners.assessment.bench_queries import Bench, at_work, bench_of, writes
from learners.assessment.judge_forms import JudgeForm, Typed, checks_in_words, form_of, typed
from learners.assessment.models import DraftDecision, Judgement
from learners.assessment.reading_actions import open_judgement
from learners.assessment.refusals import Conflict
from learners.assessment.spoken_queries import spoken_of
from learners.assessment.viewer_queries import Shown, first_for, opened, page_of
from learners.registrations.standing import standing_of
from learners.submissions.states import Outcome

TAKEN = 409  # somebody else, or another page, was first
OLD = "This was changed in another tab, or on another device, since this page was opened"
ROWS = Judgement.objects.select_related(
    "registration__account",
    "registration__hub",
    "registration__version__qualification",
    "submission",
    "assessor",
    "countersigner",
    "countersignature",
    "follows__countersignature",
)


@login_required
@never_cache
@require_safe
def judge(request: HttpRequest, token: str) -> HttpResponse:
    """A round of judging, at the first criterion that is still to be judged."""
    return _page(request, _opened(request, token, None))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def judge_criterion(request: HttpRequest, token: str, criterion: int) -> HttpResponse:
    """The same with this criterion open; a POST keeps what was typed about it."""
    if request.method != "POST":
        return _page(request, _opened(request, token, criterion))
    script = request.headers.get("Accept", "").startswith("application/json")
    what = typed(request.POST, fill=not script)
    try:
        bench = _opened(request, token, criterion)
    except Refused as refusal:
        return _shut(request, refusal, what, script=script)
    if script:
        return _told(request, bench.judgement, criterion, what)
    try:
        _keep(request, bench.judgement, criterion, what)
    except Conflict as older:
        return _page(request, bench, what=what, trouble=(OLD, older))
    except Refused as refusal:
        return _page(request, bench, what=what, trouble=("This was not saved", refusal))
    return _next(request, bench.judgement, criterion)


@login_required
@require_POST
def judge_put_back(request: HttpRequest, token: str) -> HttpResponse:
    """Let go of it: it waits again, for me or for somebody else. What was written is kept."""
    judgement = get_object_or_404(ROWS, token=token)
    put_back(judgement_id=judgement.pk, by=me(request), now=clock.now())
    messages.success(request, "Put back. It waits again, and what you wrote is kept.")
    return redirect("queue")


def _opened(request: HttpRequest, token: str, criterion: int | None) -> Bench:
    """The round, for somebody who may read it. Its own assessor comes in by how they stand to the learner today;
    everybody else by asking, and it is written down where that is due."""
    judgement, now = get_object_or_404(ROWS, token=token), clock.now()
    standing = standing_of(me(request), judgement.registration, on=clock.london_date(now))
    bench = _bench(judgement, criterion)
    if not at_work(me(request), judgement, standing, bench.units):
        open_judgement(judgement=judgement, by=me(request), now=now, standing=standing)
    return bench


def _keep(request: HttpRequest, judgement: Judgement, criterion: int, what: Typed) -> DraftDecision:
    return save_draft(
        judgement_id=judgement.pk, criterion_id=criterion, by=me(request), now=clock.now(), **what.words()
    )


def _shut(request: HttpRequest, refusal: Refused, what: Typed, *, script: bool) -> HttpResponse:
    """They may not even read it any more; what they typed goes back to them."""
    if script:
        return JsonResponse({"saved_at": None, "error": refusal.reason}, status=403)
    outcome = Outcome(what.outcome).label if what.outcome else ""
    answers = ". ".join(one for one in (outcome, checks_in_words(what.checks)) if one)
    words = {"reason": refusal.reason, "typed": what, "answers": answers}
    return render(request, "learners/assessment/judge_closed.html", words, status=403)


def _told(request: HttpRequest, judgement: Judgement, criterion: int, what: Typed) -> JsonResponse:
    """What a script hears: when it was kept, and what is still missing; or why not."""
    try:
        kept = _keep(request, judgement, criterion, what)
    except Refused as refusal:
        return JsonResponse({"saved_at": None, "error": refusal.reason}, status=TAKEN)
    bench = _bench(judgement, criterion)
    missing = bench.open.problems[0].words if bench.open and bench.open.problems else ""
    return JsonResponse(
        {
            "saved_at": kept.saved_at.isoformat() if kept.saved_at else None,
            "revision": kept.revision,
            "missing": missing,
            "counts": [bench.met, bench.not_yet, bench.to_judge],
        }
    )


def _next(request: HttpRequest, judgement: Judgement, criterion: int) -> HttpResponse:
    """After it was kept: the next one, or this one once more."""
    bench = _bench(judgement, criterion)
    row, to = bench.open, criterion
    if request.POST.get("then") == "next" and row is not None and row.next is not None:
        to = row.next
    elif row is not None and row.complete:
        messages.success(request, f"{row.number} is complete: {row.label.lower()}.")
    piece = request.POST.get("shown", "") if to == criterion else ""
    known = piece in {one.key for one in bench.pieces}
    query = f"?piece={piece}" if known else ""
    return redirect(f"{reverse('judge-criterion', args=[judgement.token, to])}{query}#c{to}")


def _bench(judgement: Judgement, criterion: int | None) -> Bench:
    try:
        path = reverse("judge-criterion", args=[judgement.token, criterion]) if criterion else ""
        return bench_of(judgement, path=path, criterion=criterion, today=clock.today())
    except LookupError:
        raise Http404("This is not judged in this round.") from None


def _page(
    request: HttpRequest,
    bench: Bench,
    *,
    what: Typed | None = None,
    trouble: tuple[str, Refused] | None = None,
) -> HttpResponse:
    may = writes(me(request), bench)
    shown = _shown(request, bench)
    bench = replace(bench, shown_key=shown.piece.key if shown else "")
    form = _form(bench, what, trouble) if bench.draft and (may or what) else None
    words = {
        "bench": bench,
        "shown": shown,
        "pages": page_of(shown.file, _number(request.GET.get("page", ""))) if shown else None,
        "form": form,
        "may_save": may,
        "may_send": _may_send(bench, may),
        "judges": bench.judgement.assessor.person_id == me(request).person_id,
        "changed": "",
        "spoken": spoken_of(bench.judgement, me(request)) if bench.judgement.decided_at else (),
    }
    return render(request, "learners/assessment/judge.html", words, status=TAKEN if trouble else 200)


def _shown(request: HttpRequest, bench: Bench) -> Shown | None:
    """The piece that was asked for, else the first for this criterion."""
    asked = request.POST.get("shown") or request.GET.get("piece", "")
    here = bench.open.pk if bench.open else None
    piece = next((one for one in bench.pieces if one.key == asked), None) or first_for(bench.pieces, here)
    if piece is None:
        return None
    return opened(piece, reader=me(request), file=_number(request.GET.get("file", "")))


def _form(bench: Bench, what: Typed | None, trouble: tuple[str, Refused] | None) -> JudgeForm:
    assert bench.draft is not None and bench.open is not None
    draft, row = bench.draft, bench.open
    problems = row.problems if what is None else ()
    form = form_of(draft, bench.pieces, bench.shelf, row.prescribed, typed=what, problems=problems)
    if trouble is None:
        return form
    title, why = trouble
    return form.refused(title, why.reason, why.newer if isinstance(why, Conflict) else None)


def _may_send(bench: Bench, may: Ruling) -> Ruling:
    """Everything has to be judged first."""
    if not may or not bench.to_judge:
        return may
    one = bench.to_judge == 1
    return Ruling.no(
        f"{'One criterion is' if one else f'{bench.to_judge} criteria are'} still to be judged. What is missing "
        "stands beside each."
    )


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else 1
