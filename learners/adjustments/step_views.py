"""One adjustment, one claim of prior learning, one hold: what it says, and the steps that can be taken with it."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from academy.accounts.views import REFUSED, me
from academy.shared import clock
from learners.adjustments import claim_actions as claims
from learners.adjustments import claim_policies, hold_policies
from learners.adjustments import hold_actions as holds
from learners.adjustments import request_actions as requests
from learners.adjustments import request_policies as policies
from learners.adjustments.forms import DecideForm, KeepForm, PlaceForm, ReferForm, ReviewForm, WordsForm
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.policies import may_read_needs
from learners.adjustments.reading_actions import open_ways
from learners.adjustments.states import ClaimState, DecidedBy, RequestState
from learners.adjustments.steps import StepOn, Steps, data_for, taken
from learners.adjustments.ways_queries import claim_of, hold_line, request_of
from learners.adjustments.words import claim_stands, request_stands
from learners.adjustments.work_queries import work_of
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing

HERE = "learners/adjustments"
Q, C = RequestState, ClaimState
REQUEST_STEPS: dict[RequestState, tuple[str, ...]] = {
    Q.DRAFT: ("agree", "withdraw"),
    Q.SUBMITTED: ("decide", "refer", "withdraw"),
    Q.REFERRED: ("decide", "withdraw"),
    Q.APPROVED: ("place", "withdraw"),
    Q.IN_PLACE: ("review",),
}
CLAIM_STEPS: dict[ClaimState, tuple[str, ...]] = {
    C.ENQUIRY: ("plan", "refuse", "withdraw"),
    C.EVIDENCE: ("plan", "withdraw"),
    C.MAPPED: ("more", "withdraw"),
    C.ASSESSED: ("conclude",),
}


@login_required
@require_http_methods(["GET", "POST"])
def adjustment(request: HttpRequest, token: str) -> HttpResponse:
    """One adjustment, for the learner and for staff."""
    made = request_of(token)
    if made is None:
        raise Http404
    standing = open_ways(registration=made.registration, by=me(request), now=clock.now(), about=made)
    steps = _of_request(request, made, standing)
    if taken(request, steps):
        return redirect("adjustment", token)
    words = {"one": made, "stands": request_stands(Q(made.state), own=standing.own)}
    return _shown(request, "adjustment.html", made.registration, standing, steps, words)


@login_required
@require_http_methods(["GET", "POST"])
def prior_learning(request: HttpRequest, token: str) -> HttpResponse:
    """One claim, for the learner and for staff."""
    made = claim_of(token)
    if made is None:
        raise Http404
    standing = open_ways(registration=made.registration, by=me(request), now=clock.now(), about=made)
    steps = _of_claim(request, made, standing)
    if taken(request, steps):
        return redirect("prior-learning", token)
    words = {
        "one": made,
        "stands": claim_stands(C(made.state), own=standing.own),
        "work": work_of(made.registration, made.unit_id),
    }
    return _shown(request, "prior_learning.html", made.registration, standing, steps, words)


@login_required
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """One hold, for staff."""
    rows = AssessmentHold.objects.select_related(
        "registration__account", "registration__hub", "registration__version__qualification", "unit"
    ).select_related("placed_by", "lifted_by")
    made = get_object_or_404(rows, pk=pk)
    standing = open_ways(registration=made.registration, by=me(request), now=clock.now())
    if standing.own:
        return redirect("adjustments", made.registration.token)
    steps = _of_hold(request, made, standing)
    if taken(request, steps):
        return redirect("hold", pk)
    line = hold_line(made, today=clock.today())
    return _shown(request, "hold.html", made.registration, standing, steps, {"one": made, "line": line})


def _shown(
    request: HttpRequest,
    page: str,
    registration: QualRegistration,
    standing: Standing,
    steps: Steps,
    words: Mapping[str, Any],
) -> HttpResponse:
    reads = may_read_needs(me(request), registration, now=clock.now(), standing=standing)
    known = {
        "registration": registration,
        "own": standing.own,
        "standing": standing,
        "steps": steps,
        "reads": reads,
    }
    return render(request, f"{HERE}/{page}", {**known, **words}, status=REFUSED if steps.wrong else 200)


def _of_request(request: HttpRequest, made: AdjustmentRequest, standing: Standing) -> Steps:
    found = {**_learners_own(request, made, standing), **_centre(request, made, standing)}
    found |= _assessors(request, made, standing)
    return _only(request, found, REQUEST_STEPS.get(Q(made.state), ()))


def _learners_own(request: HttpRequest, made: AdjustmentRequest, standing: Standing) -> dict[str, StepOn]:
    by, now = me(request), clock.now()
    who: dict[str, Any] = {"request_id": made.pk, "by": by, "now": now}
    drafted = made.state == Q.DRAFT
    return {
        "agree": StepOn(
            Form(data_for(request, "agree")),
            policies.may_agree_help(by, made, now=now, standing=standing),
            lambda data: requests.agree_help(**who),
            "You said yes. Your centre decides now, and we write to you.",
            title="Does this help you?",
            button="Yes, ask for it",
        ),
        "withdraw": StepOn(
            Form(data_for(request, "withdraw")),
            policies.may_withdraw_help(by, made, now=now, standing=standing),
            lambda data: requests.withdraw_help(**who),
            "It is taken back. You can ask again at any time.",
            button="No, I do not want this" if drafted else "Take this back",
            kind="plain" if drafted else "quiet",
        ),
    }


def _centre(request: HttpRequest, made: AdjustmentRequest, standing: Standing) -> dict[str, StepOn]:
    by, now = me(request), clock.now()
    outside = made.state == Q.REFERRED
    start = {"decided_on": clock.today()}
    form = DecideForm(data_for(request, "decide"), outside=outside, prefix="decide", initial=start)

    def decide(data: Mapping[str, Any]) -> object:
        return requests.decide_help(
            request_id=made.pk,
            approved=data["approved"] == "yes",
            decision=data["decision"],
            reference=data.get("reference", ""),
            decided_on=data["decided_on"],
            by=by,
            now=now,
        )

    return {
        "decide": StepOn(
            form,
            policies.may_decide_help(by, made, now=now, standing=standing),
            decide,
            f"It is decided. {made.registration.account.short_name} is told.",
            title="What came back from outside" if outside else "Decide for the centre",
            button="Write the decision down" if outside else "Decide",
        ),
        "refer": StepOn(
            ReferForm(data_for(request, "refer"), prefix="refer"),
            policies.may_refer_help(by, made, now=now, standing=standing),
            lambda data: requests.refer_help(request_id=made.pk, to=DecidedBy(data["to"]), by=by, now=now),
            "Write down here what they decide, when their letter comes.",
            title="Somebody outside has to decide",
            button="It was put before them",
            kind="plain",
            fold=True,
        ),
    }


def _assessors(request: HttpRequest, made: AdjustmentRequest, standing: Standing) -> dict[str, StepOn]:
    by, now = me(request), clock.now()
    who: dict[str, Any] = {"request_id": made.pk, "by": by, "now": now}
    return {
        "place": StepOn(
            PlaceForm(data_for(request, "place"), prefix="place", initial={"in_place_on": clock.today()}),
            policies.may_put_in_place(by, made, now=now, standing=standing),
            lambda data: requests.put_in_place(**data, **who),
            "It is in place. It stands on the plan and beside the work.",
            title="Put it in place",
            button="It is in place",
        ),
        "review": StepOn(
            ReviewForm(data_for(request, "review"), prefix="review"),
            policies.may_review_help(by, made, now=now, standing=standing),
            lambda data: requests.review_help(**data, **who),
            "It is written down.",
            title="Look whether it helps",
            button="Write it down",
        ),
    }


def _of_claim(request: HttpRequest, made: PriorLearningClaim, standing: Standing) -> Steps:
    by, now = me(request), clock.now()
    who: dict[str, Any] = {"claim_id": made.pk, "by": by, "now": now}
    name = made.registration.account.short_name
    about: dict[str, Any] = {"now": now, "standing": standing}
    answer = claim_policies.may_answer_prior(by, made, **about)
    forms = _claim_forms(request, made)
    found = {
        "plan": StepOn(
            forms["plan"], answer, lambda data: claims.plan_prior(plan=data["words"], **who),
            f"{name} is told how it can be shown.", title="Say how it can be shown", button="Send it to the learner",
        ),
        "refuse": StepOn(
            forms["refuse"], answer, lambda data: claims.refuse_prior(why=data["words"], **who),
            f"{name} is told.", title="It is not taken further", button="Say no", kind="plain", fold=True,
        ),
        "more": StepOn(
            forms["more"], claim_policies.may_ask_more(by, made, **about),
            lambda data: claims.ask_more(plan=data["words"], **who),
            f"{name} is told what else is needed.", title="More is needed before it can be judged",
            button="Ask for more", kind="plain", fold=True,
        ),
        "conclude": StepOn(
            forms["conclude"], claim_policies.may_conclude_prior(by, made, **about),
            lambda data: claims.conclude_prior(words=data["words"], **who),
            f"{name} is told what came of it.", title="Say what comes of it", button="Close the claim",
        ),
        "withdraw": StepOn(
            Form(data_for(request, "withdraw")), claim_policies.may_withdraw_prior(by, made, **about),
            lambda data: claims.withdraw_prior(**who),
            "It is taken back. What you handed in stays.", button="Take this back", kind="quiet",
        ),
    }  # fmt: skip
    return _only(request, found, CLAIM_STEPS.get(C(made.state), ()))


def _claim_forms(request: HttpRequest, made: PriorLearningClaim) -> dict[str, WordsForm]:
    """By the name of the step: what is asked for, what is said when it is missing, and the most letters."""
    more, long = "What else is needed, and how can it be shown?", 2000
    asked = {
        "plan": ("How can it be shown?", "Write how it can be shown.", long, made.plan),
        "refuse": ("Why not, and what can they do instead?", "Write why.", 500, ""),
        "more": (more, "Write what else is needed.", long, ""),
        "conclude": ("A word to the learner", "", 500, ""),
    }
    return {
        step: WordsForm(
            data_for(request, step), label=label, missing=missing, most=most, start=start, prefix=step
        )
        for step, (label, missing, most, start) in asked.items()
    }


def _of_hold(request: HttpRequest, made: AssessmentHold, standing: Standing) -> Steps:
    by, now = me(request), clock.now()
    who: dict[str, Any] = {"hold_id": made.pk, "by": by, "now": now}
    lift = WordsForm(
        data_for(request, "lift"),
        label="What came of it?",
        missing="Write what came of it, and why it can be lifted.",
        prefix="lift",
    )
    found = {
        "lift": StepOn(
            lift,
            hold_policies.may_lift_hold(by, made, now=now, standing=standing),
            lambda data: holds.lift_hold(why=data["words"], **who),
            "The hold is lifted.",
            title="Lift it",
            button="Lift the hold",
        ),
        "keep": StepOn(
            KeepForm(data_for(request, "keep"), prefix="keep"),
            hold_policies.may_keep_hold(by, made, now=now, standing=standing),
            lambda data: holds.keep_hold(review_on=data["review_on"], words=data["words"], **who),
            "It stays until then.",
            title="Leave it standing",
            button="Leave it until then",
            kind="plain",
            fold=True,
        ),
    }
    return _only(request, found, ("lift", "keep") if made.lifted_at is None else ())


def _only(request: HttpRequest, found: Mapping[str, StepOn], names: tuple[str, ...]) -> Steps:
    """Those that fit where it stands, and the one that was pressed on a page opened before."""
    pressed = request.POST.get("do", "")
    return Steps({name: one for name, one in found.items() if name in names or name == pressed})
