"""What a set of marks means: for one person at one session, and for a place over all its sessions. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ENOUGH_PERCENT = 75  # of a session, by whoever came late or left early
THERE = ("present", "late", "left_early")


@dataclass(frozen=True, slots=True)
class Press:
    """One press on a phone. `key` names it for ever; `undoes` is the key of a press that it takes back.

    at: when it was pressed, by the server's clock. device and place: which phone, and its how-manieth press.
    minutes: how many were missed; None where nobody said.
    """

    key: str
    enrolment: int
    mark: str
    minutes: int | None
    at: datetime
    device: str
    place: int
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the register says of one person. `key` is the press that it comes from."""

    mark: str
    minutes: int | None = None
    key: str = ""


def stand(presses: Iterable[Press]) -> dict[int, Standing]:
    """For each person the newest press that was not taken back. The order of `presses` does not matter.

    A phone's own presses keep their order, however its signal came and went: each counts as made no earlier than
    the one before it on that phone.
    """
    timed = _in_time(presses)
    taken_back = {press.undoes for _, press in timed if press.undoes}
    newest: dict[int, tuple[Moment, Press]] = {}
    for when, press in timed:
        if press.undoes or press.key in taken_back:
            continue
        if press.enrolment not in newest or newest[press.enrolment][0] < when:
            newest[press.enrolment] = (when, press)
    return {who: Standing(press.mark, press.minutes, press.key) for who, (_, press) in newest.items()}


Moment = tuple[datetime, str, int, str]


def _in_time(presses: Iterable[Press]) -> list[tuple[Moment, Press]]:
    latest: dict[str, datetime] = {}
    timed = []
    for press in sorted(
        {press.key: press for press in presses}.values(), key=lambda p: (p.device, p.place, p.key)
    ):
        at = max(press.at, latest.get(press.device, press.at))
        latest[press.device] = at
        timed.append(((at, press.device, press.place, press.key), press))
    return timed


def was_there(mark: str, missed: int | None, length: int) -> bool:
    """Whether this counts as having been at a session of `length` minutes."""
    if mark == "present":
        return True
    return mark in THERE and (length - (missed or 0)) * 100 >= ENOUGH_PERCENT * length


class Outcome(StrEnum):
    """What signed registers make of a place."""

    ATTENDED = "attended"
    PART = "part"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Signed:
    """The newest signed version of one session: its length in minutes, and (mark, minutes missed) of each place."""

    length: int
    marks: Mapping[int, tuple[str, int | None]]

    def there(self, enrolment: int) -> bool:
        mark, missed = self.marks.get(enrolment, ("", None))
        return was_there(mark, missed, self.length)

    def minutes_of(self, enrolment: int) -> int:
        """How long somebody was there."""
        mark, missed = self.marks.get(enrolment, ("", None))
        return max(0, self.length - (missed or 0)) if mark in THERE else 0


def outcome(enrolment: int, registers: Sequence[Signed | None]) -> Outcome | None:
    """Over all sessions that count; None until every register is signed."""
    signed = [register for register in registers if register is not None]
    if not signed or len(signed) < len(registers):
        return None
    if all(register.there(enrolment) for register in signed):
        return Outcome.ATTENDED
    if any(register.minutes_of(enrolment) for register in signed):
        return Outcome.PART
    return Outcome.NO_SHOW


def people_who_came(registers: Iterable[Signed | None]) -> int:
    """How many were there for something; a course may give certificates from a certain number on."""
    signed = [register for register in registers if register is not None]
    everybody = {who for register in signed for who in register.marks}
    return sum(any(register.minutes_of(who) for register in signed) for who in everybody)


def fuller(one: Standing | None, other: Standing | None) -> Standing | None:
    """Which of two says that somebody was there longer: of one person who stands on a register twice."""
    return max(one, other, key=_fullness)


def _fullness(standing: Standing | None) -> tuple[int, int]:
    if standing is None:
        return (0, 0)
    if standing.mark not in THERE:
        return (1, 0)
    return (2 if standing.mark != "present" else 3, -(standing.minutes or 0))


def same_name(one: str, other: str) -> bool:
    """Whether two names that were typed are one: capitals and spaces do not matter."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def plain_name(typed: str) -> str:
    """A name as it is compared when somebody types it at the door: without capitals, accents and spare spaces."""
    letters = unicodedata.normalize("NFKD", typed.replace("’", "'"))
    return " ".join("".join(sign for sign in letters if not unicodedata.combining(sign)).casefold().split())


def placed(typed: str, names: Mapping[int, Sequence[str]]) -> list[int]:
    """The ids of those who go by the name that was typed; `names` holds what each is called."""
    wanted = plain_name(typed)
    return [who for who, known in names.items() if wanted in {plain_name(name) for name in known}]


def alike(typed: str, names: Mapping[int, Sequence[str]]) -> list[int]:
    """The ids of those whose name shares a word with it, the closest first."""
    wanted = {word for word in plain_name(typed).split() if len(word) > 1}
    shared = {
        who: max(len(wanted & set(plain_name(name).split())) for name in known)
        for who, known in names.items()
    }
    return sorted((who for who in shared if shared[who]), key=lambda who: -shared[who])
