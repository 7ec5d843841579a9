"""One row of a list as a person, or the reason why it is none. Pure but for the check of an e-mail address."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from academy.accounts.rules import (
    ADULT,
    YOUNGEST_ALONE,
    NotAName,
    age_on,
    clean_name,
    clean_phone,
    fault_in_birth_date,
)

YES = {"yes", "y", "true", "1", "x", "18+", "adult", "over 18", "18 or over", "ja", "oui", "si"}
NO = {"no", "n", "false", "0", "under 18", "child", "minor", "nein", "non"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
IN_NUMBERS = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})")
SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
BROKEN_SIGN = "\ufffd"


class NotAPerson(ValueError):
    """Why this row cannot be taken, in words for whoever has the list."""


@dataclass(frozen=True, slots=True)
class Written:
    """A person as a row tells of them. is_adult: None where the row does not say."""

    full_name: str
    email: str = ""
    phone: str = ""
    is_adult: bool | None = None
    date_of_birth: date | None = None  # of under-18s only
    guardian_name: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Two rows with the same key are about one person."""
        if self.email:
            return "email", self.email
        return self.phone, self.full_name.casefold()


def name_in(cells: Sequence[str], columns: Mapping[str, int]) -> str:
    """The name as it is written, also where the row is refused; at most 120 characters."""
    parts = (_cell(cells, columns, field) for field in ("name", "first", "last"))
    return " ".join(" ".join(parts).split())[:120]


def read_person(cells: Sequence[str], columns: Mapping[str, int], *, all_adult: bool, today: date) -> Written:
    """The person of this row. all_adult: whoever has the list says that everybody in it is 18 or over.

    Raises NotAPerson.
    """
    name = _name(cells, columns)
    email, phone = _email(_cell(cells, columns, "email")), _phone(_cell(cells, columns, "phone"))
    is_adult, born = _age(cells, columns, all_adult, today)
    guardian = _cell(cells, columns, "guardian")
    if born is not None and age_on(born, today) < YOUNGEST_ALONE and not guardian:
        raise NotAPerson("Somebody under 13 needs a parent or guardian. Add the column with their name.")
    return Written(name, email, phone, is_adult, born, _guardian(guardian) if born else "")


def _name(cells: Sequence[str], columns: Mapping[str, int]) -> str:
    parts = (_cell(cells, columns, field) for field in ("name", "first", "last"))
    typed = " ".join(" ".join(parts).split())
    if not typed:
        raise NotAPerson("The name is missing.")
    if BROKEN_SIGN in typed:
        raise NotAPerson(
            "A letter of the name cannot be read. Save the list as CSV in UTF-8, or type the name anew."
        )
    if "@" in typed:
        raise NotAPerson("An e-mail address stands where the name should be.")
    try:
        return clean_name(typed)
    except NotAName as fault:
        raise NotAPerson(str(fault).replace("Write your name.", "The name is missing.")) from fault


def _guardian(typed: str) -> str:
    try:
        return clean_name(typed) if typed else ""
    except NotAName as fault:
        raise NotAPerson(f"The parent or guardian: {fault}") from fault


def _email(typed: str) -> str:
    """Also out of "Sam <sam@example.org>" and "mailto:sam@example.org"."""
    if not typed:
        return ""
    if found := re.search(r"<([^<>]+)>\s*$", typed):
        typed = found[1]
    email = typed.removeprefix("mailto:").strip().rstrip(".,;").lower()
    if len(re.findall("@", email)) > 1:
        raise NotAPerson("There are two e-mail addresses. Keep the one that this person reads.")
    try:
        validate_email(email)
    except ValidationError:
        raise NotAPerson(f"“{typed[:80]}” is no whole e-mail address, like name@example.org.") from None
    return email


def _phone(typed: str) -> str:
    if not typed:
        return ""
    if SHORTENED.fullmatch(typed):
        raise NotAPerson(
            f"Excel has shortened the phone number to {typed[:20]}. Format that column as text, and type it again."
        )
    if re.fullmatch(r"[12378]\d{9}", typed):  # a spreadsheet took the nought for nothing
        typed = f"0{typed}"
    try:
        return clean_phone(typed)
    except ValueError:
        raise NotAPerson(
            f"“{typed[:40]}” is no phone number. It has 10 to 15 digits, like 07700 900123."
        ) from None


def _age(
    cells: Sequence[str], columns: Mapping[str, int], all_adult: bool, today: date
) -> tuple[bool | None, date | None]:
    """Whether 18 or over, and the birthday of those who are not. The birthday of an adult is not kept."""
    typed, said = _cell(cells, columns, "born"), _cell(cells, columns, "adult").lower().rstrip(".!")
    born = _born(typed, today) if typed else None
    if born is not None:
        return (True, None) if age_on(born, today) >= ADULT else (False, born)
    if said in NO:
        raise NotAPerson(
            "This person is under 18. Add a column with their date of birth, and write it there."
        )
    if said in YES or all_adult:
        return True, None
    if said:
        raise NotAPerson(f"“{said[:40]}” does not say whether they are 18 or over. Write yes or no.")
    return None, None


def _born(typed: str, today: date) -> date:
    parts: tuple[int, int, int] | None = None
    if found := IN_NUMBERS.fullmatch(typed):
        parts = int(found[3]), int(found[2]), int(found[1])
    elif found := YEAR_FIRST.fullmatch(typed):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif (found := IN_WORDS.fullmatch(typed)) and found[2][:3].lower() in MONTHS:
        parts = int(found[3]), MONTHS.index(found[2][:3].lower()) + 1, int(found[1])
    try:
        born = date(*parts) if parts else None
    except ValueError:
        born = None
    if born is None:
        raise NotAPerson(f"“{typed[:40]}” is no date of birth. Write day, month and year, like 31/3/2010.")
    if fault := fault_in_birth_date(born, today):
        raise NotAPerson(f"The date of birth: {fault[0].lower()}{fault[1:]}")
    return born


def _cell(cells: Sequence[str], columns: Mapping[str, int], field: str) -> str:
    at = columns.get(field)
    return cells[at] if at is not None and at < len(cells) else ""
