"""What the nightly rounds did, and what is on hold."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q


class Round(models.Model):
    """One night's work on one kind of record. `trouble`: why it stopped, for whoever mends it."""

    key = models.CharField(max_length=40)
    at = models.DateTimeField()
    gone = models.PositiveIntegerField(default=0)
    held = models.BooleanField(default=False)  # left alone, because it was on hold
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "academy"
        indexes = [models.Index(fields=["key", "-at"], name="round_newest")]

    def __str__(self) -> str:
        return f"{self.key}: {self.gone}"


class Hold(models.Model):
    """A kind of record that does not go until this day, and why. Without `until` it goes as always."""

    key = models.CharField(max_length=40, unique=True)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        app_label = "academy"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True, reason="")
                | (Q(until__isnull=False, by__isnull=False, at__isnull=False) & ~Q(reason="")),
                name="hold_says_why_and_until_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} until {self.until}"

    def holds(self, on: date) -> bool:
        """Whether it is in force on this day."""
        return self.until is not None and self.until > on
