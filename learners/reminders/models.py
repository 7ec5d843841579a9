"""The log of messages: claimed before sending, so that nothing goes out twice."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from learners.reminders.states import SentState


class Sent(models.Model):
    """One message to one person about one thing on one occasion."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)  # what it is about, such as "certificate:12"
    occasion = models.CharField(
        max_length=40, blank=True
    )  # which time round, such as the day the idling began
    state = models.CharField(max_length=10, choices=SentState.choices, default=SentState.CLAIMED)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=120)
    why_not = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "subject", "occasion"], name="sent_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="sent_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["claimed_at"], condition=Q(state__in=["claimed", "failed"]), name="sent_unfinished"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} about {self.subject}: {self.state}"
