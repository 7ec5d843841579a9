"""The kinds of course, of certificate and of lesson."""

from django.db import models


class CourseKind(models.TextChoices):
    INTRO = "intro", "Introduction"
    FOLLOW_ON = "follow_on", "Follow-on course"
    ONLINE = "online", "Online, at your own speed"
    QUALIFICATION_PREP = "qualification_prep", "Preparing for a qualification"


class CertificateKind(models.TextChoices):
    """What a course gives when it is done. A qualification gives none: its awarding organisation does (INV-24)."""

    ATTENDANCE = "attendance", "Certificate of attendance"
    COMPLETION = "completion", "Certificate of completion"
    NONE = "none", "No certificate"


class DoneBy(models.TextChoices):
    """What makes a lesson done."""

    WATCHING = "watching", "Watching or listening to most of it, or reading its words"
    READING = "reading", "Reading it"
