"""Every message, one entry each: who gets it, about what, when it is due and until when it is of use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from learners.reminders import conditions
from learners.reminders.letters import Due, Letter


@dataclass(frozen=True, slots=True)
class Reminder:
    """One kind of message.

    due: finds everything that is due now, in a constant number of queries.
    letter: asks the condition again at the moment of sending; None when it no longer holds.
    useful_for: a message that could not be sent within this time is never sent.
    again: whether a message that was being handed over when its worker died is sent again (with the same Message-ID).
    daytime: waits for the day (8 to 21 o'clock in London).
    """

    key: str
    template: str
    due: Callable[[datetime], Iterable[Due]]
    letter: Callable[[Due, datetime], Letter | None]
    useful_for: timedelta
    again: bool
    daytime: bool


REMINDERS: dict[str, Reminder] = {
    reminder.key: reminder
    for reminder in (
        Reminder(
            key="certificate_ready",
            template="certificate_ready",
            due=conditions.certificates_ready,
            letter=conditions.certificate_letter,
            useful_for=timedelta(days=14),
            again=True,
            daytime=False,
        ),
        Reminder(
            key="course_idle",
            template="course_idle",
            due=conditions.courses_idle,
            letter=conditions.idle_letter,
            useful_for=timedelta(days=7),
            again=False,
            daytime=True,
        ),
    )
}
