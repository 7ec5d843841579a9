"""What a piece can show, for one registration: every unit that its owner takes, with what was ticked before."""

from dataclasses import dataclass

from courses.qualifications.models import CriterionMethod
from courses.qualifications.queries import units_of
from courses.qualifications.states import Method
from learners.portfolio.models import EvidenceItem, EvidenceLink
from learners.portfolio.rules import suggested
from learners.portfolio.states import METHODS, EvidenceKind
from learners.registrations.models import QualRegistration


@dataclass(frozen=True, slots=True)
class ToShow:
    """One criterion. ways: the methods asked for, in words; must: one of them has to be used."""

    pk: int
    number: str
    text: str
    ticked: bool
    note: str
    place: str
    fits: bool
    ways: str
    must: bool


@dataclass(frozen=True, slots=True)
class UnitToShow:
    """`ticked`: how many of its criteria this piece shows."""

    pk: int
    title: str
    criteria: tuple[ToShow, ...]
    ticked: int


def to_show(item: EvidenceItem, registration: QualRegistration) -> tuple[UnitToShow, ...]:
    """Seven queries, however long the specification is."""
    said = {
        one.criterion_id: one for one in EvidenceLink.objects.filter(item=item, registration=registration)
    }
    taken = set(registration.units.values_list("unit", flat=True))
    ways: dict[int, tuple[list[str], list[str]]] = {}
    for way in CriterionMethod.objects.filter(version=registration.version_id):
        ways.setdefault(way.criterion_id, ([], []))[0 if way.prescribed else 1].append(way.method)
    can = METHODS[EvidenceKind(item.kind)]
    units = []
    for unit in units_of(registration.version):
        if unit.pk not in taken:
            continue
        criteria = tuple(
            _one(one.pk, one.number, one.text, said.get(one.pk), ways.get(one.pk, ([], [])), can)
            for outcome in unit.outcomes
            for one in outcome.criteria
        )
        ticked = sum(one.ticked for one in criteria)
        units.append(UnitToShow(unit.pk, f"Unit {unit.number}: {unit.title}", criteria, ticked))
    return tuple(units)


def _one(
    pk: int,
    number: str,
    text: str,
    link: EvidenceLink | None,
    ways: tuple[list[str], list[str]],
    can: tuple[Method, ...],
) -> ToShow:
    must, may = ways
    return ToShow(
        pk=pk,
        number=number,
        text=text,
        ticked=link is not None,
        note=link.note if link else "",
        place=link.place if link else "",
        fits=suggested([way.value for way in can], must, may),
        ways=", ".join(Method(way).label.lower() for way in (must or may)),
        must=bool(must),
    )
