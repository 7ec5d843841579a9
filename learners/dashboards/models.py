"""Spreadsheets that somebody asked for and that take a while."""

from django.db import models
from django.db.models import Q

from academy.shared.work import Work
from courses.delivery.models import Cohort


class ExportOf(models.TextChoices):
    """What stands in a spreadsheet."""

    PROGRESS = "progress", "How everybody gets on: sessions, online lessons, what is missing"
    PEOPLE = "people", "Who is on it: where they stand, and how to reach them"


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", "Excel, LibreOffice or Numbers (.xlsx)"
    CSV = "csv", "Plain table (.csv)"


class Export(Work):
    """One file about the people on some dates, for whoever asked for it. `file`: the stored file's name, once it is
    made; `course`: the slug of the online course whose lessons stand in it. `key` comes with the form."""

    key = models.CharField(max_length=22)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="+")
    of = models.CharField(max_length=10, choices=ExportOf.choices)
    format = models.CharField(max_length=4, choices=ExportFormat.choices)
    course = models.SlugField(max_length=80, blank=True)
    file = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "key"], name="export_once_a_press"),
            models.CheckConstraint(condition=Q(of__in=ExportOf.values), name="export_of_known"),
            models.CheckConstraint(condition=Q(format__in=ExportFormat.values), name="export_format_known"),
        ]

    def __str__(self) -> str:
        return f"{self.of} of cohort {self.cohort_id} as {self.format}"
