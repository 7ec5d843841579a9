"""Specifications for the tests: a fictional awarding organisation and its award."""

from datetime import UTC, datetime

from academy.accounts.models import Account
from courses.qualifications.actions import VersionFacts, add_qualification, open_version
from courses.qualifications.drafts import UnitDraft
from courses.qualifications.models import AwardingOrganisation, QualificationVersion
from courses.qualifications.sheets import read_specification
from courses.qualifications.spec_rows import write_units

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TITLE = "Sample Level 2 Award in Community Organising"
SHEET = (
    ("Unit 1: Purpose and principles",),
    ("Learning outcome", "Assessment criterion", "Method", "Achieved", "Comments"),
    ("1 Understand the purpose", "1.1 Describe what it is for", "Reflective account"),
    ("", "1.2 Give an example of change", "Product"),
    ("2 Understand the principles", "2.1 Identify principles", ""),
    ("Unit 2: Practice",),
    (
        "1 Be able to listen",
        "1.1 Carry out at least three conversations",
        "Prescribed: observation; optional: witness",
    ),
)


def units() -> tuple[UnitDraft, ...]:
    return read_specification(enumerate(SHEET, start=1)).units


def draft(by: Account, **facts: object) -> QualificationVersion:
    """With two units and four criteria, not opened."""
    AwardingOrganisation.objects.get_or_create(name="Sample Awarding Organisation", is_sample=True)
    version = add_qualification(
        organisation="Sample Awarding Organisation",
        title=TITLE,
        summary="",
        facts=VersionFacts(**facts),  # type: ignore[arg-type]
        by=by,
        now=NOON,
    )
    write_units(version, units())
    return version


def opened(by: Account, **facts: object) -> QualificationVersion:
    version = draft(by, **facts)
    open_version(version_id=version.pk, by=by, now=NOON)
    version.refresh_from_db()
    return version
