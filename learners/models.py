"""Every table of this app, from its slices."""

from learners.attendance.models import AttendanceMark, CheckInRequest, RegisterSignoff, SheetPhoto, WalkIn
from learners.certificates.models import Certificate
from learners.completion.models import ModuleCompletion
from learners.dashboards.models import Export
from learners.enrolments.models import CalendarFeed, DayNeeds, Enrolment, Guest, Interest
from learners.evaluation.models import Answered, Evaluation, EvaluationForm, FollowUp
from learners.intake.models import ImportRow, PeopleImport
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
    "CalendarFeed",
    "Certificate",
    "CheckInRequest",
    "CohortLetter",
    "CohortMessage",
    "DayNeeds",
    "Enrolment",
    "Evaluation",
    "EvaluationForm",
    "FollowUp",
    "Export",
    "Guest",
    "ImportRow",
    "Interest",
    "LessonProgress",
    "MessageChoice",
    "ModuleCompletion",
    "PeopleImport",
    "Reflection",
    "RegisterSignoff",
    "Sent",
    "SheetPhoto",
    "Snooze",
    "StudyGoal",
    "WalkIn",
]
