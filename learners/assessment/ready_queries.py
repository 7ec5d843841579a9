"""What is missing before a round can be sent, and why criteria cannot be taken without a hand-in."""

from collections.abc import Collection, Sequence

from learners.assessment.evidence_queries import Shelf, shelf_of, uses_of
from learners.assessment.models import CriterionDecision, DraftDecision, Judgement
from learners.assessment.policies import AWAITS
from learners.assessment.record_models import COUNTS, AssessorRecord, PassageCriterion
from learners.assessment.rules import Draft, Problem, problems_of
from learners.assessment.states import DecisionState, JudgementState
from learners.registrations.models import QualRegistration
from learners.submissions.models import SubmissionCriterion
from learners.submissions.piece_queries import prescribed_methods
from learners.submissions.states import WAITING

HANDED_IN = "Some of it was handed in and waits. Judge it there: your records count there too."
MET_ALREADY = "One of these is met already. To look at it again, choose “Look at it again” and write why."
NO_RECORD = "There is no record yet that counts for each of these. The learner confirms it first."


def missing_in(judgement: Judgement, drafts: Sequence[DraftDecision]) -> dict[int, tuple[Problem, ...]]:
    """By criterion (id), of those where something is missing. `criterion__outcome` should be selected with each."""
    shelf = shelf_of(judgement.registration, {one.criterion.outcome.unit_id for one in drafts})
    prescribed = prescribed_methods([judgement.registration.version_id])
    found = {one.criterion_id: problems_in(one, judgement, shelf, prescribed) for one in drafts}
    return {pk: problems for pk, problems in found.items() if problems}


def problems_in(
    draft: DraftDecision, judgement: Judgement, shelf: Shelf, prescribed: dict[int, frozenset[str]]
) -> tuple[Problem, ...]:
    """Of one draft; see rules.problems_of."""
    asked = prescribed.get(draft.criterion_id, frozenset())
    prior = draft.criterion.outcome.unit_id in shelf.prior
    return problems_of(for_rules(draft, judgement, shelf), asked, prior=prior)


def for_rules(draft: DraftDecision, judgement: Judgement, shelf: Shelf) -> Draft:
    """As the rules look at it."""
    return Draft(
        outcome=draft.outcome,
        checks=draft.checks,
        uses=uses_of(draft.pieces),
        rationale=draft.rationale,
        next_step=draft.next_step,
        pieces=shelf.for_rules(draft.criterion_id, judgement),
    )


def waiting_for_others(registration: QualRegistration, criteria: Collection[int]) -> str:
    """Why these cannot be judged apart from a hand-in: one of them waits already. Empty: none does."""
    return next(iter(those_that_wait(registration, criteria).values()), "")


def those_that_wait(registration: QualRegistration, criteria: Collection[int]) -> dict[int, str]:
    """Of these criteria (ids), those that wait already, and where. Two queries."""
    rows = CriterionDecision.objects.filter(registration=registration, criterion__in=criteria)
    decided = list(rows.values_list("judgement__submission", "criterion", "state", "judgement__state"))
    found = {pk: AWAITS for _, pk, state, _ in decided if state == DecisionState.AWAITING}
    # what was sent back is to be judged there once more
    judged = {(made, pk) for made, pk, _, state in decided if state != JudgementState.SENT_BACK}
    waits = SubmissionCriterion.objects.filter(
        submission__registration=registration, submission__state__in=WAITING, criterion__in=criteria
    )
    for submission, criterion in waits.values_list("submission", "criterion"):
        if (submission, criterion) not in judged:
            found.setdefault(criterion, HANDED_IN)
    return found


def nothing_counts_for(registration: QualRegistration, criteria: Collection[int]) -> str:
    """Why these cannot be judged by records: none that counts is about one of them, or it is met already."""
    return next(iter(those_without_records(registration, criteria).values()), "")


def those_without_records(registration: QualRegistration, criteria: Collection[int]) -> dict[int, str]:
    """Of these criteria (ids), those that records do not let anybody judge, and why. Two queries."""
    met = CriterionDecision.objects.filter(
        registration=registration, criterion__in=criteria, state=DecisionState.CONFIRMED, outcome="met"
    )
    found = dict.fromkeys(met.values_list("criterion", flat=True), MET_ALREADY)
    about = PassageCriterion.objects.filter(
        record__in=AssessorRecord.objects.filter(COUNTS, registration=registration),
        criterion__in=criteria,
    )
    counted = set(about.values_list("criterion", flat=True))
    return found | {pk: NO_RECORD for pk in criteria if pk not in counted and pk not in found}
