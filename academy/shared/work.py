"""Slow work that somebody asked for: a row says how far it is, so that they can leave the page and come back."""

from datetime import datetime, timedelta
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_token

SILENT = timedelta(minutes=5)  # a worker that has not spoken for so long is gone, and another may take over


class WorkState(models.TextChoices):
    """Follows from the moments; it is not stored."""

    WAITING = "waiting", "Waiting to begin"
    RUNNING = "running", "Under way"
    DONE = "done", "Done"
    FAILED = "failed", "Stopped"


W = TypeVar("W", bound="Work", covariant=True)


class WorkQuerySet(models.QuerySet[W]):
    def to_do(self, now: datetime) -> Self:
        """What nobody has begun, and what its worker left behind."""
        return self.filter(
            Q(began_at__isnull=True) | Q(spoke_at__lt=now - SILENT), finished_at__isnull=True
        ).order_by("pk")


class Work(models.Model):
    """`done` of `total` parts. `trouble`: in words for the person who asked why it stopped."""

    token = models.CharField(max_length=22, unique=True, default=new_token)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    spoke_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def state(self) -> WorkState:
        if self.finished_at is not None:
            return WorkState.FAILED if self.trouble else WorkState.DONE
        return WorkState.WAITING if self.began_at is None else WorkState.RUNNING

    def take(self, *, now: datetime) -> bool:
        """Begin or take over, unless another worker is at it. One conditional update decides between two."""
        rows = type(self).objects.to_do(now).filter(pk=self.pk)
        taken = rows.update(began_at=now, spoke_at=now)
        self.began_at = self.spoke_at = now
        return taken == 1

    def speak(self, *, done: int, total: int, now: datetime) -> None:
        """Say how far it is."""
        self.done, self.total, self.spoke_at = done, total, now
        self.save(update_fields=["done", "total", "spoke_at"])

    def finish(self, *, now: datetime, trouble: str = "") -> None:
        """It is done, or has stopped for this reason."""
        self.finished_at, self.spoke_at, self.trouble = now, now, trouble[:300]
        self.save(update_fields=["finished_at", "spoke_at", "trouble"])
