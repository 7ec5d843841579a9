"""Courses, modules and lessons as facts that outlive the pages they were written on."""

import uuid

from django.db import models
from django.db.models import Q

from courses.catalogue.kinds import CertificateKind, CourseKind, DoneBy
from courses.media.models import Video


class Course(models.Model):
    """Something a person can take. `watch_percent`: how much of a video counts as having watched it."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    code = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, choices=CourseKind.choices)
    certificate_kind = models.CharField(max_length=12, choices=CertificateKind.choices)
    total_minutes = models.PositiveIntegerField(null=True, blank=True)
    watch_percent = models.PositiveSmallIntegerField(default=90)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    consent_below = models.PositiveSmallIntegerField(
        default=18
    )  # the age under which a guardian has to agree
    min_for_certificate = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # how many must have been there
    recommended_prior = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="+")
    published = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)

    class Meta:
        app_label = "courses"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_below__range=(0, 18)), name="course_consent_age_is_one"
            ),
            models.CheckConstraint(
                condition=Q(watch_percent__range=(1, 100)), name="course_watch_percent_is_one"
            ),
            models.CheckConstraint(condition=Q(kind__in=CourseKind.values), name="course_kind_known"),
            models.CheckConstraint(
                condition=Q(certificate_kind__in=CertificateKind.values), name="course_certificate_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CourseOutcomes(models.Model):
    """What people can do after a course, in its order. Other words are a new version; nothing is changed."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="outcomes")
    version = models.PositiveSmallIntegerField()
    texts = models.JSONField(default=list)

    class Meta:
        app_label = "courses"
        constraints = [models.UniqueConstraint(fields=["course", "version"], name="outcomes_version_once")]

    def __str__(self) -> str:
        return f"outcomes of course {self.course_id}, version {self.version}"


class Module(models.Model):
    """A part of a course. `number` is its place, from 1; `picture` names a drawing of the gallery."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="modules")
    key = models.UUIDField(unique=True)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    picture = models.CharField(max_length=20, blank=True)
    is_free = models.BooleanField(default=False)
    published = models.BooleanField(default=True)

    class Meta:
        app_label = "courses"
        ordering = ["course", "number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Lesson(models.Model):
    """A lesson as it was last published. `seconds` is its length; for a lesson to read, the time it takes to read."""

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="lessons")
    key = models.UUIDField(unique=True)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    required = models.BooleanField(default=True)
    done_by = models.CharField(max_length=10, choices=DoneBy.choices)
    video = models.ForeignKey(Video, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons")
    seconds = models.PositiveIntegerField()
    content_version = models.PositiveIntegerField(default=1)
    published = models.BooleanField(default=True)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "courses"
        ordering = ["module", "number"]
        constraints = [
            models.CheckConstraint(condition=Q(done_by__in=DoneBy.values), name="lesson_done_by_known"),
            models.CheckConstraint(
                condition=Q(done_by=DoneBy.READING) | Q(video__isnull=False),
                name="lesson_to_watch_has_a_video",
            ),
        ]

    def __str__(self) -> str:
        return self.title
