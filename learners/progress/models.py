"""Progress in lessons, for people with a place and for guests."""

from django.db import models
from django.db.models import Q

from courses.catalogue.models import Lesson
from learners.enrolments.models import Enrolment, Guest

ONE_OWNER = Q(enrolment__isnull=False, guest__isnull=True) | Q(enrolment__isnull=True, guest__isnull=False)


class DoneVia(models.TextChoices):
    """How a lesson became done."""

    WATCHING = "watching", "watched"
    READING = "reading", "read"
    IN_PERSON = "in_person", "done in person"


class LessonProgress(models.Model):
    """One lesson for one learner. `bits` holds one bit a second, lowest bit first; `seconds` counts those set."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="lessons")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="lessons")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    bits = models.BinaryField(default=bytes)
    seconds = models.PositiveIntegerField(default=0)
    position_s = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    done_via = models.CharField(max_length=10, choices=DoneVia.choices, blank=True)
    content_version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson"],
                condition=Q(enrolment__isnull=False),
                name="progress_once_a_place",
            ),
            models.UniqueConstraint(
                fields=["guest", "lesson"], condition=Q(guest__isnull=False), name="progress_once_a_guest"
            ),
            models.CheckConstraint(condition=ONE_OWNER, name="progress_has_one_owner"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_via="") | (Q(done_at__isnull=False) & ~Q(done_via="")),
                name="progress_done_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"lesson {self.lesson_id}: {self.seconds} s"


class Reflection(models.Model):
    """What a learner wrote at "stop and think". Only they can read it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="reflections")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, null=True, related_name="reflections")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block_id = models.CharField(max_length=36)
    text = models.TextField(max_length=5000)
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson", "block_id"],
                condition=Q(enrolment__isnull=False),
                name="reflection_once_a_place",
            ),
            models.UniqueConstraint(
                fields=["guest", "lesson", "block_id"],
                condition=Q(guest__isnull=False),
                name="reflection_once_a_guest",
            ),
            models.CheckConstraint(condition=ONE_OWNER, name="reflection_has_one_owner"),
        ]

    def __str__(self) -> str:
        return f"reflection {self.pk}"
