"""What another way means for judging and signing a unit: holds, prior learning, and what helps the learner."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, Q, Value

from courses.qualifications.models import Unit
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.states import COUNTS_AS_METHOD, RequestState
from learners.registrations.models import QualRegistration


@dataclass(frozen=True, slots=True)
class HoldOn:
    """A hold that stands. unit: its number; None: the whole registration."""

    pk: int
    unit_id: int | None
    unit: int | None
    reason: str
    review_on: date
    placed_at: datetime
    placed_by: str

    @property
    def words(self) -> str:
        """Why nothing is signed off, and what happens next, for staff."""
        what = "this registration" if self.unit is None else f"unit {self.unit}"
        return (
            f"A hold stands on {what}: {self.reason.rstrip('.')}. {self.placed_by} placed it; the lead quality assurer "
            f"looks at it again by {self.review_on.day} {self.review_on:%B %Y}."
        )


@dataclass(frozen=True, slots=True)
class Helps:
    """A reasonable adjustment that is in place. unit: its number; None: for every unit."""

    token: str
    unit_id: int | None
    unit: int | None
    adjustment: str
    review_on: date | None


def holds_on(registration: QualRegistration, unit: Unit | int | None = None) -> tuple[HoldOn, ...]:
    """Every hold that stands on this registration; with a unit (or its id) only those that stop that unit: its own,
    and those on everything. One query.
    """
    rows = AssessmentHold.objects.filter(registration=registration, lifted_at__isnull=True)
    if unit is not None:
        rows = rows.filter(of_unit(unit))
    return tuple(map(hold_of, rows.select_related("unit", "placed_by").order_by("pk")))


def hold_of(row: AssessmentHold) -> HoldOn:
    """unit and placed_by should be selected with it."""
    return HoldOn(
        row.pk,
        row.unit_id,
        row.unit.number if row.unit else None,
        row.reason,
        row.review_on,
        row.placed_at,
        row.placed_by.full_name,
    )


def prior_units(registration: QualRegistration) -> frozenset[int]:
    """The ids of the units whose claim of prior learning is handed in, judged or accepted: there prior learning counts
    as whatever method is prescribed. One query.
    """
    rows = PriorLearningClaim.objects.filter(registration=registration, state__in=COUNTS_AS_METHOD)
    return frozenset(rows.values_list("unit", flat=True))


def adjustments_in_place(registration: QualRegistration, unit: Unit | int | None) -> tuple[Helps, ...]:
    """What helps this learner in this unit (or its id), and in every one; without a unit all of them. One query."""
    rows = AdjustmentRequest.objects.filter(registration=registration, state=RequestState.IN_PLACE)
    if unit is not None:
        rows = rows.filter(of_unit(unit))
    return tuple(
        Helps(row.token, row.unit_id, row.unit.number if row.unit else None, row.adjustment, row.review_on)
        for row in rows.select_related("unit").order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Ways:
    """prior: as `prior_units`; helps: as `adjustments_in_place` without a unit."""

    prior: frozenset[int]
    helps: tuple[Helps, ...]


def ways_of(registration: QualRegistration) -> Ways:
    """What judging has to know of both. One query."""
    requests = AdjustmentRequest.objects.filter(registration=registration, state=RequestState.IN_PLACE)
    claims = PriorLearningClaim.objects.filter(registration=registration, state__in=COUNTS_AS_METHOD)
    nothing = Value(None, output_field=DateField())
    rows = requests.order_by().values_list(
        Value(1), "pk", "token", "unit", "unit__number", "adjustment", "review_on"
    )
    also = claims.order_by().values_list(Value(0), "pk", "token", "unit", "unit__number", Value(""), nothing)
    found = sorted(rows.union(also, all=True), key=lambda row: row[1])
    return Ways(
        prior=frozenset(unit for helps, _, _, unit, *_ in found if not helps),
        helps=tuple(Helps(*row) for helps, _, *row in found if helps),
    )


def of_unit(unit: Unit | int) -> Q:
    """Of this unit, or of all."""
    return Q(unit__isnull=True) | Q(unit=unit)
