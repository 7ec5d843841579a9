"""A specification as it was read from a sheet, before anything is written down. Pure; plain enough for JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row (as a spreadsheet numbers it), and what to do."""

    row: int
    words: str


@dataclass(slots=True)
class CriterionDraft:
    number: int
    text: str
    verb: str
    prescribed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


@dataclass(slots=True)
class OutcomeDraft:
    number: int
    text: str
    criteria: list[CriterionDraft] = field(default_factory=list)


@dataclass(slots=True)
class UnitDraft:
    """group: the title of its optional group, empty for a mandatory unit."""

    number: int
    title: str
    code: str = ""
    group: str = ""
    level: str = ""
    credits: int | None = None
    guided_hours: int | None = None
    outcomes: list[OutcomeDraft] = field(default_factory=list)

    def outcome(self, number: int) -> OutcomeDraft | None:
        return next((one for one in self.outcomes if one.number == number), None)

    @property
    def criteria_count(self) -> int:
        return sum(len(outcome.criteria) for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that could be read, and what could not. rows: how many held a criterion."""

    units: tuple[UnitDraft, ...]
    faults: tuple[Fault, ...]
    rows: int

    @property
    def criteria_count(self) -> int:
        return sum(unit.criteria_count for unit in self.units)


def as_json(units: Sequence[UnitDraft]) -> list[dict[str, Any]]:
    """The units as a database keeps them."""
    return [asdict(unit) for unit in units]


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[UnitDraft, ...]:
    """What `as_json` made, as it was."""
    units = []
    for unit in kept:
        outcomes = [
            OutcomeDraft(
                outcome["number"],
                outcome["text"],
                [
                    CriterionDraft(
                        one["number"],
                        one["text"],
                        one["verb"],
                        tuple(one["prescribed"]),
                        tuple(one["optional"]),
                    )
                    for one in outcome["criteria"]
                ],
            )
            for outcome in unit["outcomes"]
        ]
        units.append(UnitDraft(**{**unit, "outcomes": outcomes}))
    return tuple(units)
