"""Reading a specification from a table, and which units make a qualification."""

import pytest

from courses.qualifications.drafts import Draft, Fault, as_json, from_json
from courses.qualifications.methods import methods_in
from courses.qualifications.rules import GroupFacts, UnitFacts, combination, faults_of_version, verb_of
from courses.qualifications.sheets import WrongTable, read_specification

HEADER = ("Learning outcome", "Assessment criterion", "Method", "Achieved", "Comments")
TITLE = ("Unit 2: The process",)
TABLE = (
    (
        "Unit",
        "Unit title",
        "Unit code",
        "Group",
        "Credits",
        "GLH",
        "LO",
        "AC",
        "Verb",
        "Prescribed methods",
    ),
    (
        "1",
        "Purpose",
        "P/1",
        "",
        "2",
        "14",
        "1 Understand the purpose",
        "1.1 Say what it is for",
        "State",
        "",
    ),
    ("", "", "", "", "", "", "", "1.2 Give an example", "", "Observation"),
    ("2", "Practice", "P/2", "Choose one", "3", "", "1 Be able to listen", "1 Carry out talks", "", ""),
    (
        "3",
        "Another way",
        "P/3",
        "Choose one",
        "3",
        "",
        "1 Be able to write",
        "1 Record what was heard",
        "",
        "",
    ),
)


def read(*rows: tuple[str, ...]) -> Draft:
    return read_specification(enumerate(rows, start=1))


def numbers(draft: Draft) -> list[str]:
    return [
        f"{unit.number}/{outcome.number}.{one.number}"
        for unit in draft.units
        for outcome in unit.outcomes
        for one in outcome.criteria
    ]


def test_a_marking_sheet_with_merged_cells() -> None:
    draft = read(
        ("Sample Awarding Organisation",),
        ("Learner:", "", "Assessor:"),
        TITLE,
        HEADER,
        ("1 Understand the stages", "1.1 Outline the stages", "Reflective account; product", "", ""),
        ("", "1.2 Explain why listening comes first", "Prescribed: observation; optional: witness"),
        ("LO2. Understand power", "2.1 Describe kinds of power", "Questions (prescribed), product"),
    )
    assert draft.faults == () and draft.rows == 3
    assert numbers(draft) == ["2/1.1", "2/1.2", "2/2.1"]
    (unit,) = draft.units
    assert (unit.title, unit.outcomes[1].text) == ("The process", "Understand power")
    first, second = unit.outcomes[0].criteria
    assert (first.verb, first.prescribed, first.optional) == ("outline", (), ("reflection", "product"))
    assert (second.prescribed, second.optional) == (("observation",), ("witness",))
    assert unit.outcomes[1].criteria[0].prescribed == ("questions",)


def test_a_table_with_the_unit_beside_each_criterion() -> None:
    draft = read(*TABLE)
    assert draft.faults == ()
    assert numbers(draft) == ["1/1.1", "1/1.2", "2/1.1", "3/1.1"]
    purpose, practice, _ = draft.units
    assert (purpose.code, purpose.group, purpose.credits, purpose.guided_hours) == ("P/1", "", 2, 14)
    assert (practice.group, practice.outcomes[0].criteria[0].verb) == ("Choose one", "carry")
    assert purpose.outcomes[0].criteria[0].verb == "state"


def test_several_units_below_one_another_each_with_its_own_header() -> None:
    draft = read(
        ("Unit 1 - Purpose",),
        HEADER,
        ("1 Know", "1.1 Describe it"),
        ("Unit 2 - Process",),
        HEADER,
        ("1 Do", "1.1 Use it"),
    )
    assert draft.faults == () and numbers(draft) == ["1/1.1", "2/1.1"]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (("Learning outcome", "Method"), "Missing: “assessment criterion”."),
        (("Assessment criterion", "Method"), "Missing: “learning outcome”."),
        (("Name", "Telephone"), "Missing: “learning outcome” and “assessment criterion”."),
    ],
)
def test_a_missing_column_is_named(header: tuple[str, ...], said: str) -> None:
    with pytest.raises(WrongTable, match=said):
        read(TITLE, header, ("1 Know", "1.1 Describe"))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("", "3.1 Lost"), "belongs to learning outcome 3, which is not above it"),
        (("", "1.1 Again"), "Criterion 1.1 of unit 2 is there twice"),
        (("1 Other words", "1.2 More"), "Learning outcome 1 of unit 2 is there twice with other words"),
        (("", "1.2"), "has no words. Write them behind its number"),
        (("", "1.2 Use it", "Magic"), "We do not know the method “magic”"),
        (("", "", "Observation"), "has methods and no assessment criterion"),
        (("9", "9.1 Use it"), "Learning outcome 9 has no words"),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_the_others_are_read(row: tuple[str, ...], words: str) -> None:
    draft = read(TITLE, HEADER, ("1 Know", "1.1 Describe it"), row, ("2 Do", "2.1 Apply it"))
    assert any(words in fault.words and fault.row == 4 for fault in draft.faults), draft.faults
    assert {"2/1.1", "2/2.1"} <= set(numbers(draft))


