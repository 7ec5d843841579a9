"""What the messages about judging and signing have in common: each is about one row, found and asked again alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from django.urls import reverse

from academy.shared.clock import london_date
from academy.shared.working_days import is_working_day, working_days_after
from academy.templating import url_if
from learners.registrations.states import WORKING, RegistrationState
from learners.reminders.goals import at_oclock
from learners.reminders.letters import Due, Letter

NINE = 9  # o'clock
STANDING = (*WORKING, RegistrationState.ASSESSED)  # of whose registrations something is still said
TOLD_WITHIN = timedelta(days=14)
LONGEST = timedelta(days=40)  # of what is said more than once
NIGHTS = timedelta(days=8)  # more than the next working day can be away
AN_HOUR = timedelta(hours=1)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Happened(Generic[Row]):
    """One kind of message. rows: what it is about now, by whom it is due to. letter: of one of those."""

    rows: Callable[[datetime], Mapping[Due, Row]]
    letter: Callable[[Row, Due], Letter]

    def due(self, now: datetime) -> Iterator[Due]:
        yield from self.rows(now)

    def letters(self, dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
        """Those that still hold, looked up again."""
        found = self.rows(now)
        return {due: self.letter(found[due], due) for due in dues if due in found}


def turns(*moments: datetime) -> Iterator[tuple[int, datetime, datetime]]:
    """How often it was said before, its moment and the end of its use: an hour before the next. The last ends it."""
    for number, (at, following) in enumerate(zip(moments, moments[1:], strict=False)):
        yield number, at, following - AN_HOUR


def working_days_later(moment: datetime, days: int) -> datetime:
    """At nine, so many working days after."""
    return at_oclock(working_days_after(london_date(moment), days), NINE)


def next_morning(moment: datetime) -> datetime:
    """The next nine o'clock of a working day: so that what staff only have to know of comes together."""
    day = london_date(moment)
    today = at_oclock(day, NINE)
    return today if is_working_day(day) and today >= moment else working_days_later(moment, 1)


def days_later(moment: datetime, days: int) -> datetime:
    """At nine, so many days after."""
    return at_oclock(london_date(moment) + timedelta(days=days), NINE)


def page(name: str, token: str, instead: str, other: str) -> str:
    """The page of this name, or where this release has none, the one `instead`."""
    return url_if(name, token) or reverse(instead, args=[other])


def day_words(day: date) -> str:
    return f"{day.day} {day:%B}"
