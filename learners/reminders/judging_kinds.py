"""The messages about judging, signing and what may change it. A part of the table in kinds.py."""

from typing import Any

from learners.reminders.conditions import adjusting, asked_for, feedback, records, signoffs
from learners.reminders.conditions.happened import LONGEST, TOLD_WITHIN, Happened
from learners.reminders.judging_staff_kinds import FOR_STAFF
from learners.reminders.kind import Reminder, To


def _in_any_case(key: str, title: str, about: Happened[Any], *, when: str, to_you: str) -> Reminder:
    """What a learner is told at once, whatever they chose."""
    return Reminder(
        key=key,
        title=title,
        when=when,
        to_you=to_you,
        to=To.LEARNER,
        due=about.due,
        letters=about.letters,
        useful_for=TOLD_WITHIN,
        again=True,
        urgent=True,
        optional=False,
    )


FOR_LEARNERS: tuple[Reminder, ...] = (
    _in_any_case(
        "feedback_given",
        "Your assessor has given feedback",
        feedback.GIVEN,
        when="When an assessor’s judgement is released to the learner. Once for each.",
        to_you="When your assessor has looked at your work and given feedback. Once for each time.",
    ),
    Reminder(
        key="feedback_unread",
        title="Feedback that you have not read",
        when="At nine, five working days (FEEDBACK_UNREAD_DAYS) after feedback was given that the learner has "
        "not read. Once.",
        to_you="When feedback has waited a week for you. Once.",
        to=To.LEARNER,
        due=feedback.UNREAD.due,
        letters=feedback.UNREAD.letters,
        useful_for=feedback.UNREAD_FOR,
        again=False,
        rings=False,
    ),
    Reminder(
        key="another_attempt",
        title="You have another try",
        when="When another try, or more time, is given for something that was not yet met. Once for each.",
        to_you="When you are given another try or more time.",
        to=To.LEARNER,
        due=feedback.ANOTHER_TRY.due,
        letters=feedback.ANOTHER_TRY.letters,
        useful_for=TOLD_WITHIN,
        again=False,
        dated=True,
    ),
    Reminder(
        key="record_to_confirm",
        title="Something to confirm",
        when="When an assessor shares what they saw, heard or asked; at nine, three and seven days later "
        "while the learner has not answered (RECORD_FIRST_REMINDER_DAYS, RECORD_LAST_REMINDER_DAYS).",
        to_you="When your assessor has written down what they saw or heard, and twice more if you do not "
        "answer.",
        to=To.LEARNER,
        due=records.TO_CONFIRM.due,
        letters=records.TO_CONFIRM.letters,
        useful_for=LONGEST,
        again=False,
        dated=True,
    ),
    Reminder(
        key="unit_to_confirm",
        title="A unit to confirm",
        when="When a unit is signed off by the assessors; once more at nine, five working days "
        "(UNIT_CONFIRM_AGAIN_DAYS) later.",
        to_you="When a unit is signed and you are asked to confirm it, and once more a week later.",
        to=To.LEARNER,
        due=signoffs.TO_CONFIRM.due,
        letters=signoffs.TO_CONFIRM.letters,
        useful_for=LONGEST,
        again=False,
        dated=True,
    ),
    _in_any_case(
        "unit_unlocked",
        "A unit is open again",
        signoffs.UNLOCKED,
        when="When the sign-off of a unit is taken back. Once for each time.",
        to_you="When the sign-off of one of your units is taken back.",
    ),
    Reminder(
        key="prior_learning_answered",
        title="An answer about what you can do already",
        when="When somebody has answered a claim of prior learning, and when it is decided. Once for each "
        "step.",
        to_you="When your assessor has answered what you said you can do already.",
        to=To.LEARNER,
        due=adjusting.CLAIM_ANSWERED.due,
        letters=adjusting.CLAIM_ANSWERED.letters,
        useful_for=TOLD_WITHIN,
        again=False,
    ),
    Reminder(
        key="adjustment_proposed",
        title="Something that could help you",
        when="When somebody has written down a reasonable adjustment for a learner, who says yes or no to it. Once.",
        to_you="When somebody has an idea that could help you, and waits for your yes or no.",
        to=To.LEARNER,
        due=asked_for.ADJUSTMENT_PROPOSED.due,
        letters=asked_for.ADJUSTMENT_PROPOSED.letters,
        useful_for=asked_for.ANSWER_WITHIN,
        again=False,
        dated=True,
    ),
    _in_any_case(
        "adjustment_decided",
        "An answer about a change for you",
        adjusting.ADJUSTMENT_DECIDED,
        when="When a request for a reasonable adjustment is decided. Once.",
        to_you="When somebody has decided about a change you asked for.",
    ),
    _in_any_case(
        "hold_placed",
        "Signing is paused",
        adjusting.HOLD_PLACED,
        when="When a hold is placed on a unit or a registration. Once for each.",
        to_you="When the signing of your units is paused.",
    ),
)

JUDGING = (*FOR_LEARNERS, *FOR_STAFF)
