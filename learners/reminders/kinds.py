"""Every message, one entry each: who gets it, about what, when it is due and until when it is of use.

A new one is an entry here, a condition in conditions/, one template in templates/emails/ and a row in
tests/learners/reminders/happenings.py.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import QuerySet

from learners.reminders import answers, place_answers
from learners.reminders.conditions import (
    acted,
    certificates,
    cohorts,
    dates,
    days_before,
    goals,
    moved,
    online,
    people,
    staff,
)
from learners.reminders.letters import Due, Letter, Question
from learners.reminders.models import Sent
from learners.reminders.states import Purpose


class To(StrEnum):
    """For whom a kind of message is."""

    LEARNER = "learner"
    STAFF = "staff"


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

    @property
    def template(self) -> str:
        """Its words, under templates/emails/."""
        return self.key


REMINDERS: dict[str, Reminder] = {
    reminder.key: reminder
    for reminder in (
        Reminder(
            key="welcome",
            title="Welcome",
            when="When somebody has finished signing up. Once for each account.",
            to_you="When you have made your account. Once.",
            to=To.LEARNER,
            due=people.newcomers,
            letters=people.welcome_letters,
            useful_for=people.WELCOME_WITHIN,
            again=False,
            urgent=True,
            optional=False,
            rings=False,
            acted=acted.learned_something,
        ),
        Reminder(
            key="certificate_ready",
            title="Your certificate is ready",
            when="When a certificate has been made. Once for each certificate.",
            to_you="When your certificate has been made. Once for each certificate.",
            to=To.LEARNER,
            due=certificates.certificates_ready,
            letters=certificates.certificate_letters,
            useful_for=certificates.READY_WITHIN,
            again=True,
            urgent=True,
            optional=False,
        ),
        Reminder(
            key="place_confirmed",
            title="Your place is booked",
            when="When a place on dates has been booked. Once for each place.",
            to_you="When you have a place on dates. Once for each place.",
            to=To.LEARNER,
            due=dates.places_confirmed,
            letters=dates.confirmed_letters,
            useful_for=dates.CONFIRMED_WITHIN,
            again=True,
            urgent=True,
            optional=False,
        ),
        Reminder(
            key="place_offered",
            title="A place for you",
            when="When a place has become free for the next person on the list. Once for each offer.",
            to_you="When a place has become free and you are the next on the list. Once for each offer.",
            to=To.LEARNER,
            due=dates.places_offered,
            letters=dates.offered_letters,
            useful_for=dates.OFFERED_WITHIN,
            again=True,
            urgent=True,
            optional=False,
            question=place_answers.OFFER,
            acted=acted.answered,
        ),
        Reminder(
            key="place_offered_again",
            title="A place still kept for you",
            when="When half the time of an offer is over and nobody has answered it. Once for each offer.",
            to_you="When we keep a place for you and have not heard from you for half the time.",
            to=To.LEARNER,
            due=dates.places_offered_again,
            letters=dates.offered_again_letters,
            useful_for=dates.OFFERED_WITHIN,
            again=False,
            dated=True,
            optional=False,
            rings=False,  # the offer itself stands on the list until somebody has rung
            question=place_answers.OFFER,
            acted=acted.answered,
        ),
        Reminder(
            key="joining_instructions",
            title="How to get to your course",
            when="At ten, a week before the first day; at once to whoever books later. Once for each first day.",
            to_you="A week before the first day of your course, or at once if you book later.",
            to=To.LEARNER,
            due=days_before.joining,
            letters=days_before.joining_letters,
            useful_for=days_before.JOINING_WITHIN,
            again=False,
            dated=True,
            optional=False,
            rings=False,
        ),
        Reminder(
            key="can_you_come",
            title="Can you come?",
            when="At ten, three days before the first day, to whoever booked more than four days before it. "
            "Once for each first day. A no gives the place to the next person.",
            to_you="Three days before the first day of your course. A no gives your place to the next person.",
            to=To.LEARNER,
            due=days_before.asking,
            letters=days_before.asking_letters,
            useful_for=days_before.ASKING_WITHIN,
            again=False,
            dated=True,
            question=place_answers.CAN_YOU_COME,
            acted=acted.answered,
        ),
        Reminder(
            key="tomorrow",
            title="Your course is tomorrow",
            when="At ten on the day before each day with sessions. Once for each day.",
            to_you="At ten in the morning, the day before you have a course.",
            to=To.LEARNER,
            due=days_before.tomorrow,
            letters=days_before.tomorrow_letters,
            useful_for=days_before.TOMORROW_WITHIN,
            again=False,
            dated=True,
            rings=False,
        ),
        Reminder(
            key="dates_moved",
            title="Your dates have changed",
            when="Ten minutes after a session was moved, struck or added, to whoever has a place. Once for the changes "
            "of one time.",
            to_you="When a day, a time or a place of your course is changed.",
            to=To.LEARNER,
            due=moved.moved,
            letters=moved.moved_letters,
            useful_for=moved.MOVED_WITHIN,
            again=True,
            urgent=True,
            optional=False,
        ),
        Reminder(
            key="cohort_cancelled",
            title="Your course is cancelled",
            when="When dates are cancelled, to whoever had a place, an offer or a wait. Once.",
            to_you="When dates that you booked or wait for are cancelled.",
            to=To.LEARNER,
            due=cohorts.cancelled,
            letters=cohorts.cancelled_letters,
            useful_for=cohorts.CANCELLED_WITHIN,
            again=True,
            urgent=True,
            optional=False,
        ),
        Reminder(
            key="below_minimum",
            title="Too few people on your dates",
            when="At ten, a week before the first day, when fewer people have a place than the dates or their "
            "certificates need. Once for each first day.",
            to_you="A week before dates of yours begin, if fewer people have a place than they need.",
            to=To.STAFF,
            due=cohorts.too_few,
            letters=cohorts.too_few_letters,
            useful_for=cohorts.TOO_FEW_WITHIN,
            again=False,
            rings=False,
        ),
        Reminder(
            key=answers.IDLE,
            title="A course you have paused",
            when="Seven days after somebody was last in an online course. Once for each pause.",
            to_you="When you have not been in an online course for a week. Once for each pause.",
            to=To.LEARNER,
            due=online.courses_idle,
            letters=online.idle_letters,
            useful_for=online.IDLE_FOR,
            again=False,
            question=answers.CARRY_ON,
            acted=acted.went_on_in_that_place,
        ),
        Reminder(
            key=answers.IDLE_AGAIN,
            title="A last word about a course you have paused",
            when="Twenty-one days after somebody was last in an online course, or a month after they said "
            "“ask me in a month”. Once for each pause, and then no more.",
            to_you="When you have been away for three weeks, or a month after you said “ask me in a month”. "
            "Then we say no more about it.",
            to=To.LEARNER,
            due=online.courses_idle_again,
            letters=online.idle_again_letters,
            useful_for=online.IDLE_FOR,
            again=False,
            acted=acted.went_on_in_that_place,
        ),
        Reminder(
            key=goals.STUDY_DAY,
            title="Your study day",
            when="On the day and at the hour that somebody chose for their weekly goal, while the week's goal is not "
            "met. Once a week; it ends after three study days in a row without learning.",
            to_you="On the day and at the time you chose for your weekly goal, if you have not reached it yet. "
            "It stops by itself when three weeks go by without a lesson.",
            to=To.LEARNER,
            due=goals.study_days,
            letters=goals.study_letters,
            useful_for=timedelta(hours=13),
            again=False,
            rings=False,
            acted=acted.learned_something,
        ),
        Reminder(
            key="next_course",
            title="Days with other people, after an online course",
            when="Five days after an online course was finished, to adults who said yes to news by e-mail. "
            "Once for each course.",
            to_you="Some days after you finished an online course, if you said yes to news. Once for each course.",
            to=To.LEARNER,
            due=people.courses_finished,
            letters=people.next_course_letters,
            useful_for=people.NEXT_WITHIN,
            again=False,
            rings=False,
            purpose=Purpose.MARKETING,
        ),
        Reminder(
            key="people_to_ring",
            title="People to ring",
            when="At nine on weekdays, while somebody waits on the list of a hub. Once a day for each hub.",
            to_you="At nine on weekdays, while somebody waits on your hub’s list. Once a day.",
            to=To.STAFF,
            due=staff.lists_to_ring,
            letters=staff.list_letters,
            useful_for=timedelta(hours=8),
            again=False,
            counts=False,
            rings=False,
        ),
    )
}
