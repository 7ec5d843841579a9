"""The messages about judging, signing and what may change it. A part of the table in kinds.py."""

from datetime import timedelta
from typing import Any

from learners.reminders.conditions import adjusting, awards, feedback, records, signoffs
from learners.reminders.conditions.happened import LONGEST, TOLD_WITHIN, Happened
from learners.reminders.kind import Reminder, To


def _to_staff(
    key: str, title: str, about: Happened[Any], *, when: str, to_you: str, useful_for: timedelta
) -> Reminder:
    """Staff hear of their work however much they hear, and only where they read it."""
    return Reminder(
        key=key,
        title=title,
        when=when,
        to_you=to_you,
        to=To.STAFF,
        due=about.due,
        letters=about.letters,
        useful_for=useful_for,
        again=False,
        counts=False,
        rings=False,
    )


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

FOR_STAFF: tuple[Reminder, ...] = (
    _to_staff(
        "to_countersign",
        "A judgement to countersign",
        feedback.TO_COUNTERSIGN,
        when="When a trainee has sent a judgement; once more at nine, three working days later "
        "(COUNTERSIGN_AGAIN_DAYS).",
        to_you="When a trainee’s judgement waits for you, and once more some days later.",
        useful_for=LONGEST,
    ),
    _to_staff(
        "to_countersign_long",
        "A judgement that nobody countersigns",
        feedback.COUNTERSIGNED_LATE,
        when="At nine, seven working days after a trainee sent a judgement (COUNTERSIGN_LEAD_DAYS), to the "
        "lead quality assurer. Once.",
        to_you="When a trainee’s judgement has waited seven working days for its countersigner.",
        useful_for=LONGEST,
    ),
    _to_staff(
        "sent_back",
        "A judgement that came back",
        feedback.CAME_BACK,
        when="When a countersigner sends a trainee’s judgement back. Once for each.",
        to_you="When your countersigner sends a judgement back to you.",
        useful_for=TOLD_WITHIN,
    ),
    _to_staff(
        "record_queried",
        "A learner sees it differently",
        records.QUERIED,
        when="When a learner says that what an assessor wrote down was different. Once for each time.",
        to_you="When a learner says that it was different from what you wrote down.",
        useful_for=LONGEST,
    ),
    _to_staff(
        "unit_to_countersign",
        "A unit to countersign",
        signoffs.TO_COUNTERSIGN,
        when="When a trainee has signed a unit, to their countersigner. Once.",
        to_you="When a trainee has signed a unit that waits for you.",
        useful_for=TOLD_WITHIN,
    ),
    _to_staff(
        "unit_told",
        "A unit goes to the quality check",
        signoffs.GOES_ON,
        when="When the learner has confirmed a unit, or was told and did not answer, to the assessor who "
        "signed it. Once.",
        to_you="When a unit that you signed goes to the quality check.",
        useful_for=TOLD_WITHIN,
    ),
    _to_staff(
        "unit_unlocked_staff",
        "A unit that you signed is open again",
        signoffs.UNLOCKED_ASSESSOR,
        when="When somebody else takes back the sign-off of a unit, to the assessor who had signed it. Once "
        "for each time.",
        to_you="When somebody takes back the sign-off of a unit that you signed.",
        useful_for=TOLD_WITHIN,
    ),
    _to_staff(
        "adjustment_to_decide",
        "An adjustment to decide",
        adjusting.ADJUSTMENT_TO_DECIDE,
        when="When a reasonable adjustment is asked for that the centre decides, to the lead quality assurer. "
        "Once.",
        to_you="When a learner waits for a decision about a reasonable adjustment.",
        useful_for=TOLD_WITHIN,
    ),
    _to_staff(
        "hold_placed_staff",
        "A hold on a learner’s work",
        adjusting.HOLD_FOR_ASSESSORS,
        when="When a hold is placed, to the learner’s assessors. Once for each.",
        to_you="When a hold stops the sign-off of a learner of yours.",
        useful_for=TOLD_WITHIN,
    ),
    _to_staff(
        "hold_review",
        "A hold to look at again",
        adjusting.HOLD_REVIEW,
        when="At nine on the day that was set for looking again, to the lead quality assurer. Once for each "
        "day that is set.",
        to_you="On the day on which a hold is to be looked at again.",
        useful_for=adjusting.REVIEW_FOR,
    ),
    _to_staff(
        "award_ends",
        "Your time to get the assessor’s award runs out",
        awards.RUNNING_OUT,
        when="At nine, sixty, thirty and seven days before the last day by which a trainee assessor is to "
        "have their award.",
        to_you="Sixty, thirty and seven days before your time to get the assessor’s award is over.",
        useful_for=awards.USEFUL,
    ),
    Reminder(
        key="trainee_award_ends",
        title="A trainee’s time to get the assessor’s award runs out",
        when="At the same times, to the lead quality assurer of a qualification whose learners the trainee has; to the "
        "Academy’s managers where there is none.",
        to_you="Sixty, thirty and seven days before the time of a trainee assessor is over, who has learners of a "
        "qualification whose quality you lead.",
        to=To.STAFF,
        due=awards.FOR_LEADS.due,
        letters=awards.FOR_LEADS.letters,
        useful_for=awards.USEFUL,
        again=False,
        counts=False,
        rings=False,
    ),
)

JUDGING = (*FOR_LEARNERS, *FOR_STAFF)
