"""Lists of people, row by row."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from academy.hubs.models import Hub
from academy.shared.work import SILENT, Work
from courses.catalogue.models import Course
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.intake.states import ImportStep, RowState


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
