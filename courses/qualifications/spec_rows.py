"""Writing and copying the rows of a specification. Whoever calls has locked the version and asked the policies."""

from collections.abc import Sequence

from courses.qualifications.drafts import CriterionDraft, OutcomeDraft, UnitDraft
from courses.qualifications.models import (
    Criterion,
    CriterionMethod,
    LearningOutcome,
    OptionalGroup,
    QualificationVersion,
    Unit,
)


def write_units(version: QualificationVersion, units: Sequence[UnitDraft]) -> None:
    """In place of what the version has. Only for a draft: nothing hangs on its rows yet."""
    taken = {group.title: group for group in version.groups.all()}
    for model in (CriterionMethod, Criterion, LearningOutcome, Unit):
        model._default_manager.filter(version=version).delete()
    wanted = {unit.group for unit in units if unit.group}
    OptionalGroup.objects.filter(version=version).exclude(title__in=wanted).delete()
    groups = {
        title: taken.get(title) or OptionalGroup.objects.create(version=version, title=title)
        for title in sorted(wanted)
    }
    rows = Unit.objects.bulk_create(
        Unit(
            version=version,
            number=unit.number,
            code=unit.code,
            title=unit.title,
            group=groups.get(unit.group),
            level=unit.level,
            credits=unit.credits,
            guided_hours=unit.guided_hours,
        )
        for unit in units
    )
    for row, unit in zip(rows, units, strict=True):
        _write_outcomes(version, row, unit.outcomes)


def copy_units(source: QualificationVersion, version: QualificationVersion) -> None:
    """The same words for another version, with the groups as they choose."""
    for group in source.groups.all():
        OptionalGroup.objects.create(version=version, title=group.title, fewest=group.fewest, most=group.most)
    write_units(version, drafts_of(source))


def drafts_of(version: QualificationVersion) -> list[UnitDraft]:
    """What the version asks for, in the shape in which sheets are read."""
    rows = (
        Unit.objects.filter(version=version)
        .select_related("group")
        .prefetch_related("outcomes__criteria__methods")
        .order_by("number")
    )
    return [
        UnitDraft(
            number=unit.number,
            title=unit.title,
            code=unit.code,
            group=unit.group.title if unit.group else "",
            level=unit.level,
            credits=unit.credits,
            guided_hours=unit.guided_hours,
            outcomes=[
                OutcomeDraft(one.number, one.text, [_criterion(each) for each in one.criteria.all()])
                for one in unit.outcomes.all()
            ],
        )
        for unit in rows
    ]


def _criterion(row: Criterion) -> CriterionDraft:
    ways = list(row.methods.all())
    return CriterionDraft(
        number=row.number,
        text=row.text,
        verb=row.verb,
        prescribed=tuple(one.method for one in ways if one.prescribed),
        optional=tuple(one.method for one in ways if not one.prescribed),
    )


def _write_outcomes(version: QualificationVersion, unit: Unit, outcomes: Sequence[OutcomeDraft]) -> None:
    rows = LearningOutcome.objects.bulk_create(
        LearningOutcome(version=version, unit=unit, number=one.number, text=one.text) for one in outcomes
    )
    for row, outcome in zip(rows, outcomes, strict=True):
        criteria = Criterion.objects.bulk_create(
            Criterion(version=version, outcome=row, number=one.number, text=one.text, verb=one.verb)
            for one in outcome.criteria
        )
        CriterionMethod.objects.bulk_create(
            CriterionMethod(version=version, criterion=made, method=method, prescribed=prescribed)
            for made, one in zip(criteria, outcome.criteria, strict=True)
            for prescribed, methods in ((True, one.prescribed), (False, one.optional))
            for method in methods
        )
