"""Versions: made from sheets, opened one at a time, and frozen by the database once a decision used their words."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.actions import (
    VersionFacts,
    add_qualification,
    change_version,
    close_version,
    freeze_version,
    new_version,
    open_version,
    reword,
)
from courses.qualifications.models import (
    Criterion,
    CriterionMethod,
    LearningOutcome,
    OptionalGroup,
    QualificationVersion,
    SpecificationSheet,
    Unit,
)
from courses.qualifications.policies import may_register_on
from courses.qualifications.queries import units_of
from courses.qualifications.sheet_actions import drop_sheet, look_at_sheet, write_sheet
from courses.qualifications.spec_rows import drafts_of
from courses.qualifications.states import VersionState
from tests.cast import hold, person
from tests.courses.qualifications.versions import NOON, SHEET, TITLE, draft, opened, units

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def mona() -> Account:
    return hold(person("mona"), Role.MANAGER).account


def sheet_rows(*extra: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    return list(enumerate((*SHEET, *extra), start=1))


def test_from_an_empty_version_through_a_sheet_to_an_open_one(mona: Account) -> None:
    version = add_qualification(
        organisation="Sample AO", title=TITLE, summary="", facts=VersionFacts(), by=mona, now=NOON
    )
    with pytest.raises(Refused, match="has no units yet"):
        open_version(version_id=version.pk, by=mona, now=NOON)
    sheet = look_at_sheet(version_id=version.pk, file_name="spec.csv", rows=sheet_rows(), by=mona, now=NOON)
    assert sheet.faults == [] and not Unit.objects.exists()
    write_sheet(version_id=version.pk, by=mona, now=NOON)
    assert not SpecificationSheet.objects.exists()
    assert [(unit.number, unit.criteria) for unit in units_of(version)] == [(1, 3), (2, 1)]
    assert tuple(drafts_of(version)) == units()
    open_version(version_id=version.pk, by=mona, now=NOON)
    actions = AuditEvent.objects.filter(chain=f"qualificationversion:{version.pk}").values_list(
        "action", flat=True
    )
    assert list(actions) == ["version_made", "specification_read", "version_open"]


def test_a_sheet_with_a_fault_is_kept_to_look_at_and_not_written(mona: Account) -> None:
    version = draft(mona)
    rows = sheet_rows(("", "7.1 Lost"))
    sheet = look_at_sheet(version_id=version.pk, file_name="x.csv", rows=rows, by=mona, now=NOON)
    assert sheet.faults[0]["row"] == len(SHEET) + 1
    with pytest.raises(Refused, match="Some rows of this sheet could not be read"):
        write_sheet(version_id=version.pk, by=mona, now=NOON)
    drop_sheet(version_id=version.pk, by=mona, now=NOON)
    with pytest.raises(Refused, match="There is no sheet to write"):
        write_sheet(version_id=version.pk, by=mona, now=NOON)


def test_a_sheet_of_one_unit_leaves_the_others(mona: Account) -> None:
    version = draft(mona)
    rows = enumerate((("Unit 2: Practice anew",), SHEET[1], ("1 Be able", "1.1 Use it")), start=1)
    look_at_sheet(version_id=version.pk, file_name="two.csv", rows=rows, by=mona, now=NOON)
    write_sheet(version_id=version.pk, by=mona, now=NOON)
    first, second = drafts_of(version)
    assert first == units()[0]
    assert second.title == "Practice anew" and second.criteria_count == 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(1, ("Name", "Telephone"))], "No row names the columns we need"),
        ([(1, SHEET[1])], "No unit was found"),
    ],
)
def test_what_is_no_specification_is_refused(
    mona: Account, rows: list[tuple[int, tuple[str, ...]]], reason: str
) -> None:
    version = draft(mona)
    with pytest.raises(Refused, match=reason):
        look_at_sheet(version_id=version.pk, file_name="x.csv", rows=rows, by=mona, now=NOON)


def test_only_a_draft_is_written_anew(mona: Account) -> None:
    version = opened(mona)
    with pytest.raises(Refused, match="Make a new version, and read the sheet into that"):
        look_at_sheet(version_id=version.pk, file_name="x.csv", rows=sheet_rows(), by=mona, now=NOON)


def test_a_new_version_has_the_same_words_and_opening_it_closes_the_old(mona: Account) -> None:
    old = opened(mona, level="2", attempts=3)
    group = OptionalGroup.objects.create(version=old, title="Choose", fewest=1, most=1)
    Unit.objects.filter(version=old, number=2).update(group=group)
    made = new_version(version_id=old.pk, by=mona, now=NOON)
    assert new_version(version_id=old.pk, by=mona, now=NOON) == made
    assert (made.number, made.state, made.level, made.attempts) == (2, VersionState.DRAFT, "2", 3)
    assert drafts_of(made) == drafts_of(old)
    assert [(one.title, one.fewest, one.most) for one in made.groups.all()] == [("Choose", 1, 1)]
    open_version(version_id=made.pk, by=mona, now=NOON)
    old.refresh_from_db()
    assert old.state == VersionState.CLOSED
    assert "is closed to new learners" in may_register_on(old, date(2026, 12, 1)).reason


def test_two_open_versions_are_refused_by_the_database(mona: Account) -> None:
    old = opened(mona)
    made = new_version(version_id=old.pk, by=mona, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        QualificationVersion.objects.filter(pk=made.pk).update(state="open", opened_at=NOON)


def test_words_are_put_right_until_a_decision_used_them(mona: Account) -> None:
    version = opened(mona)
    one = Criterion.objects.filter(version=version).first()
    assert one is not None
    reword(version_id=version.pk, criterion_id=one.pk, text="Describe  what it is for.", by=mona, now=NOON)
    one.refresh_from_db()
    assert one.text == "Describe what it is for."
    with pytest.raises(Refused, match="Write the words"):
        reword(version_id=version.pk, criterion_id=one.pk, text=" ", by=mona, now=NOON)
    freeze_version(version_id=version.pk, now=NOON)
    freeze_version(version_id=version.pk, now=NOON)
    with pytest.raises(Refused, match="Make a new version and change them there"):
        reword(version_id=version.pk, criterion_id=one.pk, text="Other", by=mona, now=NOON)
    assert AuditEvent.objects.filter(action="version_frozen").count() == 1


ATTACKS: dict[str, Callable[[QualificationVersion], object]] = {
    "a criterion's words": lambda version: Criterion.objects.filter(version=version).update(text="Other"),
    "an outcome's words": lambda version: LearningOutcome.objects.filter(version=version).update(
        text="Other"
    ),
    "a unit's title": lambda version: Unit.objects.filter(version=version).update(title="Other"),
    "a method less": lambda version: CriterionMethod.objects.filter(version=version).delete(),
    "a criterion less": lambda version: Criterion.objects.filter(version=version, methods=None).delete(),
    "a group more": lambda version: OptionalGroup.objects.create(version=version, title="More"),
    "a criterion more": lambda version: Criterion.objects.create(
        version=version, outcome=LearningOutcome.objects.filter(version=version)[0], number=9, text="More"
    ),
    "a criterion from elsewhere": lambda version: Criterion.objects.filter(version__number=2).update(
        version=version
    ),
    "a criterion led away": lambda version: Criterion.objects.filter(version=version).update(
        version=QualificationVersion.objects.get(number=2)
    ),
    "thawing": lambda version: QualificationVersion.objects.filter(pk=version.pk).update(frozen_at=None),
    "another number": lambda version: QualificationVersion.objects.filter(pk=version.pk).update(number=9),
    "deleting it": lambda version: QualificationVersion.objects.filter(pk=version.pk)._raw_delete("default"),  # type: ignore[attr-defined]
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_inv_52_the_database_keeps_the_words_that_a_decision_used(mona: Account, attack: str) -> None:
    version = opened(mona)
    new_version(version_id=version.pk, by=mona, now=NOON)
    freeze_version(version_id=version.pk, now=NOON)
    before = drafts_of(version)
    with pytest.raises(DatabaseError), transaction.atomic():
        ATTACKS[attack](version)
    version.refresh_from_db()
    assert drafts_of(version) == before and version.frozen_at == NOON


def test_what_is_not_frozen_can_be_written(mona: Account) -> None:
    version = draft(mona)
    assert Criterion.objects.filter(version=version).update(text="Other") == 4


def test_facts_of_an_edition_are_checked(mona: Account) -> None:
    version = draft(mona)
    wrong = {
        "The last day to register is before the first": VersionFacts(
            registers_from=date(2027, 1, 2), registers_until=date(2027, 1, 1)
        ),
        "The last certification date is before": VersionFacts(
            registers_until=date(2027, 1, 2), certifies_until=date(2027, 1, 1)
        ),
        "Learners need at least one attempt": VersionFacts(attempts=0),
    }
    for reason, facts in wrong.items():
        with pytest.raises(Refused, match=reason):
            change_version(version_id=version.pk, facts=facts, by=mona, now=NOON)
    change_version(version_id=version.pk, facts=VersionFacts(credits=9), by=mona, now=NOON)
    version.refresh_from_db()
    assert version.credits == 9


def test_registering_is_within_its_days(mona: Account) -> None:
    version = opened(mona, registers_from=date(2026, 12, 1), registers_until=date(2027, 11, 30))
    assert "opens on 1 December 2026" in may_register_on(version, date(2026, 11, 30)).reason
    assert may_register_on(version, date(2026, 12, 1)) and may_register_on(version, date(2027, 11, 30))
    assert "closed on 30 November 2027" in may_register_on(version, date(2027, 12, 1)).reason
    close_version(version_id=version.pk, by=mona, now=NOON)
    version.refresh_from_db()
    assert "closed to new learners" in may_register_on(version, date(2026, 12, 1)).reason


def test_nobody_but_the_manager(mona: Account) -> None:
    version = draft(mona)
    other = person("other")
    for act in (open_version, close_version, new_version, write_sheet, drop_sheet):
        with pytest.raises(Refused, match="looked after by the Academy manager"):
            act(version_id=version.pk, by=other, now=NOON)


def test_the_same_qualification_twice(mona: Account) -> None:
    facts = VersionFacts(level="2")
    words = {"organisation": "Sample AO", "title": TITLE, "summary": "", "by": mona, "now": NOON}
    first = add_qualification(facts=facts, **words)  # type: ignore[arg-type]
    assert add_qualification(facts=facts, **words) == first  # type: ignore[arg-type]
    with pytest.raises(Refused, match="is there already. Make a new version of it"):
        add_qualification(facts=VersionFacts(level="3"), **words)  # type: ignore[arg-type]


def test_a_version_is_read_in_a_constant_number_of_queries(mona: Account, django_assert_num_queries) -> None:
    version = draft(mona)
    with django_assert_num_queries(4):
        units_of(version)
