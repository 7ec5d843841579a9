"""Certificates, frozen when issued."""

from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_serial, new_token
from courses.catalogue.kinds import CertificateKind
from learners.certificates.states import LIVE, CertificateState
from learners.enrolments.models import Enrolment


def _serial() -> str:
    return new_serial("NACO")


class Certificate(models.Model):
    """One certificate. `serial` is for people to read and type, `token` opens the holder's own page."""

    serial = models.CharField(max_length=24, unique=True, default=_serial)
    token = models.CharField(max_length=22, unique=True, default=new_token)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=12, choices=CertificateKind.choices)
    name = models.CharField(max_length=120)
    course_title = models.CharField(max_length=160)
    issuer = models.CharField(max_length=160)
    hub_name = models.CharField(max_length=120, blank=True)
    lessons = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(null=True)  # of attendance: how long they were there
    began_on = models.DateField(null=True)  # of attendance: the first day they were there
    completed_on = models.DateField()
    issued_at = models.DateTimeField()
    template_version = models.CharField(max_length=20)
    is_sample = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=CertificateState.choices, default=CertificateState.ISSUED)
    review_since = models.DateTimeField(null=True)  # while it is looked at again
    kept_why = models.CharField(max_length=300, blank=True)  # of the last look: why it counts all the same
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    hidden = models.BooleanField(default=False)
    pdf = models.CharField(max_length=200, null=True)  # the stored file's name, once it is made
    pdf_sha256 = models.CharField(max_length=64, null=True)

    class Meta:
        app_label = "learners"
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state__in=LIVE), name="certificate_one_live_an_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CertificateState.values), name="certificate_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True)
                | (~Q(state__in=LIVE) & Q(ended_at__isnull=False)),
                name="certificate_ended_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="under_review", review_since__isnull=False)
                | (~Q(state="under_review") & Q(review_since__isnull=True)),
                name="certificate_reviewed_since",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[CertificateKind.ATTENDANCE, CertificateKind.COMPLETION]),
                name="certificate_is_never_a_qualification",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="certificate_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.serial
