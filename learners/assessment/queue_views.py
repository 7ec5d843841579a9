"""What waits for an assessor, and taking work from there."""

from itertools import islice

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from academy.accounts.views import me
from academy.shared import clock
from academy.shared.rulings import Refused
from academy.templating import url_if
from learners.assessment.actions import claim
from learners.assessment.queue_kinds import TITLES, Kind, Waiting
from learners.assessment.queue_queries import queue_of, waiting_for
from learners.submissions.models import Submission
from learners.submissions.policies import may_see

HERE = "learners/assessment"
TRIES = 5  # as many of the oldest are tried to be taken, however many wait


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Waiting for me, the oldest first."""
    show = request.GET.get("show", "")
    show = show if show in TITLES else ""
    found = queue_of(me(request), now=clock.now(), show=show, number=request.GET.get("page", "1"))
    here = reverse("queue")
    tabs = [
        (f"{title} ({found.counts[key]})", f"{here}?show={key}" if key else here, key == show)
        for key, title in TITLES.items()
        if found.counts[key] or not key or key == show
    ]
    words = {
        "page": found.page,
        "tabs": tabs,
        "total": found.counts[""],
        "show": show,
        "query": f"show={show}&" if show else "",
        "kinds": Kind,
    }
    return render(request, f"{HERE}/queue.html", words)


PAGES = {
    Kind.GOING_ON: "judge",
    Kind.SENT_BACK: "judge",
    Kind.COUNTERSIGN: "countersign",
    Kind.LOOK: "draft-look",
    Kind.QUERIED: "record",
    Kind.SILENT: "record",
    Kind.RECORDS: "to-judge",
    Kind.UNIT_SIGN: "unit-signoff",
    Kind.UNIT_COUNTERSIGN: "unit-signoff",
    Kind.CLAIM: "prior-learning",
    Kind.HELP: "adjustment",
    Kind.TRY: "give-attempt",
}
OF_A_UNIT = (Kind.UNIT_SIGN, Kind.UNIT_COUNTERSIGN)
AS_THEY_LIKE = (Kind.WORDS, Kind.TRY)  # nothing has to be done: the oldest is looked for elsewhere


@login_required
@require_POST
def claim_work(request: HttpRequest, token: str) -> HttpResponse:
    """Take what was handed in, and judge it."""
    rows = Submission.objects.select_related("registration__account", "registration__version__qualification")
    made = get_object_or_404(rows, token=token)
    may_see(me(request), made, on=clock.today()).enforce()
    try:
        judgement = claim(submission_id=made.pk, by=me(request), now=clock.now())
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect("submission", token=token)
    return redirect(url_if("judge", judgement.token) or "queue")


@login_required
@require_POST
def oldest(request: HttpRequest) -> HttpResponse:
    """Go on with what has waited longest and is not with somebody else."""
    found = waiting_for(me(request), now=clock.now())
    open_now = (one for one in found if not one.held_by and one.kind not in AS_THEY_LIKE)
    why = ""
    for one in islice(open_now, TRIES):
        try:
            return redirect(_begun(request, one))
        except Refused as refusal:
            why = why or f" The oldest: {refusal.reason}"
    messages.info(request, f"Nothing waits for you that you could begin now.{why}")
    return redirect("queue")


def _begun(request: HttpRequest, one: Waiting) -> str:
    """The page where it goes on. Raises Refused where it cannot be taken, so that the next one is."""
    if one.kind != Kind.HANDED_IN:
        page = "record-read" if one.kind == Kind.QUERIED and one.assessor else PAGES[one.kind]
        of = (one.token, one.number) if one.kind in OF_A_UNIT else (one.token,)
        return url_if(page, *of) or "queue"
    submission = Submission.objects.get(token=one.token)
    judgement = claim(submission_id=submission.pk, by=me(request), now=clock.now())
    return url_if("judge", judgement.token) or "queue"


@login_required
@require_safe
def as_before(request: HttpRequest) -> HttpResponse:
    """The address that the list had before."""
    return redirect("queue")
