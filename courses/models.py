"""Every table of this app, from its slices."""

from courses.catalogue.models import Course, Lesson, Module
from courses.media.models import Video

__all__ = ["Course", "Lesson", "Module", "Video"]
