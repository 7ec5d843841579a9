"""Every table of this app, from its slices."""

from learners.attendance.models import AttendanceMark, CheckInRequest, RegisterSignoff, SheetPhoto, WalkIn
from learners.certificates.models import Certificate
from learners.completion.models import ModuleCompletion
from learners.dashboards.models import Export
from learners.enrolments.models import CalendarFeed, DayNeeds, Enrolment, Guest, HeldSeat, Interest
from learners.equality.models import Background, District, EqualityAnswers, Figures, PostcodeDecile
from learners.evaluation.models import Answered, Evaluation, EvaluationForm, FollowUp
from learners.intake.models import ImportRow, PeopleImport, SeatCode
from learners.planning.models import (
    AssessmentPlan,
    ContactNote,
    PlanTask,
    PlanTemplate,
    TaskCriterion,
    TaskDone,
)
from learners.portfolio.copy_models import PortfolioCopy
from learners.portfolio.models import EvidenceFile, EvidenceItem, EvidenceLink, WitnessStatement
from learners.progress.models import LessonProgress, Reflection
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.models import AcceptanceCheck, LearnerDetails, QualRegistration, RegisteredUnit
from learners.reminders.models import (
    AddressTrouble,
    CohortLetter,
    CohortMessage,
    MessageChoice,
    Sent,
    Snooze,
    StudyGoal,
)
from learners.submissions.models import (
    DraftLook,
    DraftLookItem,
    Submission,
    SubmissionCriterion,
    SubmissionFile,
    SubmissionItem,
    SubmissionLink,
)

__all__ = [
    "AcceptanceCheck",
    "AddressTrouble",
    "Allocation",
    "Answered",
    "AssessmentPlan",
    "AttendanceMark",
    "Background",
    "CalendarFeed",
    "Certificate",
    "CheckInRequest",
    "CohortLetter",
    "CohortMessage",
    "ConflictDeclaration",
    "ContactNote",
    "DayNeeds",
    "District",
    "DraftLook",
    "DraftLookItem",
    "Enrolment",
    "EqualityAnswers",
    "Evaluation",
    "EvaluationForm",
    "EvidenceFile",
    "EvidenceItem",
    "EvidenceLink",
    "Export",
    "Figures",
    "FollowUp",
    "Guest",
    "HeldSeat",
    "ImportRow",
    "Interest",
    "LearnerDetails",
    "LessonProgress",
    "MessageChoice",
    "ModuleCompletion",
    "PeopleImport",
    "PlanTask",
    "PlanTemplate",
    "PortfolioCopy",
    "PostcodeDecile",
    "QualRegistration",
    "Reflection",
    "RegisterSignoff",
    "RegisteredUnit",
    "SeatCode",
    "Sent",
    "SheetPhoto",
    "Snooze",
    "StudyGoal",
    "Submission",
    "SubmissionCriterion",
    "SubmissionFile",
    "SubmissionItem",
    "SubmissionLink",
    "TaskCriterion",
    "TaskDone",
    "WalkIn",
    "WitnessStatement",
]
