"""Every table of this app, from its slices."""

from learners.attendance.models import AttendanceMark, CheckInRequest, RegisterSignoff, SheetPhoto, WalkIn
from learners.certificates.models import Certificate
from learners.completion.models import ModuleCompletion
from learners.dashboards.models import Export
from learners.enrolments.models import CalendarFeed, DayNeeds, Enrolment, Guest, HeldSeat, Interest
from learners.equality.models import Background, District, EqualityAnswers, Figures, PostcodeDecile
from learners.evaluation.models import Answered, Evaluation, EvaluationForm, FollowUp
from learners.intake.models import ImportRow, PeopleImport, SeatCode
from learners.progress.models import LessonProgress, Reflection
from learners.reminders.models import (
    AddressTrouble,
    CohortLetter,
    CohortMessage,
    MessageChoice,
    Sent,
    Snooze,
    StudyGoal,
)

__all__ = [
    "AddressTrouble",
    "Answered",
    "AttendanceMark",
    "Background",
    "CalendarFeed",
    "Certificate",
    "CheckInRequest",
    "CohortLetter",
    "CohortMessage",
    "DayNeeds",
    "District",
    "Enrolment",
    "EqualityAnswers",
    "Evaluation",
    "EvaluationForm",
    "Figures",
    "FollowUp",
    "Export",
    "Guest",
    "HeldSeat",
    "ImportRow",
    "Interest",
    "LessonProgress",
    "MessageChoice",
    "ModuleCompletion",
    "PeopleImport",
    "PostcodeDecile",
    "Reflection",
    "RegisterSignoff",
    "SeatCode",
    "Sent",
    "SheetPhoto",
    "Snooze",
    "StudyGoal",
    "WalkIn",
]
