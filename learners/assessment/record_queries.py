"""Records as pages and judgements read them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from courses.qualifications.models import Criterion
from courses.qualifications.queries import units_of
from courses.qualifications.states import Method
from learners.assessment.record_models import AssessorRecord, PassageCriterion, RecordPassage
from learners.assessment.record_rules import NOTHING_YET, Passage, RecordWords
from learners.assessment.states import RECORD_SEEN_BY_LEARNER, RecordState
from learners.planning.models import PlanTask
from learners.planning.states import PlanState
from learners.portfolio.models import EvidenceFile
from learners.registrations.models import QualRegistration

MET_FOR = (Method.OBSERVATION, Method.DISCUSSION, Method.QUESTIONS)
WITH = ("item", "assessor", "confirmed_by", "task")


def with_passages(rows: QuerySet[AssessorRecord]) -> QuerySet[AssessorRecord]:
    """With their passages and what those are about, in order. Two queries more."""
    about = PassageCriterion.objects.select_related("criterion__outcome__unit").order_by(
        "criterion__outcome__unit__number", "criterion__outcome__number", "criterion__number"
    )
    passages = RecordPassage.objects.order_by("number").prefetch_related(Prefetch("criteria", about))
    return rows.prefetch_related(Prefetch("passages", passages))


def records_of(
    registration: QualRegistration, reader: Account, *, own: bool = False
) -> QuerySet[AssessorRecord]:
    """Of one learner, the newest first. The learner sees those that were shared; others see their own drafts too."""
    rows = AssessorRecord.objects.filter(registration=registration).select_related(*WITH)
    shared = rows.filter(state__in=RECORD_SEEN_BY_LEARNER)
    if own:
        return shared.order_by("-happened_on", "-pk")
    mine = rows.filter(assessor__in=rows_of(reader), state=RecordState.DRAFT)
    return (shared | mine).order_by("-happened_on", "-pk")


@dataclass(frozen=True, slots=True)
class UnitToChoose:
    """criteria: (id, "1.1", text)."""

    title: str
    criteria: tuple[tuple[int, str, str], ...]


def criteria_to_choose(registration: QualRegistration, units: Collection[int]) -> tuple[UnitToChoose, ...]:
    """Of these units (ids) that the learner takes. Four queries."""
    taken = set(registration.units.values_list("unit", flat=True)) & set(units)
    return tuple(
        UnitToChoose(
            f"Unit {unit.number}: {unit.title}",
            tuple((one.pk, one.number, one.text) for outcome in unit.outcomes for one in outcome.criteria),
        )
        for unit in units_of(registration.version)
        if unit.pk in taken
    )


def planned_for(registration: QualRegistration) -> list[PlanTask]:
    """Tasks of the plan that both agreed to, at which assessor and learner meet. One query."""
    tasks = PlanTask.objects.filter(plan__registration=registration, plan__state=PlanState.ACCEPTED)
    return list(tasks.filter(method__in=MET_FOR).order_by("number"))


def record_at(token: str) -> AssessorRecord:
    """By its address; raises AssessorRecord.DoesNotExist."""
    rows = AssessorRecord.objects.select_related(
        *WITH, "registration__account", "registration__hub", "registration__version__qualification"
    )
    return with_passages(rows).get(token=token)


def words_of(record: AssessorRecord) -> RecordWords:
    """What it says now."""
    return RecordWords(
        happened_on=record.happened_on,
        title=record.item.title,
        minutes=record.minutes,
        place=record.place,
        activity=record.activity,
        comments=record.comments,
        others=record.item.others,
        passages=tuple(
            Passage(
                "" if one.text == NOTHING_YET else one.text,
                one.question,
                one.at,
                tuple(sorted(about.criterion_id for about in one.criteria.all())),
            )
            for one in record.passages.all()
        ),
    )


def numbers_of(criteria: Iterable[Criterion]) -> dict[int, str]:
    """By id: "Unit 2, 1.1". The criteria come with their outcome and unit."""
    return {one.pk: f"Unit {one.outcome.unit.number}, {one.outcome.number}.{one.number}" for one in criteria}


def files_of(record: AssessorRecord) -> list[EvidenceFile]:
    """Its recordings and photos that are still there. One query."""
    return list(record.item.files.filter(removed_at__isnull=True).order_by("pk"))
