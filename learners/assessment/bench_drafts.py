"""What was written in a round of judging, and what others had written about the same before they let it go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q

from academy.shared.clock import london_date
from courses.qualifications.models import CriterionMethod
from learners.assessment.judge_forms import checks_in_words
from learners.assessment.models import DraftDecision, Judgement
from learners.assessment.states import JudgementState
from learners.submissions.states import Outcome

J = JudgementState
LABELS: Mapping[str, str] = {Outcome.MET: "Met", Outcome.NOT_YET: "Not yet"}


@dataclass(frozen=True, slots=True)
class Words:
    """What is written about a criterion, to read."""

    checks: str
    rationale: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Left:
    """What another assessor had written about a criterion before they let it go. outcome: as they saw it; empty:
    nothing yet."""

    outcome: str
    day: date
    who: str
    words: Words


def drafts_of(judgement: Judgement, criterion: int | None) -> tuple[list[DraftDecision], list[DraftDecision]]:
    """Of this round in order; and while it is open, what was written about the same criteria and let go, the newest
    first: by others, or by the same assessor about other work. Their own about this work they have before them."""
    methods = Prefetch(
        "criterion__methods", CriterionMethod.objects.filter(prescribed=True).order_by("method")
    )
    mine = Q(judgement=judgement)
    if judgement.state == J.OPEN:
        mine &= Q(open=True) | Q(criterion=criterion)  # also one that somebody else took since
        here = DraftDecision.objects.filter(judgement=judgement, criterion=OuterRef("criterion"))
        let_go = Q(open=False, saved_at__isnull=False, judgement__state__in=(J.LEFT, J.OPEN)) & Exists(here)
        own = Q(judgement__assessor=judgement.assessor_id, judgement__submission=judgement.submission_id)
        mine |= let_go & ~own
    rows = DraftDecision.objects.filter(mine, registration=judgement.registration_id)
    rows = rows.select_related("criterion__outcome__unit", "judgement__assessor").prefetch_related(methods)
    place = ("criterion__outcome__unit__number", "criterion__outcome__number", "criterion__number")
    drafts, left = [], []
    for one in rows.order_by(*place, "-saved_at", "-pk"):
        if one.judgement_id == judgement.pk:
            one.judgement = judgement  # it is there already
            drafts.append(one)
        else:
            left.append(one)
    return drafts, left


def let_go(draft: DraftDecision) -> Left:
    """To read, for whoever judges it now."""
    assert draft.saved_at is not None
    words = Words(checks_in_words(draft.checks), draft.rationale, draft.next_step)
    return Left(
        LABELS.get(draft.outcome, ""), london_date(draft.saved_at), draft.judgement.assessor.full_name, words
    )
