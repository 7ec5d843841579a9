"""Videos and what a person needs to follow one without sound, without pictures, or on little data."""

from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_token
from courses.media.rules import LONGEST_HOURS


class Video(models.Model):
    """One video. Times in whole seconds, sizes in bytes; captions are WebVTT, the transcript is plain text."""

    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    title = models.CharField(max_length=160)
    file = models.FileField(upload_to="videos/", max_length=200)
    audio = models.FileField(upload_to="videos/", max_length=200, blank=True)
    poster = models.FileField(upload_to="videos/", max_length=200, blank=True)
    captions = models.TextField(blank=True, help_text="WebVTT, beginning with the line WEBVTT")
    transcript = models.TextField(
        blank=True, help_text="Everything that is said and what matters in the picture"
    )
    duration_s = models.PositiveIntegerField("length in seconds")
    bytes = models.PositiveBigIntegerField(default=0)
    audio_bytes = models.PositiveBigIntegerField(default=0)
    content_version = models.PositiveIntegerField(default=1)
    is_sample = models.BooleanField(default=False)

    class Meta:
        app_label = "courses"
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(duration_s__gte=1, duration_s__lte=LONGEST_HOURS * 3600),
                name="video_length_is_possible",
            )
        ]

    def __str__(self) -> str:
        return self.title
