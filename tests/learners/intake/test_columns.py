"""What the columns hold is guessed, and what stands in a row becomes a person or a reason."""

import io
from datetime import date

import pytest

from academy.shared.spreadsheet_reading import read_lines
from learners.intake.columns import Head, read_head, wrong_columns
from learners.intake.people import NotAPerson, Written, read_person

TODAY = date(2026, 11, 20)


def head(text: str) -> Head:
    return read_head(list(read_lines(io.BytesIO(text.encode()))))


@pytest.mark.parametrize(
    ("text", "line", "columns"),
    [
        ("Name,E-mail\nSam,s@x.org", 1, {"name": 0, "email": 1}),
        ("Surname;First name;Mobile\nObi;Sam;07700900123", 1, {"last": 0, "first": 1, "phone": 2}),
        ("Surname,Name\nObi,Sam", 1, {"last": 0, "first": 1}),
        ("PEOPLE OF MAY\nprinted 3 May,page 1\n\nFull Name,E_mail,DOB\nSam,s@x.org,1/2/2010", 4,
         {"name": 0, "email": 1, "born": 2}),
        ("Sam,s@x.org\nBea,b@x.org", 0, {"name": 0, "email": 1}),
        ("07700 900123\tSam\n07700 900124\tBea", 0, {"phone": 0, "name": 1}),
        ("Wer,Wo\nSam,s@x.org\nBea,b@x.org", 1, {"name": 0, "email": 1}),
        ("Name,Email,Email\nSam,a@x.org,b@x.org", 1, {"name": 0, "email": 1}),
        ("Name,Are you 18 or over?,Parent/Guardian\nSam,yes,", 1, {"name": 0, "adult": 1, "guardian": 2}),
    ],
)  # fmt: skip
def test_the_columns_are_guessed(text: str, line: int, columns: dict[str, int]) -> None:
    found = head(text)
    assert (found.line, found.columns) == (line, columns)


def test_each_column_has_a_name_and_shows_what_stands_in_it() -> None:
    found = head("Name,,E-mail\nSam,x,s@x.org\nBea,,b@x.org\nCleo\nDan,z,")
    assert found.names == ("Name", "Column 2", "E-mail")
    assert found.samples == (("Sam", "Bea", "Cleo"), ("x", "z"), ("s@x.org", "b@x.org"))
    assert head("").names == ()


def test_a_list_without_names_cannot_be_read() -> None:
    assert "which column holds the name" in wrong_columns({"email": 0})
    assert "one column, or in two" in wrong_columns({"name": 0, "last": 1})
    assert wrong_columns({"first": 0}) == wrong_columns({"name": 0}) == ""


COLUMNS = {"name": 0, "email": 1, "phone": 2, "adult": 3, "born": 4, "guardian": 5}


def read(*cells: str, all_adult: bool = False) -> Written:
    return read_person(cells, COLUMNS, all_adult=all_adult, today=TODAY)


def test_a_row_becomes_a_person() -> None:
    assert read("  Zoë   Obi ", "Zoe@Example.ORG", "07700 900 123", "Yes") == Written(
        "Zoë Obi", "zoe@example.org", "07700900123", True
    )
    assert read("Sam", "Sam Obi <sam@example.org>").email == "sam@example.org"
    assert read("Sam", "mailto:sam@example.org;").email == "sam@example.org"
    assert read("Sam", "", "7700900123").phone == "07700900123"  # as Excel leaves it
    assert read("Sam", "", "+44 (0)7700 900123").phone == "+447700900123"
    assert read("Sam").is_adult is None
    assert read("Sam", all_adult=True).is_adult is True


@pytest.mark.parametrize("born", ["31/3/2010", "31.03.2010", "2010-03-31", "31 March 2010", "31st Mar 2010"])
def test_birthdays_of_the_young_are_kept(born: str) -> None:
    assert read("Kit", "", "", "", born).date_of_birth == date(2010, 3, 31)
    assert read("Kit", "", "", "no", born).is_adult is False


def test_the_birthday_of_an_adult_is_not_kept() -> None:
    assert read("Sam", "", "", "", "20/11/2008") == Written("Sam", is_adult=True)  # 18 today
    assert read("Sam", "", "", "", "21/11/2008").is_adult is False


def test_under_13_names_a_guardian() -> None:
    assert read("Kit", "", "", "", "1/1/2016", "Pat Young").guardian_name == "Pat Young"
    assert read("Sam", "", "", "yes", "", "Pat Young").guardian_name == ""  # nobody asked
    assert read("Kit", "", "", "", "20/11/2013").date_of_birth == date(2013, 11, 20)  # 13 today
    with pytest.raises(NotAPerson, match="under 13 needs a parent or guardian"):
        read("Kit", "", "", "", "21/11/2013")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("",), "The name is missing."),
        (("12345",), "at least one letter"),
        (("sam@example.org",), "where the name should be"),
        (("S\ufffdm",), "cannot be read"),
        (("x" * 121,), "120 characters"),
        (("Sam", "sam@"), "“sam@” is no whole e-mail address"),
        (("Sam", "a@example.org, b@example.org"), "two e-mail addresses"),
        (("Sam", "", "123"), "“123” is no phone number"),
        (("Sam", "", "4.47701E+11"), "Excel has shortened the phone number to 4.47701E+11"),
        (("Sam", "", "", "perhaps"), "“perhaps” does not say whether they are 18 or over"),
        (("Sam", "", "", "no"), "under 18. Add a column with their date of birth"),
        (("Sam", "", "", "", "31/2/2010"), "“31/2/2010” is no date of birth"),
        (("Sam", "", "", "", "3/4/10"), "is no date of birth"),
        (("Sam", "", "", "", "1/1/2030"), "has not come yet"),
        (("Sam", "", "", "", "1/1/1850"), "a long time ago"),
        (("Kit", "", "", "", "1/1/2016"), "under 13 needs a parent or guardian"),
        (("Kit", "", "", "", "1/1/2016", "123"), "The parent or guardian: A name needs"),
    ],
)
def test_what_is_no_person_says_why(cells: tuple[str, ...], said: str) -> None:
    with pytest.raises(NotAPerson) as refusal:
        read(*cells)
    assert said in str(refusal.value)


def test_two_rows_of_one_person_have_one_key() -> None:
    assert read("Sam", "S@x.org").key == read("Samuel", "s@x.org", "07700900123").key
    assert read("Sam Obi", "", "07700900123").key == read("sam obi", "", "07700 900123").key
    assert (
        read("Sam", "", "07700900123").key != read("Bea", "", "07700900123").key
    )  # one telephone, two people
    assert read("Sam", "s@x.org").key != read("Sam", "t@x.org").key
