"""What the answers about a place on dates do. Each goes through the same step as the button on the site."""

from datetime import datetime

from academy.shared.rulings import Refused
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import accept_offer, cancel_place
from learners.enrolments.states import BOOKED
from learners.reminders.letters import Answer, Due, Question

TAKE, LEAVE = "take", "leave"
COMING, NOT_COMING = "coming", "not_coming"
SAID_NO = "They answered no to our message."


def take_place(*, due: Due, now: datetime) -> None:
    """The offer is taken. Where a parent or guardian has to agree, the place is kept until they have."""
    accept_offer(place_id=_place(due).pk, by=None, now=now)


def leave_place(*, due: Due, now: datetime) -> None:
    """The place goes to the next person, as long as the course has not begun."""
    place = _place(due)
    cohort = place.cohort
    begun = cohort is not None and cohort.starts_at is not None and cohort.starts_at <= now
    if cohort is not None and begun and place.state in BOOKED:
        raise Refused(
            "This course has begun, so your place cannot go to anybody else. "
            f"If you cannot come any more, tell {cohort.hub.name}."
        )
    cancel_place(place_id=place.pk, by=None, now=now, why=SAID_NO)


def still_coming(*, due: Due, now: datetime) -> None:
    """The answer stands in the log. Whoever has given the place back has none to come to."""
    if _place(due).state not in BOOKED:
        raise Refused(
            "You do not have this place any more. You can book again, or join the list, on the page of these dates."
        )


def _place(due: Due) -> Enrolment:
    return Enrolment.objects.select_related("cohort__hub").get(pk=due.about_id, account=due.account_id)


_TAKE = Answer(
    TAKE,
    says="Yes, I take the place",
    done="The place is kept for you. The details come in a message of their own. If you are under 18, your hub first "
    "asks a parent or guardian.",
    act=take_place,
)
_LEAVE = Answer(
    LEAVE,
    says="No, give it to somebody else",
    done="The place goes to the next person. Thank you for telling us.",
    act=leave_place,
)
OFFER = Question(asks="Would you like the place?", answers=(_TAKE, _LEAVE))

CAN_YOU_COME = Question(
    asks="Can you come?",
    answers=(
        Answer(
            COMING, says="Yes, I am coming", done="Good. We look forward to seeing you.", act=still_coming
        ),
        Answer(
            NOT_COMING,
            says="No, give my place to somebody else",
            done="Your place is free for somebody who waits. Thank you for telling us.",
            act=leave_place,
        ),
    ),
)
