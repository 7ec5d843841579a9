"""Places on courses, and guests who have none yet."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_token
from courses.catalogue.models import Course
from learners.enrolments.states import WHOLE_COURSE, EnrolmentKind, Entitlement


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def live(self) -> "EnrolmentQuerySet":
        """Those that were not given up."""
        return self.filter(withdrawn_at__isnull=True)


class Enrolment(models.Model):
    """One person's place on one course."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    kind = models.CharField(max_length=12, choices=EnrolmentKind.choices)
    entitlement = models.CharField(max_length=10, choices=Entitlement.choices, default=Entitlement.FREE)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        app_label = "learners"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "course"],
                condition=Q(kind=EnrolmentKind.ONLINE, withdrawn_at__isnull=True),
                name="enrolment_one_live_online_place",
            ),
            models.CheckConstraint(condition=Q(kind__in=EnrolmentKind.values), name="enrolment_kind_known"),
            models.CheckConstraint(
                condition=Q(entitlement__in=Entitlement.values), name="enrolment_entitlement_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} on {self.course_id}"

    def opens_all(self, now: datetime) -> bool:
        """Whether the whole course is open through this place at this moment."""
        in_time = self.opens_at <= now and (self.closes_at is None or now < self.closes_at)
        return self.entitlement in WHOLE_COURSE and in_time and self.withdrawn_at is None


class Guest(models.Model):
    """Somebody who learns without an account. The key stands in a signed cookie and nowhere else."""

    key = models.CharField(max_length=22, unique=True, default=new_token)
    last_seen_at = models.DateTimeField()

    class Meta:
        app_label = "learners"

    def __str__(self) -> str:
        return f"guest {self.pk}"
