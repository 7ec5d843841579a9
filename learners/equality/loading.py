"""Reading the open data that the operator fetches: which region a district lies in, how deprived a postcode is.

Official files differ from year to year in their headings, so that columns are found by what their names contain. A
line that cannot be read is counted and told, and stops nothing. What was loaded before is replaced as a whole, in one
transaction, when at least half of the lines could be read.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import models, transaction

from learners.equality.models import District, PostcodeDecile
from learners.equality.rules import NotAPostcode, read_postcode

BATCH = 5000
MOST_TOLD = 5  # lines that are told with their reason


class NotThisFile(ValueError):
    """Says in words why a file is not the one that is wanted."""


@dataclass(slots=True)
class Loaded:
    """How many lines were kept and how many were not, with the reasons of the first."""

    kept: int = 0
    left_out: int = 0
    reasons: list[str] = field(default_factory=list)

    def leave_out(self, line: int, why: str) -> None:
        self.left_out += 1
        if len(self.reasons) < MOST_TOLD:
            self.reasons.append(f"Line {line}: {why}")


def load_districts(path: Path) -> Loaded:
    """From a CSV with a column of districts ("outcode" or "district") and one of regions ("region...")."""
    done = Loaded()
    with _table(path) as rows:
        outcode = _column(rows.fieldnames, ("outcode", "district", "pcd"))
        region = _column(rows.fieldnames, ("region", "rgn"))
        _replace(District, _districts(rows, outcode, region, done), done)
    return done


def load_deprivation(path: Path, areas: Path | None = None) -> Loaded:
    """From a CSV with a column of postcodes and one of deciles. Where it names small areas (LSOA) instead, `areas` is
    the CSV that says the decile of each."""
    deciles = _deciles_of_areas(areas) if areas else None
    done = Loaded()
    with _table(path) as rows:
        postcode = _column(rows.fieldnames, ("postcode", "pcds", "pcd7", "pcd"))
        if deciles is None:
            value = _column(rows.fieldnames, ("decile",), "If it names small areas (LSOA), give --areas too.")
        else:
            value = _column(rows.fieldnames, ("lsoa21cd", "lsoa11cd", "lsoa"))
        _replace(PostcodeDecile, _postcodes(rows, postcode, value, deciles, done), done)
    return done


def _districts(rows: Any, outcode: str, region: str, done: Loaded) -> Iterator[District]:
    seen: set[str] = set()
    for row in rows:
        typed, where = (row[outcode] or "").strip(), (row[region] or "").strip()
        try:
            district = read_postcode(typed).district
        except NotAPostcode:
            done.leave_out(rows.line_num, f"“{typed[:20]}” is no postcode district.")
            continue
        if not where or len(where) > 40:
            done.leave_out(rows.line_num, f"{district} has no region.")
        elif district in seen:
            done.leave_out(rows.line_num, f"{district} was there before.")
        else:
            seen.add(district)
            yield District(outcode=district, region=where)


def _postcodes(
    rows: Any, postcode: str, value: str, deciles: Mapping[str, int] | None, done: Loaded
) -> Iterator[PostcodeDecile]:
    for row in rows:
        typed, said = (row[postcode] or "").strip(), (row[value] or "").strip()
        try:
            whole = read_postcode(typed).whole
        except NotAPostcode:
            whole = ""
        decile = _decile(said) if deciles is None else deciles.get(said)
        if not whole:
            done.leave_out(rows.line_num, f"“{typed[:20]}” is no whole postcode.")
        elif decile is None:
            done.leave_out(rows.line_num, f"“{said[:20]}” leads to no number from 1 to 10.")
        else:
            yield PostcodeDecile(postcode=whole, decile=decile)


def _deciles_of_areas(path: Path) -> dict[str, int]:
    with _table(path) as rows:
        area = _column(rows.fieldnames, ("lsoa code", "lsoa21cd", "lsoa11cd", "lsoa"))
        value = _column(rows.fieldnames, ("multiple deprivation (imd) decile", "imd decile", "decile"))
        found = ((row[area], _decile(row[value] or "")) for row in rows)
        return {code.strip(): decile for code, decile in found if code and decile}


def _decile(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and 1 <= int(said[:3]) <= 10 else None


@contextmanager
def _table(path: Path) -> Iterator[Any]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield csv.DictReader(file, restval="")
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise NotThisFile(f"{path.name} cannot be read as a CSV file: {fault}") from None


def _column(names: Iterable[str] | None, wanted: tuple[str, ...], more: str = "") -> str:
    """The first column whose name is, or contains, one of these; the better words first."""
    there = [name for name in names or () if name]
    for word in wanted:
        exact = [name for name in there if name.strip().lower() == word]
        for name in exact or [name for name in there if word in name.lower()]:
            return name
    found = ", ".join(there) or "none"
    raise NotThisFile(f"No column is called {' or '.join(wanted)}. Its columns: {found}. {more}".strip())


@transaction.atomic
def _replace(table: type[models.Model], rows: Iterator[Any], done: Loaded) -> None:
    """All rows of the table by these. A postcode that stands there twice keeps its first line."""
    before = table._default_manager.count()
    table._default_manager.all().delete()
    while batch := list(islice(rows, BATCH)):
        table._default_manager.bulk_create(batch, ignore_conflicts=True)
    done.kept = table._default_manager.count()
    if done.kept == 0 or done.kept < done.left_out:
        told = " ".join(done.reasons)
        raise NotThisFile(
            f"Of this file {done.kept} lines could be read and {done.left_out} not, so nothing was changed "
            f"({before} are there). {told}"
        )