def test_criteria_without_any_unit_and_units_without_criteria() -> None:
    nowhere = read(HEADER, ("1 Know", "1.1 Describe"))
    assert nowhere.faults[0] == Fault(
        2, "We do not know the unit of this row. Write “Unit 1: its title” in a line above."
    )
    empty = read(TITLE, HEADER)
    assert empty.faults[0].words == "Unit 2 has no assessment criterion. Add its rows."


def test_numbers_that_are_none() -> None:
    draft = read(("Unit", "Credits", "LO", "AC"), ("Unit 1: Purpose", "many", "1 Know", "1.1 Describe"))
    assert draft.faults[0].words == "“many” is not a number of credits."


def test_what_was_read_survives_being_kept() -> None:
    draft = read(TITLE, HEADER, ("1 Know", "1.1 Describe it", "Observation; product"), ("", "1.2 Explain it"))
    assert from_json(as_json(draft.units)) == draft.units


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", ((), (), ())),
        ("Any method", ((), (), ())),
        ("Observation or product", ((), ("observation", "product"), ())),
        ("Photo, audio or video", ((), ("recording",), ())),
        ("prescribed: PD; obs / optional: product", (("discussion", "observation"), ("product",), ())),
        ("Observation (prescribed); observation", (("observation",), (), ())),
        ("Interpretive dance", ((), (), ("interpretive dance",))),
    ],
)
def test_methods_in_one_cell(cell: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert methods_in(cell, "", "") == expected


def test_methods_in_two_columns() -> None:
    assert methods_in("", "Observation", "Witness testimony, product") == (
        ("observation",),
        ("witness", "product"),
        (),
    )


def test_command_verbs() -> None:
    assert [verb_of(text) for text in ("Describe it", "Listen: well", "")] == ["describe", "", ""]


UNITS = (
    UnitFacts(1, "Unit 1", None, 2, 3),
    UnitFacts(2, "Unit 2", 7, 3, 2),
    UnitFacts(3, "Unit 3", 7, 3, 2),
    UnitFacts(4, "Unit 4", 7, 1, 2),
)
GROUPS = (GroupFacts(7, "Choose some", 1, 2),)


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({1, 2}, ""),
        ({1, 2, 3}, ""),
        ({2}, "Every learner takes Unit 1."),
        ({1}, "Choose at least 1 of “Choose some”. So far: 0."),
        ({1, 2, 3, 4}, "Choose at most 2 of “Choose some”. So far: 3."),
        ({1, 4}, "These units have 3 credits, and the qualification needs 5."),
        ({1, 2, 9}, "Some of these units belong to another version. Choose from the units of this one."),
    ],
)
def test_which_units_make_the_qualification(chosen: set[int], reason: str) -> None:
    ruling = combination(chosen, UNITS, GROUPS, 5)
    assert (bool(ruling), ruling.reason) == (not reason, reason)


def test_what_keeps_a_version_from_being_opened() -> None:
    assert faults_of_version(UNITS, GROUPS, 9) == ()
    assert faults_of_version((), (), None) == ("It has no units yet. Read them from a sheet.",)
    lacking = (UnitFacts(1, "Unit 1", None, 2, 0),)
    assert faults_of_version(lacking, (GroupFacts(7, "Choose some", 2, None),), 4) == (
        "Unit 1 has no assessment criteria.",
        "“Choose some” asks for 2 units and has 0.",
        "It needs 4 credits, and all its units together have 2. Put one of them right.",
    )
