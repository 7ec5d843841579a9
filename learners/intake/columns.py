"""What the columns of a list hold, guessed from their names and from what stands in them. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from academy.shared.spreadsheet_reading import Line

FIELDS: dict[str, str] = {
    "name": "Whole name",
    "first": "First name",
    "last": "Last name",
    "email": "E-mail address",
    "phone": "Phone number",
    "adult": "18 or over (yes or no)",
    "born": "Date of birth",
    "guardian": "Parent or guardian",
}
KNOWN: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "full name", "fullname", "your name", "whole name", "participant", "participant name", "attendee",
        "attendee name", "learner", "learner name", "person", "contact", "contact name", "member",
    ),
    "first": ("first name", "firstname", "forename", "given name", "first", "christian name"),
    "last": ("last name", "lastname", "surname", "family name", "last", "second name"),
    "email": (
        "email", "e mail", "mail", "email address", "e mail address", "your email", "contact email", "emailaddress",
    ),
    "phone": (
        "phone", "telephone", "mobile", "phone number", "tel", "mobile number", "mobile phone", "telephone number",
        "contact number", "cell", "phone no", "mobile no", "tel no", "number",
    ),
    "adult": ("18 or over", "18+", "over 18", "adult", "are you 18 or over", "aged 18 or over", "is adult"),
    "born": ("date of birth", "dob", "birthday", "born", "birth date", "birthdate", "d o b"),
    "guardian": ("parent or guardian", "guardian", "parent", "parent guardian", "guardian name", "carer"),
}  # fmt: skip
BY_WORDS = {word: field for field, words in KNOWN.items() for word in words}
SAMPLES, LOOKED_AT = 3, 20
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DIGITS = re.compile(r"\+?[\d\s().-]{9,20}")


@dataclass(frozen=True, slots=True)
class Head:
    """How a list begins. line: where its names stand (0: nowhere). columns: the field that each guess gives a number.

    samples: what stands in each column in the first rows.
    """

    line: int
    names: tuple[str, ...]
    columns: dict[str, int]
    samples: tuple[tuple[str, ...], ...]


def read_head(first: Sequence[Line]) -> Head:
    """From the first lines of a list. Titles and notes above the names of the columns are passed over."""
    width = max((len(line.cells) for line in first), default=0)
    best = max(first[:LOOKED_AT], key=lambda line: (len(guess(line.cells)), -line.number), default=None)
    named = best if best is not None and guess(best.cells) else _widest(first)
    rest = [line for line in first if named is None or line.number > named.number]
    names = _names(named.cells if named else (), width)
    samples = tuple(
        tuple([line.cells[at] for line in rest if at < len(line.cells) and line.cells[at]][:SAMPLES])
        for at in range(width)
    )
    found = guess(named.cells) if named else {}
    return Head(named.number if named else 0, names, found | _by_looks(found, samples), samples)


def guess(cells: Sequence[str]) -> dict[str, int]:
    """The fields whose usual names stand in these cells; the first of two columns of one name."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        field = BY_WORDS.get(_plain(cell))
        if field is not None:
            found.setdefault(field, at)
    if "name" in found and "last" in found and "first" not in found:
        found["first"] = found.pop("name")  # "Name" beside "Surname"
    if "first" in found and "last" in found:
        found.pop("name", None)
    return found


def wrong_columns(columns: Mapping[str, int]) -> str:
    """Why a list cannot be read like this; empty when it can."""
    if "name" not in columns and "first" not in columns:
        return "Say which column holds the name."
    if "name" in columns and ("first" in columns or "last" in columns):
        return "The name stands in one column, or in two: choose whole name, or first and last name."
    return ""


def _widest(first: Sequence[Line]) -> Line | None:
    """Where no name is known: the first row as wide as any, unless it holds a person already."""
    looked = first[:LOOKED_AT]
    most = max((sum(map(bool, line.cells)) for line in looked), default=0)
    line = next((line for line in looked if sum(map(bool, line.cells)) == most), None)
    if (
        line is None
        or len(looked) == 1
        or any(MAIL.fullmatch(cell) or DIGITS.fullmatch(cell) for cell in line.cells)
    ):
        return None
    return line


def _names(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Every column has a name, also where the list gives it none."""
    given = [*cells, *[""] * (width - len(cells))]
    return tuple(name[:80] or f"Column {at}" for at, name in enumerate(given, start=1))


def _by_looks(found: Mapping[str, int], samples: Sequence[Sequence[str]]) -> dict[str, int]:
    """Addresses and numbers show what they are; words that nobody named are taken for the name."""
    free = [at for at in range(len(samples)) if at not in found.values() and samples[at]]
    looks: dict[str, int] = {}
    for at in free:
        if "email" not in found and all(MAIL.fullmatch(one) for one in samples[at]):
            looks.setdefault("email", at)
        elif "phone" not in found and all(DIGITS.fullmatch(one) for one in samples[at]):
            looks.setdefault("phone", at)
        elif not {"name", "first"} & set(found) and all(_is_word(one) for one in samples[at]):
            looks.setdefault("name", at)
    return looks


def _is_word(cell: str) -> bool:
    return any(sign.isalpha() for sign in cell) and "@" not in cell


def _plain(name: str) -> str:
    """In small letters, with single spaces in place of everything that is no letter, figure or plus."""
    return " ".join(re.sub(r"[^\w+]|_", " ", name.lower()).split())
