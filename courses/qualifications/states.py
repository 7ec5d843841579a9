"""A version's life, and the ways of showing that a criterion is met."""

from django.db import models


class VersionState(models.TextChoices):
    DRAFT = "draft", "Being prepared"
    OPEN = "open", "Open for registration"
    CLOSED = "closed", "Closed to new learners"


TRANSITIONS: dict[VersionState, tuple[VersionState, ...]] = {
    VersionState.DRAFT: (VersionState.OPEN,),
    VersionState.OPEN: (VersionState.CLOSED,),
    VersionState.CLOSED: (VersionState.OPEN,),
}

OWNERS: dict[VersionState, str] = {
    VersionState.DRAFT: "the Academy manager",
    VersionState.OPEN: "nobody: hubs can put learners forward",
    VersionState.CLOSED: "nobody: learners who are on it can finish until the last certification date",
}


class Method(models.TextChoices):
    """How somebody can show what a criterion asks for."""

    OBSERVATION = "observation", "Observation"
    PRODUCT = "product", "Product of work"
    DISCUSSION = "discussion", "Professional discussion"
    QUESTIONS = "questions", "Questions and answers"
    REFLECTION = "reflection", "Reflective account"
    WITNESS = "witness", "Witness statement"
    EXPERT_WITNESS = "expert_witness", "Expert witness statement"
    ASSIGNMENT = "assignment", "Assignment or case study"
    RECORDING = "recording", "Photo, audio or video"
    PRIOR_LEARNING = "prior_learning", "Recognition of prior learning"


class GivesAttempts(models.TextChoices):
    """Who may give one more try, or more time, where the rule allows none."""

    NOBODY = "nobody", "Nobody"
    ASSESSOR = "assessor", "The assessor"
    LEAD = "lead", "The lead quality assurer"
