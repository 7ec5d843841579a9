"""Every table of this app, from its slices."""

from learners.certificates.models import Certificate
from learners.completion.models import ModuleCompletion
from learners.enrolments.models import Enrolment, Guest
from learners.progress.models import LessonProgress, Reflection
from learners.reminders.models import AddressTrouble, MessageChoice, Sent, Snooze, StudyGoal

__all__ = [
    "AddressTrouble",
    "Certificate",
    "Enrolment",
    "Guest",
    "LessonProgress",
    "MessageChoice",
    "ModuleCompletion",
    "Reflection",
    "Sent",
    "Snooze",
    "StudyGoal",
]
