"""Reading specifications: a version whole, in a constant number of queries, and the facts that rules ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch

from courses.qualifications.drafts import UnitDraft
from courses.qualifications.models import (
    Criterion,
    CriterionMethod,
    LearningOutcome,
    OptionalGroup,
    QualificationVersion,
    Unit,
)
from courses.qualifications.rules import GroupFacts, UnitFacts, faults_of_version
from courses.qualifications.states import Method


@dataclass(frozen=True, slots=True)
class CriterionView:
    """`number` as people say it, such as "1.2"."""

    pk: int
    number: str
    text: str
    verb: str
    prescribed: tuple[str, ...]
    optional: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeView:
    pk: int
    number: int
    text: str
    criteria: tuple[CriterionView, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """group: the title of its optional group; empty: everybody takes it."""

    pk: int
    number: int
    code: str
    title: str
    group: str
    facts: tuple[tuple[str, str], ...]
    outcomes: tuple[OutcomeView, ...]
    criteria: int


def units_of(version: QualificationVersion) -> tuple[UnitView, ...]:
    """Everything the version asks for. Four queries, however long it is."""
    methods = Prefetch("methods", CriterionMethod.objects.order_by("method"))
    criteria = Prefetch("criteria", Criterion.objects.order_by("number").prefetch_related(methods))
    outcomes = Prefetch("outcomes", LearningOutcome.objects.order_by("number").prefetch_related(criteria))
    units = Unit.objects.filter(version=version).select_related("group").prefetch_related(outcomes)
    return tuple(_unit(unit) for unit in units.order_by("number"))


def read_from_sheet(units: Sequence[UnitDraft]) -> tuple[UnitView, ...]:
    """What a sheet holds, in the shape of what is written; nothing has an id yet."""
    return tuple(
        UnitView(
            pk=0,
            number=unit.number,
            code=unit.code,
            title=unit.title,
            group=unit.group,
            facts=_facts(unit.level, unit.credits, unit.guided_hours),
            outcomes=tuple(
                OutcomeView(
                    0,
                    one.number,
                    one.text,
                    tuple(
                        CriterionView(
                            0,
                            f"{one.number}.{each.number}",
                            each.text,
                            each.verb,
                            tuple(Method(way).label for way in each.prescribed),
                            tuple(Method(way).label for way in each.optional),
                        )
                        for each in one.criteria
                    ),
                )
                for one in unit.outcomes
            ),
            criteria=unit.criteria_count,
        )
        for unit in units
    )


def unit_facts(version: QualificationVersion) -> list[UnitFacts]:
    """For the rule of combination. One query."""
    rows = Unit.objects.filter(version=version).annotate(asks=Count("outcomes__criteria"))
    return [
        UnitFacts(unit.pk, f"Unit {unit.number}", unit.group_id, unit.credits, unit.asks)
        for unit in rows.order_by("number")
    ]


def group_facts(version: QualificationVersion) -> list[GroupFacts]:
    """For the rule of combination. One query."""
    rows = OptionalGroup.objects.filter(version=version)
    return [GroupFacts(one.pk, one.title, one.fewest, one.most) for one in rows]


def faults_in(version: QualificationVersion) -> tuple[str, ...]:
    """Why it cannot be opened yet; empty: it can."""
    return faults_of_version(unit_facts(version), group_facts(version), version.fewest_credits)


def _unit(unit: Unit) -> UnitView:
    outcomes = tuple(_outcome(one) for one in unit.outcomes.all())
    return UnitView(
        pk=unit.pk,
        number=unit.number,
        code=unit.code,
        title=unit.title,
        group=unit.group.title if unit.group else "",
        facts=_facts(unit.level, unit.credits, unit.guided_hours),
        outcomes=outcomes,
        criteria=sum(len(one.criteria) for one in outcomes),
    )


def _facts(level: str, credits: int | None, hours: int | None) -> tuple[tuple[str, str], ...]:
    known = (("Level", level), ("Credits", credits), ("Guided hours", hours))
    return tuple((name, str(value)) for name, value in known if value not in ("", None))


def _outcome(outcome: LearningOutcome) -> OutcomeView:
    criteria = tuple(
        CriterionView(
            pk=one.pk,
            number=f"{outcome.number}.{one.number}",
            text=one.text,
            verb=one.verb,
            prescribed=tuple(Method(way.method).label for way in one.methods.all() if way.prescribed),
            optional=tuple(Method(way.method).label for way in one.methods.all() if not way.prescribed),
        )
        for one in outcome.criteria.all()
    )
    return OutcomeView(outcome.pk, outcome.number, outcome.text, criteria)
