"""Marks, walk-ins and signed registers: none of them is ever changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_serial, new_token
from courses.delivery.models import Session
from learners.attendance.states import SOME_OF_IT, Mark, Source
from learners.enrolments.models import Enrolment


def _slip_code() -> str:
    return new_serial("DAY")


class AttendanceMark(models.Model):
    """One press: a mark, or (with `undoes`) one that takes an earlier press back. `key` is made by whoever presses."""

    key = models.CharField(max_length=36, unique=True, default=new_token)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="marks")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    mark = models.CharField(max_length=10, choices=Mark.choices, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes missed", null=True)
    undoes = models.CharField(max_length=36, blank=True)
    device = models.CharField(max_length=36)
    place = models.PositiveBigIntegerField(default=0)  # counts the presses of one device
    marked_at = models.DateTimeField()  # when it was pressed, by our clock
    recorded_at = models.DateTimeField()  # when we heard of it
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=8, choices=Source.choices)

    class Meta:
        app_label = "learners"
        constraints = [
            models.CheckConstraint(
                condition=Q(mark__in=Mark.values, undoes="") | (Q(mark="") & ~Q(undoes="")),
                name="mark_says_or_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(mark__in=SOME_OF_IT), name="mark_minutes_of_some_of_it"
            ),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="mark_source_known"),
        ]
        indexes = [models.Index(fields=["session", "enrolment"], name="mark_of_a_session")]

    def __str__(self) -> str:
        return f"{self.mark or 'undo'} of place {self.enrolment_id}"


class WalkIn(models.Model):
    """Somebody who came without a place. `code` stands on the slip that makes the record theirs later."""

    key = models.CharField(max_length=36, unique=True, default=new_token)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="walk_ins")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="walk_in")
    code = models.CharField(max_length=24, unique=True, default=_slip_code)
    newcomer = models.BooleanField()  # nobody had heard of them before
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "learners"

    def __str__(self) -> str:
        return f"walk-in {self.code}"


class RegisterSignoff(models.Model):
    """One signed version of a session's register.

    `lines`: a list of {"enrolment", "account", "name", "mark", "minutes"}, as it was signed. `length` in minutes.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="signoffs")
    version = models.PositiveSmallIntegerField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=120)
    signed_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    length = models.PositiveSmallIntegerField()
    there = models.PositiveSmallIntegerField()
    lines = models.JSONField()

    class Meta:
        app_label = "learners"
        ordering = ["session", "version"]
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="register_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | (Q(version__gt=1) & ~Q(reason="")),
                name="register_amended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"register of session {self.session_id}, version {self.version}"
