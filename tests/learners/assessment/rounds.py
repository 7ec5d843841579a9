"""Rounds of judging on work that was really handed in, and what an assessor sends from the page of one criterion."""

from typing import Any

from django.urls import reverse

from academy.accounts.models import Account
from courses.qualifications.models import Criterion
from learners.assessment.actions import claim
from learners.assessment.evidence_queries import uses_of
from learners.assessment.models import DraftDecision, Judgement
from learners.assessment.rules import CHECK_KEYS
from learners.portfolio.models import EvidenceLink
from learners.registrations.models import QualRegistration
from tests.learners import qualifying
from tests.learners.qualifying import NOON
from tests.learners.submissions.work import handed_in, linked

ALL_YES = {f"check-{key}": "yes" for key in CHECK_KEYS}


def taken(registration: QualRegistration, by: Account, links: list[EvidenceLink] | None = None) -> Judgement:
    """Work towards the first two criteria (or these links), handed in by the learner and taken by this assessor."""
    links = links or [linked(registration, "Three talks"), linked(registration, "A safety plan", at=1)]
    made = handed_in(links)
    return claim(submission_id=made.pk, by=by, now=NOON)


def assessor_of(registration: QualRegistration, manager: Account) -> Account:
    """Whoever has the learner, with an entry in the staff file that lets them judge."""
    found = registration.allocations.filter(task="assessor").first()
    assert found is not None
    return qualifying.assessor(found.person, manager)


def draft_of(judgement: Judgement, at: int = 0) -> DraftDecision:
    return judgement.drafts.select_related("criterion__outcome").order_by(
        "criterion__outcome__number", "criterion__number"
    )[at]


def address(judgement: Judgement, criterion: Criterion | int) -> str:
    pk = criterion if isinstance(criterion, int) else criterion.pk
    return reverse("judge-criterion", args=[judgement.token, pk])


def answers(draft: DraftDecision, **facts: Any) -> dict[str, Any]:
    """What the page of this criterion sends when it is met by what was handed in for it."""
    uses = {f"use-{one.ref}": "yes" for one in uses_of(draft.pieces)}
    methods = {f"method-{one.ref}": one.method for one in uses_of(draft.pieces)}
    return {
        "revision": draft.revision,
        "outcome": "met",
        **ALL_YES,
        **uses,
        **methods,
        "rationale": "Three talks, each with an open question (page 1).",
        "next_step": "",
        **facts,
    }
