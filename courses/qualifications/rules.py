"""Which units make a qualification, and what is wrong with a specification. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from academy.shared.rulings import Ruling

VERBS = frozenset(
    {
        "analyse",
        "apply",
        "assess",
        "carry",
        "compare",
        "choose",
        "complete",
        "contribute",
        "create",
        "define",
        "demonstrate",
        "describe",
        "design",
        "develop",
        "discuss",
        "evaluate",
        "examine",
        "explain",
        "give",
        "identify",
        "illustrate",
        "investigate",
        "justify",
        "list",
        "maintain",
        "make",
        "manage",
        "measure",
        "monitor",
        "name",
        "outline",
        "plan",
        "prepare",
        "present",
        "produce",
        "propose",
        "provide",
        "record",
        "reflect",
        "report",
        "research",
        "respond",
        "review",
        "select",
        "show",
        "state",
        "suggest",
        "summarise",
        "support",
        "take",
        "use",
        "write",
    }
)


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as the rule of combination sees it. group: the id of its optional group; None: mandatory."""

    pk: int
    name: str
    group: int | None
    credits: int | None
    criteria: int


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """At least `fewest` of its units, at most `most` (None: all)."""

    pk: int
    title: str
    fewest: int
    most: int | None


def combination(
    chosen: Collection[int],
    units: Sequence[UnitFacts],
    groups: Sequence[GroupFacts],
    fewest_credits: int | None,
) -> Ruling:
    """Do these units (ids) together make the qualification? A no says what is missing or too much."""
    known = {unit.pk for unit in units}
    if not set(chosen) <= known:
        return Ruling.no("Some of these units belong to another version. Choose from the units of this one.")
    lacking = [unit.name for unit in units if unit.group is None and unit.pk not in chosen]
    if lacking:
        return Ruling.no(f"Every learner takes {_listed(lacking)}.")
    for group in groups:
        taken = sum(unit.group == group.pk and unit.pk in chosen for unit in units)
        if taken < group.fewest:
            return Ruling.no(f"Choose at least {group.fewest} of “{group.title}”. So far: {taken}.")
        if group.most is not None and taken > group.most:
            return Ruling.no(f"Choose at most {group.most} of “{group.title}”. So far: {taken}.")
    credits = sum(unit.credits or 0 for unit in units if unit.pk in chosen)
    if fewest_credits is not None and credits < fewest_credits:
        return Ruling.no(f"These units have {credits} credits, and the qualification needs {fewest_credits}.")
    return Ruling.yes()


def faults_of_version(
    units: Sequence[UnitFacts], groups: Sequence[GroupFacts], fewest_credits: int | None
) -> tuple[str, ...]:
    """Why this version cannot be opened for registration yet; empty: it can."""
    if not units:
        return ("It has no units yet. Read them from a sheet.",)
    faults = [f"{unit.name} has no assessment criteria." for unit in units if not unit.criteria]
    for group in groups:
        size = sum(unit.group == group.pk for unit in units)
        if size < group.fewest:
            faults.append(f"“{group.title}” asks for {group.fewest} units and has {size}.")
    if fewest_credits is not None and (most := sum(unit.credits or 0 for unit in units)) < fewest_credits:
        faults.append(
            f"It needs {fewest_credits} credits, and all its units together have {most}. Put one of them right."
        )
    return tuple(faults)


def verb_of(text: str) -> str:
    """The command verb that a criterion begins with, where it is one that we know."""
    first = text.split(maxsplit=1)[0].strip(".,:;").lower() if text.strip() else ""
    return first if first in VERBS else ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
