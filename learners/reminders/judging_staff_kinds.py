"""The messages about judging and signing for assessors and for those who lead. A part of the table in kinds.py."""

from datetime import timedelta
from typing import Any

from learners.reminders.conditions import (
    adjusting,
    asked_for,
    awards,
    feedback,
    records,
    said_back,
    signoffs,
    tries,
)
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
        "record_silent",
        "A learner did not answer a record",
        records.SILENT,
        when="At nine on the working day after it was written down that a learner did not answer, after two "
        "reminders, what an assessor had shared (RECORD_SILENT_DAYS), to that assessor. Once for each time.",
        to_you="When a learner did not answer what you wrote down, after two reminders.",
        useful_for=TOLD_WITHIN,
    ),
    _to_staff(
        "feedback_answered",
        "A learner wrote back to feedback",
        said_back.SAID,
        when="At nine on the working day after a learner wrote something with “I have read it”, to the assessor "
        "who gave the feedback; to those who assess the unit now where that is somebody else. Once for each.",
        to_you="When a learner writes something back to your feedback.",
        useful_for=TOLD_WITHIN,
    ),
    _to_staff(
        "no_try_left",
        "A learner who has no try left",
        tries.NO_TRY,
        when="At nine on the working day after a learner has used the last try, or the time, for something that is not "
        "yet met: to whoever may give another one by the specification. Once, for everything of that day.",
        to_you="When a learner has no try left for something, and you may give another one.",
        useful_for=TOLD_WITHIN,
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
        "prior_learning_asked",
        "Prior learning to answer",
        asked_for.CLAIM_ASKED,
        when="When a learner says that they can do already what a unit asks for, to the assessor of the unit; to the "
        "lead quality assurer where it has none. Once.",
        to_you="When a learner says that they can do already what a unit asks for, and you answer it.",
        useful_for=TOLD_WITHIN,
    ),
    _to_staff(
        "adjustment_to_decide",
        "An adjustment to decide",
        asked_for.ADJUSTMENT_TO_DECIDE,
        when="When a reasonable adjustment is asked for that the centre decides, to the lead quality assurer and the "
        "centre administrator, except whoever wrote it; to the Academy’s managers where neither may. Once.",
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
