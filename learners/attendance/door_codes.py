"""The code that a trainer shows at the door: another one each minute, good for that session alone.

Nothing is stored: a code is signed with a key of ours over the session and the minute, so that
an old photo of it is of no use.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from learners.attendance.door_words import WORDS

STEP = 60  # seconds until the code on the wall is another one
STEPS = 2  # how many of them hold at a time, so that nobody is too slow by a second
TICKET = 10 * 60  # seconds to type one's name after the code was read
SALT = "learners.attendance.door"
LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
SIGNS = 12  # 58 bits
FIGURES = "0123456789abcdefghijklmnopqrstuvwxyz"


class Holds(StrEnum):
    """What a code is worth at this moment."""

    YES = "yes"
    NO_LONGER = "no_longer"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in a code. session_id is 0 where it never was one of ours."""

    holds: Holds
    session_id: int = 0


def code_of(session_id: int, *, at: datetime) -> str:
    """The code of this minute, for an address."""
    step = _step(at)
    return f"{_short(session_id)}-{_short(step)}-{_sign(session_id, step)}"


def words_of(session_id: int, *, at: datetime) -> str:
    """The same for whoever cannot scan it: three words."""
    return _words(session_id, _step(at))


def read_code(code: str, *, now: datetime) -> Read:
    """Whose code it is, and whether it holds."""
    parts = code.lower().split("-")
    if len(parts) != 3 or len(code) > 60:
        return Read(Holds.NEVER)
    session_id, step = _number(parts[0]), _number(parts[1])
    if not session_id or not constant_time_compare(parts[2], _sign(session_id, step)):
        return Read(Holds.NEVER)
    fresh = 0 <= _step(now) - step < STEPS
    return Read(Holds.YES if fresh else Holds.NO_LONGER, session_id)


def has_words(session_id: int, typed: str, *, now: datetime) -> bool:
    """Whether these words are the ones of this session, now or a minute ago."""
    said = "".join(sign if sign.isalpha() else " " for sign in typed.casefold()).split()
    last = _step(now)
    return any(_words(session_id, last - back).split() == said for back in range(STEPS))


def ticket_for(session_id: int) -> str:
    """Stands in the form, once the code was read in time."""
    return signing.dumps(session_id, salt=f"{SALT}.ticket")


def read_ticket(ticket: str) -> Read:
    try:
        return Read(Holds.YES, int(signing.loads(ticket, salt=f"{SALT}.ticket", max_age=TICKET)))
    except signing.SignatureExpired:
        return Read(Holds.NO_LONGER)
    except signing.BadSignature:
        return Read(Holds.NEVER)


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _digest(session_id: int, step: int, what: str) -> bytes:
    return salted_hmac(f"{SALT}.{what}", f"{session_id}:{step}", algorithm="sha256").digest()


def _sign(session_id: int, step: int) -> str:
    number = int.from_bytes(_digest(session_id, step, "sign"))
    signs = []
    for _ in range(SIGNS):
        number, place = divmod(number, len(LETTERS))
        signs.append(LETTERS[place])
    return "".join(signs)


def _words(session_id: int, step: int) -> str:
    number = int.from_bytes(_digest(session_id, step, "words"))
    chosen = []
    for _ in range(3):
        number, place = divmod(number, len(WORDS))
        chosen.append(WORDS[place])
    return " ".join(chosen)


def _short(number: int) -> str:
    figures = ""
    while number:
        number, place = divmod(number, len(FIGURES))
        figures = FIGURES[place] + figures
    return figures or "0"


def _number(text: str) -> int:
    return int(text, 36) if text.isascii() and text.isalnum() and len(text) <= 12 else 0
