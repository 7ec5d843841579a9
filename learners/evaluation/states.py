"""The two times at which we ask."""

from django.db import models


class Kind(models.TextChoices):
    """When somebody is asked."""

    END = "end", "When the course is over"
    LATER = "later", "Three months later"
