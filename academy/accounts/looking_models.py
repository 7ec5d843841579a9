"""Somebody of the Academy looks at the pages of a learner, to help."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

HALF_AN_HOUR = timedelta(minutes=30)


class Looking(models.Model):
    """From `began_at` until `until` at the latest. The learner sees who it was, when and why."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="looked_at")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    began_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # by themselves, before that

    class Meta:
        app_label = "academy"
        ordering = ["-began_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="looking_says_why"),
            models.CheckConstraint(condition=~Q(by=F("account")), name="looking_at_somebody_else"),
            models.CheckConstraint(
                condition=Q(until__lte=F("began_at") + HALF_AN_HOUR), name="looking_ends_by_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} looks at {self.account_id}"
