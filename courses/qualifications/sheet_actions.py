"""Reading a specification from a file: first what would be written, with a reason for each row; then, at a yes, it."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.qualifications.drafts import Draft, as_json, from_json
from courses.qualifications.models import QualificationVersion, SpecificationSheet
from courses.qualifications.policies import may_look_after_specifications, may_rewrite
from courses.qualifications.sheets import Row, WrongTable, read_specification
from courses.qualifications.spec_rows import drafts_of, write_units

MOST_CRITERIA = 2000


@transaction.atomic
def look_at_sheet(
    *, version_id: int, file_name: str, rows: Iterable[Row], by: Account, now: datetime
) -> SpecificationSheet:
    """Read the table and keep what was found until somebody says yes. Writes nothing of the specification."""
    version = _locked(version_id, by, now)
    try:
        draft = read_specification(rows)
    except WrongTable as wrong:
        raise Refused(str(wrong)) from wrong
    _check(draft)
    facts = {
        "file_name": file_name[:120],
        "units": as_json(draft.units),
        "faults": [asdict(fault) for fault in draft.faults],
        "read_by": by,
        "read_at": now,
    }
    sheet, _ = SpecificationSheet.objects.update_or_create(version=version, defaults=facts)
    return sheet


@transaction.atomic
def write_sheet(*, version_id: int, by: Account, now: datetime) -> QualificationVersion:
    """Write what was read. Units of the same number are replaced, others stay; faulty rows are left out.

    Refused while any row is faulty: a specification with a hole in it looks like a whole one.
    """
    version = _locked(version_id, by, now)
    sheet = SpecificationSheet.objects.filter(version=version).first()
    if sheet is None:
        raise Refused("There is no sheet to write. Choose the file again.")
    if sheet.faults:
        raise Refused(
            "Some rows of this sheet could not be read. Put them right in the file, and choose it again."
        )
    read = from_json(sheet.units)
    numbers = {unit.number for unit in read}
    kept = [unit for unit in drafts_of(version) if unit.number not in numbers]
    units = sorted([*kept, *read], key=lambda unit: unit.number)
    codes = [unit.code for unit in units if unit.code]
    if len(set(codes)) < len(codes):
        raise Refused("Two units have the same code. Put one of them right in the file, and choose it again.")
    write_units(version, units)
    counts = {"units": len(read), "criteria": sum(unit.criteria_count for unit in read)}
    audit(version, "specification_read", by=by, now=now, after={**counts, "file": sheet.file_name})
    sheet.delete()
    return version


@transaction.atomic
def drop_sheet(*, version_id: int, by: Account, now: datetime) -> None:
    """Forget what was read."""
    SpecificationSheet.objects.filter(version=_locked(version_id, by, now)).delete()


def _check(draft: Draft) -> None:
    if not draft.units:
        raise Refused(
            "No unit was found. Write “Unit 1: its title” in a line above the criteria, or a column “unit”."
        )
    if draft.criteria_count > MOST_CRITERIA:
        raise Refused(
            f"These are {draft.criteria_count} criteria, more than any qualification has. Is it the right file?"
        )


def _locked(version_id: int, by: Account, now: datetime) -> QualificationVersion:
    version = locked_one(QualificationVersion.objects.select_related("qualification"), version_id)
    may_look_after_specifications(by, now=now).enforce()
    may_rewrite(version).enforce()
    return version
