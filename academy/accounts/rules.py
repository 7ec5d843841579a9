"""Pure answers about people: how old somebody is, and which name or number is one."""

import re
import unicodedata
from datetime import date

ADULT = 18
YOUNGEST_ALONE = 13  # younger people join through a hub, with a parent or guardian
LONGEST_LIFE = 120
NAME_LENGTH = 120

TOO_YOUNG = (
    "You need to be 13 or over to make your own account. If you are younger, your hub can make one for you, "
    "with a parent or guardian. Ask them to come with you."
)


class NotAName(ValueError):
    """Says why in words for the person who typed it."""


def age_on(born: date, day: date) -> int:
    """Full years; somebody born on 29 February is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def born_by(age: int, day: date) -> date:
    """The latest birth date of somebody who has this age in full on this day; agrees with `age_on`."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:  # on 29 February; who was born on 1 March of that year is not there yet
        return date(day.year - age, 2, 28)


def fault_in_birth_date(born: date, today: date) -> str:
    """Why this cannot be a birth date; empty when it can."""
    if born > today:
        return "That date has not come yet. Check the year."
    if age_on(born, today) > LONGEST_LIFE:
        return "That is a long time ago. Check the year."
    return ""


def clean_name(typed: str) -> str:
    """A name as it is kept: spaces collapsed, characters in their composed form.

    1 to 120 characters, at least one letter of any script, no control characters. Raises NotAName.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not name:
        raise NotAName("Write your name.")
    if len(name) > NAME_LENGTH:
        raise NotAName(f"Use {NAME_LENGTH} characters or fewer.")
    if any(
        unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") or sign in DIRECTION_MARKS for sign in name
    ):
        raise NotAName("There is a sign in the name that cannot be printed. Type the name again.")
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise NotAName("A name needs at least one letter.")
    return name


# They turn the order of what is printed after them: a name must not be able to.
DIRECTION_MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

PHONE = re.compile(r"\+?[0-9]{10,15}")


def clean_phone(typed: str) -> str:
    """A phone number without spaces, dashes and brackets; ValueError when it is none."""
    number = re.sub(r"[\s().\-/]", "", typed.replace("(0)", "") if typed.startswith("+") else typed)
    if not PHONE.fullmatch(number):
        raise ValueError("Write a phone number with 10 to 15 digits, like 07700 900123.")
    return number
