"""Every table of this app, from its slices."""

from courses.catalogue.models import Course, CourseOutcomes, Lesson, Module
from courses.delivery.models import Cohort, CohortTrainer, Programme, Session, Venue
from courses.media.models import Video
from courses.qualifications.models import (
    AwardingOrganisation,
    Centre,
    Criterion,
    CriterionMethod,
    LearningOutcome,
    OptionalGroup,
    Qualification,
    QualificationVersion,
    Site,
    SpecificationSheet,
    Unit,
)
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence, QualificationRole

__all__ = [
    "AssessorStatus",
    "AwardingOrganisation",
    "Centre",
    "Cohort",
    "CohortTrainer",
    "Course",
    "CourseOutcomes",
    "Criterion",
    "CriterionMethod",
    "LearningOutcome",
    "Lesson",
    "Module",
    "OccupationalCompetence",
    "OptionalGroup",
    "Programme",
    "Qualification",
    "QualificationRole",
    "QualificationVersion",
    "Session",
    "Site",
    "SpecificationSheet",
    "Unit",
    "Venue",
    "Video",
]
