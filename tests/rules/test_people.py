"""Ages, names and phone numbers, by example."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from academy.accounts.rules import NotAName, age_on, born_by, clean_name, clean_phone, fault_in_birth_date


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 20), date(2026, 11, 19), 17),
        (date(2008, 11, 20), date(2026, 11, 20), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 11, 20), date(2026, 11, 20), 0),
    ],
)
def test_age(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_a_birth_date_lies_behind_us_but_not_too_far() -> None:
    today = date(2026, 11, 20)
    assert "not come yet" in fault_in_birth_date(date(2026, 11, 21), today)
    assert "long time ago" in fault_in_birth_date(date(1905, 11, 19), today)
    assert fault_in_birth_date(date(1906, 11, 20), today) == ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Amara \t Bello\n", "Amara Bello"),
        ("O'Brien-Ní Dhomhnaill", "O'Brien-Ní Dhomhnaill"),
        ("Zoe\u0308", "Zoë"),
        ("李小龍", "李小龍"),
        ("محمد", "محمد"),
        ("X Æ A-12", "X Æ A-12"),
        ("می‌خواهم", "می‌خواهم"),
        ("a" * 120, "a" * 120),
    ],
)
def test_names_of_all_kinds(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    "typed", ["", " \u00a0 ", "123", "- '", "a" * 121, "A\u0000b", "A\u202eb", "🙂", "A\ud800"]
)
def test_what_is_no_name(typed: str) -> None:
    with pytest.raises(NotAName):
        clean_name(typed)


@given(st.text(max_size=200))
def test_a_cleaned_name_is_clean_already(typed: str) -> None:
    try:
        name = clean_name(typed)
    except NotAName as fault:
        assert str(fault)
    else:
        assert clean_name(name) == name and 0 < len(name) <= 120


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("07700 900123", "07700900123"),
        ("+44 (0)7700 900-123", "+447700900123"),
        ("(020) 7946 0000", "02079460000"),
    ],
)
def test_phone_numbers(typed: str, number: str) -> None:
    assert clean_phone(typed) == number


@pytest.mark.parametrize("typed", ["", "123", "07700 900123 9999 9999", "ring me", "+", "٠٧٧٠٠٩٠٠١٢٣"])
def test_what_is_no_phone_number(typed: str) -> None:
    with pytest.raises(ValueError, match="10 to 15 digits"):
        clean_phone(typed)


@given(st.dates(date(1940, 1, 1), date(2030, 12, 31)), st.dates(date(1960, 1, 1), date(2040, 12, 31)))
@example(date(2010, 3, 1), date(2028, 2, 29))
@example(date(2010, 2, 28), date(2028, 2, 29))
@example(date(2008, 2, 29), date(2026, 2, 28))
@example(date(2008, 2, 29), date(2026, 3, 1))
def test_who_was_born_by_then_has_the_age(born: date, day: date) -> None:
    assert (born <= born_by(18, day)) is (age_on(born, day) >= 18)
