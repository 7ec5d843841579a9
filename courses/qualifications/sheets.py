"""Reading a specification from a table. Pure.

Two layouts are known by their column names: a table with one row a criterion and its unit beside it, and a marking
sheet (learning outcome | assessment criterion | method | achieved | comments) with the unit in a line above. A cell
that is left empty, as in merged cells, means the same as above.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from courses.qualifications.drafts import CriterionDraft, Draft, Fault, OutcomeDraft, UnitDraft
from courses.qualifications.methods import methods_in
from courses.qualifications.rules import verb_of

NAMES = {
    "unit": "unit",
    "unit no": "unit",
    "unit number": "unit",
    "unit title": "unit_title",
    "title": "unit_title",
    "unit code": "code",
    "code": "code",
    "reference": "code",
    "group": "group",
    "optional group": "group",
    "level": "level",
    "credits": "credits",
    "credit": "credits",
    "credit value": "credits",
    "guided hours": "hours",
    "glh": "hours",
    "guided learning hours": "hours",
    "lo": "outcome",
    "learning outcome": "outcome",
    "learning outcomes": "outcome",
    "outcome": "outcome",
    "ac": "criterion",
    "assessment criterion": "criterion",
    "assessment criteria": "criterion",
    "criterion": "criterion",
    "verb": "verb",
    "command verb": "verb",
    "method": "method",
    "methods": "method",
    "assessment method": "method",
    "prescribed methods": "prescribed",
    "prescribed": "prescribed",
    "optional methods": "optional",
    "optional": "optional",
    "achieved": "",
    "comments": "",
    "comment": "",
}
NEEDED = {"outcome": "learning outcome", "criterion": "assessment criterion"}
HEADER_WITHIN = 40  # rows above the table: titles, names, dates
UNIT_LINE = re.compile(r"unit\s*(\d{1,3})\s*[:.)–-]*\s*(.*)", re.IGNORECASE)
OUTCOME = re.compile(r"(?:lo|outcome)?\s*(\d{1,2})\s*[.:)–-]*\s+(.+)", re.IGNORECASE | re.DOTALL)
CRITERION = re.compile(
    r"(?:ac)?\s*(?:(\d{1,2})\s*\.\s*)?(\d{1,2})\s*[.:)–-]*\s+(.+)", re.IGNORECASE | re.DOTALL
)
BARE = re.compile(r"(?:lo|ac|unit)?\s*(\d{1,3})$", re.IGNORECASE)
NO_WORDS = re.compile(r"(?:ac)?\s*\d{1,2}(?:\s*\.\s*\d{1,2})?\.?$", re.IGNORECASE)
Row = tuple[int, tuple[str, ...]]


class WrongTable(ValueError):
    """The table as a whole; its words say what to do."""


@dataclass(slots=True)
class _Reading:
    units: list[UnitDraft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0
    outcome: OutcomeDraft | None = None

    def fault(self, row: int, words: str) -> None:
        self.faults.append(Fault(row, words))


def read_specification(rows: Iterable[Row]) -> Draft:
    """`rows`: (number as a spreadsheet shows it, cells). Raises WrongTable when no header can be found."""
    reading, columns = _Reading(), None
    looked, above = 0, []
    for number, cells in rows:
        if (found := _columns(cells)) is not None:
            columns = found
            continue
        if columns is None:
            looked += 1
            above.append(cells)
            _begin_unit_from_line(reading, cells)
            if looked >= HEADER_WITHIN:
                break
            continue
        if _is_alone(cells) and _begin_unit_from_line(reading, cells):
            continue
        _read_row(reading, number, _by_name(columns, cells))
    if columns is None:
        raise WrongTable(_no_header(above))
    empty = [unit for unit in reading.units if not unit.criteria_count]
    for unit in empty:
        reading.fault(0, f"Unit {unit.number} has no assessment criterion. Add its rows.")
    return Draft(tuple(reading.units), tuple(reading.faults), reading.rows)


def _columns(cells: tuple[str, ...]) -> tuple[str, ...] | None:
    """The meaning of each column, where this row names what is needed."""
    named = tuple(NAMES.get(_plain(cell), "") for cell in cells)
    return named if all(name in named for name in NEEDED) else None


def _no_header(above: list[tuple[str, ...]]) -> str:
    there = {NAMES.get(_plain(cell), "") for cells in above for cell in cells}
    missing = [words for name, words in NEEDED.items() if name not in there]
    if len(missing) == len(NEEDED):
        missing = list(NEEDED.values())
    columns = " and ".join(f"“{words}”" for words in missing)
    return (
        f"No row names the columns we need. Missing: {columns}. Write the names of the columns into one row above the "
        "criteria, and choose the file again."
    )


def _by_name(columns: tuple[str, ...], cells: tuple[str, ...]) -> dict[str, str]:
    """Two columns of one name are read one after the other."""
    found: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name and cell:
            found[name] = f"{found[name]} {cell}" if name in found else cell
    return found


def _read_row(reading: _Reading, number: int, row: Mapping[str, str]) -> None:
    if not row:
        return
    _read_unit(reading, number, row)
    if not reading.units:
        reading.fault(
            number, "We do not know the unit of this row. Write “Unit 1: its title” in a line above."
        )
        return
    if "outcome" in row:
        _read_outcome(reading, number, row["outcome"])
    if "criterion" in row:
        _read_criterion(reading, number, row)
    elif "outcome" not in row and ({"method", "prescribed", "optional"} & set(row)):
        reading.fault(
            number, "This row has methods and no assessment criterion. Write the criterion beside them."
        )


# --- units --------------------------------------------------------------------------------------------------


def _is_alone(cells: tuple[str, ...]) -> bool:
    return sum(bool(cell) for cell in cells) == 1


def _begin_unit_from_line(reading: _Reading, cells: tuple[str, ...]) -> bool:
    """“Unit 2: The process” in a line of its own."""
    line = " ".join(cell for cell in cells if cell)
    found = UNIT_LINE.match(line)
    if not found or not found[2].strip():
        return False
    _unit(reading, int(found[1]), found[2].strip())
    return True


def _unit(reading: _Reading, number: int, title: str) -> UnitDraft:
    """The unit of this number, which the rows that follow belong to."""
    known = next((unit for unit in reading.units if unit.number == number), None)
    if known is None:
        known = UnitDraft(number, title)
        reading.units.append(known)
        reading.outcome = None
    elif reading.units[-1] is not known:
        reading.units.remove(known)
        reading.units.append(known)
        reading.outcome = None
    if title and not known.title:
        known.title = title
    return known


def _read_unit(reading: _Reading, number: int, row: Mapping[str, str]) -> None:
    if "unit" not in row and "unit_title" not in row:
        return
    named = row.get("unit", "")
    found, bare = UNIT_LINE.match(named), BARE.match(named)
    title = row.get("unit_title", "")
    if found:
        unit = _unit(reading, int(found[1]), title or found[2].strip())
    elif bare:
        unit = _unit(reading, int(bare[1]), title)
    else:
        title = title or named
        same = next((one for one in reading.units if one.title.lower() == title.lower()), None)
        unit = _unit(reading, same.number if same else len(reading.units) + 1, title)
    if not unit.title:
        reading.fault(number, f"Unit {unit.number} has no title. Write it beside its number.")
        unit.title = f"Unit {unit.number}"
    unit.code, unit.group = row.get("code", unit.code), row.get("group", unit.group)
    unit.level = row.get("level", unit.level)
    unit.credits = _number(reading, number, row, "credits", unit.credits)
    unit.guided_hours = _number(reading, number, row, "hours", unit.guided_hours)


def _number(
    reading: _Reading, number: int, row: Mapping[str, str], name: str, before: int | None
) -> int | None:
    written = row.get(name, "")
    if not written:
        return before
    if written.isdigit() and int(written) < 10_000:
        return int(written)
    reading.fault(
        number, f"“{written[:40]}” is not a number of {'credits' if name == 'credits' else 'hours'}."
    )
    return before


# --- outcomes and criteria ----------------------------------------------------------------------------------


def _read_outcome(reading: _Reading, number: int, written: str) -> None:
    unit = reading.units[-1]
    found, bare = OUTCOME.match(written), BARE.match(written)
    if bare:
        reading.outcome = unit.outcome(int(bare[1])) or reading.outcome
        if reading.outcome is None or reading.outcome.number != int(bare[1]):
            reading.fault(number, f"Learning outcome {bare[1]} has no words. Write them behind its number.")
            reading.outcome = None
        return
    count, text = (int(found[1]), found[2]) if found else (len(unit.outcomes) + 1, written)
    text = " ".join(text.split())
    same = next((one for one in unit.outcomes if one.text.lower() == text.lower()), None)
    known = same or unit.outcome(count)
    if known is None:
        known = OutcomeDraft(count, text)
        unit.outcomes.append(known)
    elif known.text.lower() != text.lower():
        reading.fault(
            number,
            f"Learning outcome {count} of unit {unit.number} is there twice with other words. Keep one.",
        )
    reading.outcome = known


def _read_criterion(reading: _Reading, number: int, row: Mapping[str, str]) -> None:
    unit, written = reading.units[-1], row["criterion"]
    found = CRITERION.match(written)
    if found and found[1] is not None:
        named = unit.outcome(int(found[1]))
        if named is None:
            words = f"Criterion {found[1]}.{found[2]} belongs to learning outcome {found[1]}, which is not above it."
            return reading.fault(number, words)
        reading.outcome = named
    outcome = reading.outcome
    if outcome is None:
        return reading.fault(
            number, "This criterion has no learning outcome above it. Write the outcome first."
        )
    count, text = (int(found[2]), found[3]) if found else (len(outcome.criteria) + 1, written)
    text = " ".join(text.split())
    if NO_WORDS.match(written):
        return reading.fault(number, f"Criterion {written} has no words. Write them behind its number.")
    if any(one.number == count for one in outcome.criteria):
        return reading.fault(
            number,
            f"Criterion {outcome.number}.{count} of unit {unit.number} is there twice. Keep one of them.",
        )
    prescribed, optional, unknown = methods_in(
        row.get("method", ""), row.get("prescribed", ""), row.get("optional", "")
    )
    for word in unknown:
        reading.fault(number, f"We do not know the method “{word[:60]}”. Write one of the list on this page.")
    verb = " ".join(row.get("verb", "").split()).lower()[:40] or verb_of(text)
    outcome.criteria.append(CriterionDraft(count, text, verb, prescribed, optional))
    reading.rows += 1
    return None


def _plain(cell: str) -> str:
    return " ".join(cell.lower().replace("_", " ").replace(".", " ").replace(":", " ").split())
