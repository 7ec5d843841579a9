"""Where an assessor stands, what award they hold, and who does what for a qualification."""

from django.db import models


class AssessorLevel(models.TextChoices):
    TRAINEE = "trainee", "Trainee assessor"
    QUALIFIED = "qualified", "Qualified assessor"
    LAPSED = "lapsed", "Lapsed"


TRANSITIONS: dict[AssessorLevel, tuple[AssessorLevel, ...]] = {
    AssessorLevel.TRAINEE: (AssessorLevel.QUALIFIED, AssessorLevel.LAPSED),
    AssessorLevel.QUALIFIED: (AssessorLevel.LAPSED,),
    AssessorLevel.LAPSED: (AssessorLevel.QUALIFIED, AssessorLevel.TRAINEE),
}


class Award(models.TextChoices):
    """The assessor's own award."""

    NONE = "none", "None yet"
    CAVA = "cava", "Level 3 Certificate in Assessing Vocational Achievement"
    A1 = "a1", "A1"
    D32_D33 = "d32_d33", "D32 and D33"
    OTHER = "other", "Another award"


class QualificationTask(models.TextChoices):
    """What somebody does for one qualification across all hubs."""

    LEAD_QUALITY = "lead_quality", "Lead internal quality assurer"
    CENTRE_ADMIN = "centre_admin", "Centre administrator"
