"""Every table of this app, from its slices."""

from courses.catalogue.models import Course, CourseOutcomes, Lesson, Module
from courses.delivery.models import Cohort, CohortTrainer, Programme, Session, Venue
from courses.media.models import Video

__all__ = [
    "Cohort",
    "CohortTrainer",
    "Course",
    "CourseOutcomes",
    "Lesson",
    "Module",
    "Programme",
    "Session",
    "Venue",
    "Video",
]
