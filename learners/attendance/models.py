"""Marks, walk-ins and signed registers: none of them is ever changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.shared.tokens import new_serial, new_token
from courses.delivery.models import Session
from learners.attendance.states import SOME_OF_IT, Mark, Settled, Source
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


class CheckInRequest(models.Model):
    """A name that somebody typed at the door and that we could not match: the trainer says who it is.

    device: the browser that sent it, by a random name of its own; the same name from it is asked once.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="check_in_requests")
    name = models.CharField(max_length=120)
    device = models.CharField(max_length=36)
    asked_at = models.DateTimeField()
    settled_as = models.CharField(max_length=8, choices=Settled.choices, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "learners"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_as="", settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_as__in=Settled.values, settled_at__isnull=False, settled_by__isnull=False),
                name="check_in_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(settled_as__in=[Settled.PLACE, Settled.WALK_IN], enrolment__isnull=False)
                | (~Q(settled_as__in=[Settled.PLACE, Settled.WALK_IN]) & Q(enrolment__isnull=True)),
                name="check_in_settled_as_a_place",
            ),
        ]
        indexes = [
            models.Index(fields=["session"], condition=Q(settled_as=""), name="check_in_to_settle"),
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk} at session {self.session_id}"


class SheetPhoto(models.Model):
    """A photo of the sheet that people signed. What was taken away keeps its row, without the file."""

    token = models.CharField(max_length=22, unique=True, default=new_token)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sheet_photos")
    file = models.CharField(max_length=200, blank=True)  # the stored file's name
    sent_sha256 = models.CharField(max_length=64)  # of the file as it was sent, so that one is not kept twice
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "learners"
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "sent_sha256"],
                condition=Q(removed_at__isnull=True),
                name="sheet_photo_once",
            ),
            models.CheckConstraint(
                condition=(~Q(file="") & Q(removed_at__isnull=True, removed_by__isnull=True))
                | Q(file="", removed_at__isnull=False),
                name="sheet_photo_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"photo {self.pk} of session {self.session_id}"
