"""What one kind of message is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import QuerySet

from learners.enrolments.models import Enrolment
from learners.reminders.letters import Due, Letter, Question
from learners.reminders.models import Sent
from learners.reminders.states import Purpose


class To(StrEnum):
    """For whom a kind of message is."""

    LEARNER = "learner"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class OnDates:
    """What those who run dates may say about one kind of message to their people; they may always add words.

    days: (the least, the usual, the most) days before the first day, or None where it does not count days.
    hour: whether they choose at which o'clock. early: whether it can be sent before its time.
    ahead: who will get it of one cohort, and when, as far as can be known; None where it answers what happens.
    goes: when it goes, in words; with {days} and {hour} where those are chosen.
    """

    goes: str
    days: tuple[int, int, int] | None = None
    hour: bool = False
    early: bool = False
    ahead: Callable[[int, datetime], Mapping[Due, Enrolment]] | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One kind of message.

    title: what people call it when they choose; when: the same for the table of the Academy, with what once means.
    to_you: `when` once more, in words for the person who gets it and chooses.
    due: finds everything that is due now, in a constant number of queries.
    letters: asks the condition again at the moment of sending, for some of them at once; who is missing in the answer
    has no need of the message any more.
    useful_for: a message that could not be sent within this time of becoming due is never sent.
    again: whether a message that was being handed over when its worker died is sent again (with the same Message-ID).
    urgent: it answers what the person did just now: at any hour, alone, whatever else they got this week.
    counts: whether it takes room in the person's week, and waits for room.
    dated: it is about a day that does not wait for them: it goes whatever else they got this week.
    optional: whether a person may do without it; what is not optional can only change its way.
    rings: worth a call where there is no e-mail.
    on_dates: what those who run dates may say about it; None: nothing.
    acted: of those that were sent, those whose reader then did what the message was about; None: followed its link.
    """

    key: str
    title: str
    when: str
    to: To
    due: Callable[[datetime], Iterable[Due]]
    letters: Callable[[Sequence[Due], datetime], Mapping[Due, Letter]]
    useful_for: timedelta
    again: bool
    urgent: bool = False
    counts: bool = True
    dated: bool = False
    optional: bool = True
    rings: bool = True
    purpose: Purpose = Purpose.SERVICE
    question: Question | None = None
    acted: Callable[[QuerySet[Sent]], QuerySet[Sent]] | None = None
    to_you: str = ""
    on_dates: OnDates | None = None

    @property
    def template(self) -> str:
        """Its words, under templates/emails/."""
        return self.key
