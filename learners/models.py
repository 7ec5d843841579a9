"""Every table of this app, from its slices."""

from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.assessment.models import (
    Countersignature,
    CriterionDecision,
    DecisionPiece,
    DraftDecision,
    Judgement,
)
from learners.assessment.record_models import AssessorRecord, PassageCriterion, RecordPassage
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
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
from learners.submissions.answer_models import CriterionAnswer, ExtraAttempt
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
    "AdjustmentRequest",
    "Allocation",
    "Answered",
    "AssessmentPlan",
    "AssessorRecord",
    "AttendanceMark",
    "Background",
    "CalendarFeed",
    "Certificate",
    "CheckInRequest",
    "CohortLetter",
    "CohortMessage",
    "ConflictDeclaration",
    "ContactNote",
    "Countersignature",
    "CriterionAnswer",
    "CriterionDecision",
    "DayNeeds",
    "DecisionPiece",
    "District",
    "DraftDecision",
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
    "ExtraAttempt",
    "Figures",
    "FollowUp",
    "Guest",
    "HeldSeat",
    "AssessmentHold",
    "ImportRow",
    "Interest",
    "Judgement",
    "LearnerDetails",
    "LessonProgress",
    "MessageChoice",
    "ModuleCompletion",
    "PassageCriterion",
    "PeopleImport",
    "PlanTask",
    "PlanTemplate",
    "PortfolioCopy",
    "PostcodeDecile",
    "PriorLearningClaim",
    "QualRegistration",
    "RecordPassage",
    "Reflection",
    "RegisterSignoff",
    "RegisteredUnit",
    "SeatCode",
    "Sent",
    "SheetPhoto",
    "Signature",
    "Snooze",
    "StudyGoal",
    "Submission",
    "SubmissionCriterion",
    "SubmissionFile",
    "SubmissionItem",
    "SubmissionLink",
    "TaskCriterion",
    "TaskDone",
    "UnitSignoff",
    "Unlocking",
    "WalkIn",
    "WitnessStatement",
]
