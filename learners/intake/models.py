"""Seat codes, and lists of people, row by row."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.hubs.models import Hub
from academy.shared.tokens import SERIAL_LETTERS
from academy.shared.work import SILENT, Work
from courses.catalogue.models import Course
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment, HeldSeat
from learners.intake.states import CodeState, ImportStep, RowState


def new_seat_code() -> str:
    """Such as K7QM-2XPD: 39 random bits, to type or to read out."""
    signs = [secrets.choice(SERIAL_LETTERS) for _ in range(8)]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


class SeatCodeQuerySet(models.QuerySet["SeatCode"]):
    def open(self, now: datetime) -> "SeatCodeQuerySet":
        """Those that can be used at this moment."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)

    def to_send(self, now: datetime) -> "SeatCodeQuerySet":
        """Those whose message has not been handed over."""
        return self.open(now).filter(sent_at=None, bounced_at=None)


class SeatCode(models.Model):
    """A seat on some dates for somebody whom the hub knows by name and address; mailed, and good for one use.

    sent_at: claimed before the message is handed over, so that it goes once. sendings: how often it was asked for.
    message_id: by which the mail provider tells of a bounce. bounced_why: in the provider's words.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="seat_codes")
    full_name = models.CharField(max_length=120)
    email = models.EmailField()
    code = models.CharField(max_length=9, unique=True, default=new_seat_code)
    held = models.OneToOneField(HeldSeat, on_delete=models.SET_NULL, null=True, related_name="code")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200, blank=True, db_index=True)
    bounced_at = models.DateTimeField(null=True)
    bounced_why = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    place = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SeatCodeQuerySet.as_manager()

    class Meta:
        app_label = "learners"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, place__isnull=True)
                | Q(used_at__isnull=False, place__isnull=False),
                name="seat_code_used_for_a_place",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="seat_code_used_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"seat code for {self.full_name}"

    def state(self, now: datetime) -> CodeState:
        """Where it stands at this moment."""
        if self.used_at is not None:
            return CodeState.USED
        if self.withdrawn_at is not None:
            return CodeState.WITHDRAWN
        if self.expires_at <= now:
            return CodeState.EXPIRED
        if self.bounced_at is not None:
            return CodeState.BOUNCED
        return CodeState.SENT if self.sent_at is not None else CodeState.WAITING


def where_kept(listing: "PeopleImport", name: str) -> str:
    """Under a name that nobody can guess; what the person called it is kept beside it."""
    return f"imports/{listing.token}"


class PeopleImport(Work):
    """A list of people for a cohort, or (without one) for those who want to be told of dates of a course.

    names, header: the names of its columns, and the line in which they stand (0: in none).
    columns: what stands where, such as {"name": 0}. agreed: how the people said yes, and where that is written down.
    sums: how many rows ended how, once the rows are forgotten.
    """

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, related_name="imports")
    step = models.CharField(max_length=10, choices=ImportStep.choices, default=ImportStep.UPLOADED)
    file = models.FileField(upload_to=where_kept, max_length=100, blank=True)
    file_name = models.CharField(max_length=120)
    header = models.PositiveIntegerField(default=0)
    names = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    all_adult = models.BooleanField(default=False)
    agreed = models.CharField(max_length=400, blank=True)
    sums = models.JSONField(default=dict)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "learners"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=ImportStep.values), name="people_import_step_known"),
            models.CheckConstraint(
                condition=~Q(step=ImportStep.IMPORTING) & ~Q(step=ImportStep.IMPORTED) | ~Q(agreed=""),
                name="people_import_says_who_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def begin(self, step: ImportStep) -> None:
        """Another stretch of work, for whichever worker comes first."""
        self.step, self.trouble, self.done, self.total = step, "", 0, 0
        self.began_at = self.spoke_at = self.finished_at = None

    def let_go(self, *, now: datetime) -> None:
        """Stop for now; the next worker goes on at once."""
        self.spoke_at = now - SILENT - timedelta(seconds=1)
        self.save(update_fields=["spoke_at"])


class ImportRow(models.Model):
    """One row as it was written, and what became of it."""

    listing = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()  # as a spreadsheet shows it
    name = models.CharField(max_length=120, blank=True)
    cells = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RowState.choices)
    reason = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Enrolment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "learners"
        ordering = ["listing", "line"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "line"], name="import_row_once_a_line"),
            models.CheckConstraint(condition=Q(state__in=RowState.values), name="import_row_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RowState.REFUSED) | ~Q(reason=""), name="import_row_refused_says_why"
            ),
        ]
        indexes = [models.Index(fields=["listing", "state", "line"], name="import_row_by_state")]

    def __str__(self) -> str:
        return f"line {self.line}"
