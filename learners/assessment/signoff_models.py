"""The sign-off of units: where each stands, signatures, and unlocking."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_token
from courses.qualifications.models import Unit
from courses.qualifications.staff_models import AssessorStatus
from learners.assessment.states import SignedAs, SignoffState
from learners.registrations.models import QualRegistration
from learners.submissions.states import SignedBy


class UnitSignoff(models.Model):
    """Where the sign-off of one unit of one learner stands. It is made with the first signature and never deleted."""

    token = models.CharField(max_length=22, unique=True, default=new_token)
    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="signoffs")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=17, choices=SignoffState.choices, default=SignoffState.OPEN)
    moved_at = models.DateTimeField()  # into this state
    asked_at = models.DateTimeField(null=True, blank=True)  # when the learner was asked, this time

    class Meta:
        app_label = "learners"
        ordering = ["registration", "unit__number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "unit"], name="signoff_one_a_unit"),
            models.CheckConstraint(condition=Q(state__in=SignoffState.values), name="signoff_state_known"),
        ]
        indexes = [models.Index(fields=["state", "moved_at"], name="signoff_by_state")]

    def __str__(self) -> str:
        return f"sign-off of unit {self.unit_id} in registration {self.registration_id}"


class Unlocking(models.Model):
    """Somebody took a sign-off back, and why. The signatures of then stay to be seen, voided by it."""

    signoff = models.ForeignKey(UnitSignoff, on_delete=models.PROTECT, related_name="unlockings")
    was = models.CharField(max_length=17, choices=SignoffState.choices)
    reason = models.CharField(max_length=500)
    unlocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)  # then
    unlocked_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        ordering = ["signoff", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(name=""), name="unlocking_says_who_and_why")
        ]

    def __str__(self) -> str:
        return f"unlocking of sign-off {self.signoff_id}"


class Signature(models.Model):
    """A signature under a sign-off. words: of the statement that was signed, as version `statement` had them.

    digest: SHA-256 over the statement and the decisions that it stands under. Assessors sign by their status of then.
    """

    signoff = models.ForeignKey(UnitSignoff, on_delete=models.PROTECT, related_name="signatures")
    signed_as = models.CharField(max_length=13, choices=SignedAs.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)  # then
    status = models.ForeignKey(
        AssessorStatus, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    statement = models.CharField(max_length=20)
    words = models.TextField(max_length=2000)
    comment = models.TextField(max_length=1000, blank=True)  # of whoever signs
    signed_how = models.CharField(max_length=8, choices=SignedBy.choices)
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        Unlocking, on_delete=models.PROTECT, null=True, blank=True, related_name="voided"
    )

    class Meta:
        app_label = "learners"
        ordering = ["signoff", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(signed_as__in=SignedAs.values), name="signature_kind_known"),
            models.CheckConstraint(
                condition=Q(signed_how__in=SignedBy.values)
                & ~Q(name="")
                & ~Q(words="")
                & ~Q(statement="")
                & ~Q(digest=""),
                name="signature_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(signed_as__in=[SignedAs.ASSESSOR, SignedAs.COUNTERSIGNER])
                | Q(status__isnull=False),
                name="signature_by_status",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by__isnull=True)
                | Q(voided_at__isnull=False, voided_by__isnull=False),
                name="signature_voided_by_an_unlocking",
            ),
            models.UniqueConstraint(
                fields=["signoff", "signed_as"],
                condition=Q(voided_at__isnull=True),
                name="signature_one_that_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_as} under sign-off {self.signoff_id}"
