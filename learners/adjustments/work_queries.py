"""How far the work of one unit is: what a claim of prior learning and an adjustment have to know of it."""

from dataclasses import dataclass
from typing import Literal

from courses.qualifications.models import Criterion
from learners.portfolio.models import EvidenceItem
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import SubmissionCriterion
from learners.submissions.states import WAITING, Outcome, SubmissionState

Shown = Literal["", "waiting", "met", "not_yet"]


@dataclass(frozen=True, slots=True)
class CriterionWork:
    """One criterion as the learner may know of it: "" is nothing handed in; "waiting" is with an assessor."""

    pk: int
    number: str  # such as 1.2
    text: str
    shown: Shown


def work_of(registration: QualRegistration, unit_id: int | None) -> tuple[CriterionWork, ...]:
    """Every criterion of this unit, or of all that the learner takes. Four queries.

    Read from what the learner was told, so that nothing which waits for a countersigner shows through.
    """
    rows = Criterion.objects.filter(outcome__unit__in=registration.units.values("unit"))
    if unit_id is not None:
        rows = rows.filter(outcome__unit=unit_id)
    criteria = rows.select_related("outcome").order_by("outcome__unit__number", "outcome__number", "number")
    told = {
        criterion: (Outcome(outcome), submission)
        for criterion, outcome, submission in CriterionAnswer.objects.filter(
            registration=registration, ended_at__isnull=True
        ).values_list("criterion", "outcome", "submission")
    }
    handed_in, recorded = _handed_in(registration), _recorded(registration)
    return tuple(
        CriterionWork(
            one.pk,
            f"{one.outcome.number}.{one.number}",
            one.text,
            _shown(told.get(one.pk), handed_in.get(one.pk), one.pk in recorded),
        )
        for one in criteria
    )


def all_met(registration: QualRegistration, unit_id: int | None) -> bool:
    """Nothing of this unit, or of all, is left to judge."""
    work = work_of(registration, unit_id)
    return bool(work) and all(one.shown == "met" for one in work)


def _handed_in(registration: QualRegistration) -> dict[int, int]:
    """By criterion the newest submission that waits for a result."""
    rows = SubmissionCriterion.objects.filter(
        submission__registration=registration, submission__state__in=WAITING
    ).exclude(submission__state=SubmissionState.DRAFT)
    return dict(rows.order_by("submission__number").values_list("criterion", "submission"))


def _recorded(registration: QualRegistration) -> set[int]:
    """Criteria that a record of the assessor counts for: seen, heard or asked."""
    items = EvidenceItem.objects.filter(
        assessor_record__registration=registration, assessor_record__counted_at__isnull=False
    ).exclude(assessor_record__state="queried")  # of a slice above this one
    return set(items.values_list("assessor_record__criteria__criterion", flat=True))


def _shown(told: tuple[Outcome, int | None] | None, submission: int | None, recorded: bool) -> Shown:
    if submission is not None and (told is None or told[1] != submission):
        return "waiting"
    if told is not None:
        return "met" if told[0] == Outcome.MET else "not_yet"
    return "waiting" if recorded else ""
