"""Modules that a person has finished."""

from django.db import models

from courses.catalogue.models import Module
from learners.enrolments.models import Enrolment


class ModuleCompletion(models.Model):
    """A module done within a place on a course; once done it stays done."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="modules_done")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        constraints = [models.UniqueConstraint(fields=["enrolment", "module"], name="module_done_once")]

    def __str__(self) -> str:
        return f"module {self.module_id} of enrolment {self.enrolment_id}"
