"""What waits for an assessor, and judging, as they would be written first."""

from itertools import chain
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from learners.adjustments.models import AdjustmentRequest, PriorLearningClaim
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.rules import CHECKS
from learners.assessment.signoff_models import UnitSignoff
from learners.submissions.models import DraftLook, Submission, SubmissionItem

ABOUT = "registration__account", "registration__version__qualification"
WAITS = ("submitted", "in_assessment", "sent_back")


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    who = int(request.user.pk or 0)
    submissions: list[Any] = list(
        Submission.objects.filter(registration__allocations__person=who, state__in=WAITS)
        .exclude(judgements__assessor=who)
        .select_related(*ABOUT)
        .prefetch_related("criteria__criterion__outcome__unit")
    )
    rounds: list[Any] = list(Judgement.objects.filter(assessor=who, state="open").select_related(*ABOUT))
    others: list[Any] = list(Judgement.objects.filter(countersigner=who, state="countersign"))
    records: list[Any] = list(AssessorRecord.objects.filter(assessor=who, state="queried"))
    looks: list[Any] = list(DraftLook.objects.filter(registration__allocations__person=who, answered_at=None))
    allocated = {"registration__allocations__person": who}
    signed: list[Any] = list(UnitSignoff.objects.filter(state="assessor_signed", **allocated))
    claims: list[Any] = list(
        PriorLearningClaim.objects.filter(state__in=("enquiry", "assessed"), **allocated)
    )
    helps: list[Any] = list(AdjustmentRequest.objects.filter(state__in=("approved", "in_place"), **allocated))
    told: list[Any] = list(
        Judgement.objects.filter(assessor=who, state="acknowledged").exclude(learner_words="")
    )
    for kind, rows, since in (
        ("Handed in", submissions, "submitted_at"),
        ("Begun", rounds, "opened_at"),
        ("To countersign", others, "decided_at"),
        ("A record", records, "changed_at"),
        ("A look", looks, "asked_at"),
        ("A unit to countersign", signed, "moved_at"),
        ("A claim", claims, "moved_at"),
        ("An adjustment", helps, "moved_at"),
        ("An answer", told, "acknowledged_at"),
    ):
        for row in rows:
            row.kind, row.since = kind, getattr(row, since)
            row.days = (timezone.now() - row.since).days
    found = chain(submissions, rounds, others, records, looks, signed, claims, helps, told)
    everything = sorted(found, key=lambda row: row.since)
    page = Paginator(everything, 25).get_page(request.GET.get("page"))
    counts = {"All": len(everything), "Handed in": len(submissions), "Begun": len(rounds)}
    return render(request, "bare/queue.html", {"page": page, "counts": counts})


@login_required
def judge(request: HttpRequest, token: str) -> HttpResponse:
    judgement = get_object_or_404(Judgement.objects.select_related(*ABOUT, "submission"), token=token)
    drafts: list[Any] = list(
        judgement.drafts.select_related("criterion__outcome__unit")
        .prefetch_related("criterion__methods")
        .order_by("criterion__outcome__number", "criterion__number")
    )
    entries: list[Any] = list(
        SubmissionItem.objects.filter(submission__registration=judgement.registration)
        .select_related("item", "submission")
        .prefetch_related("links", "files__file")
    )
    records: list[Any] = list(
        AssessorRecord.objects.filter(registration=judgement.registration, state="confirmed")
        .select_related("item", "assessor")
        .prefetch_related("passages__criteria")
    )
    decisions = list(CriterionDecision.objects.filter(registration=judgement.registration))
    here = drafts[0].criterion
    for draft in drafts:
        draft.earlier = [row for row in decisions if row.criterion_id == draft.criterion_id]
    for entry in entries:
        entry.here = [link for link in entry.links.all() if link.criterion_id == here.pk]
    for record in records:
        about = [row.criterion_id for passage in record.passages.all() for row in passage.criteria.all()]
        record.here = here.pk in about
    context = {
        "judgement": judgement,
        "drafts": drafts,
        "here": here,
        "entries": sorted(entries, key=lambda entry: not entry.here),
        "records": records,
        "shown": next((entry for entry in entries if entry.here), entries[0]),
        "checks": CHECKS,
    }
    return render(request, "bare/judge.html", context)
