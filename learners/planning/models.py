"""Assessment plans in versions, templates of them, and notes that assessor and learner share."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.hubs.models import Hub
from academy.shared.tokens import new_token
from courses.qualifications.models import Criterion, QualificationVersion
from courses.qualifications.states import Method
from learners.planning.states import NoteKind, PlanState
from learners.registrations.models import QualRegistration


class PlanTemplate(models.Model):
    """Tasks to begin a plan with, for one learner or a whole group.

    tasks: a list of {"title", "method", "criteria": [ids], "due_after": days from the start or None, "place",
    "witness"}
    """

    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="plan_templates")
    hub = models.ForeignKey(
        Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: for every hub
    title = models.CharField(max_length=120)
    tasks = models.JSONField(default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "hub", "title"],
                condition=Q(retired_at__isnull=True, hub__isnull=False),
                name="plan_template_title_once",
            ),
            models.UniqueConstraint(
                fields=["version", "title"],
                condition=Q(retired_at__isnull=True, hub__isnull=True),
                name="plan_template_of_all_hubs_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AssessmentPlan(models.Model):
    """One version of the plan for one learner."""

    token = models.CharField(max_length=22, unique=True, default=new_token)
    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    words = models.TextField(max_length=1000, blank=True)  # of the assessor, to the learner
    adjustments = models.TextField(max_length=1000, blank=True)
    review_on = models.DateField(null=True, blank=True)
    template = models.ForeignKey(
        PlanTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # by the learner
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=500, blank=True)  # the learner's words

    class Meta:
        app_label = "learners"
        ordering = ["registration", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "number"], name="plan_number_once"),
            models.UniqueConstraint(
                fields=["registration"], condition=Q(state=PlanState.ACCEPTED), name="plan_one_agreed"
            ),
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(state__in=[PlanState.DRAFT, PlanState.PROPOSED]),
                name="plan_one_in_the_making",
            ),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_known"),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | Q(proposed_at__isnull=False), name="plan_was_proposed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PlanState.ACCEPTED, PlanState.TURNED_DOWN])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="plan_was_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.number} of registration {self.registration_id}"


class PlanTask(models.Model):
    """Something to do for the qualification: what, how it shows something, where, when, and who sees it."""

    plan = models.ForeignKey(AssessmentPlan, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    method = models.CharField(max_length=15, choices=Method.choices)
    due_on = models.DateField(null=True, blank=True)
    meets_on = models.DateField(null=True, blank=True)  # where assessor and learner meet for it
    place = models.CharField(max_length=160, blank=True)
    witness = models.CharField(max_length=160, blank=True)
    adjustments = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_task_number_once"),
            models.CheckConstraint(condition=~Q(title=""), name="plan_task_says_what"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="plan_task_method_known"),
        ]

    def __str__(self) -> str:
        return self.title


class TaskCriterion(models.Model):
    """A criterion that a task is to show. `plan` repeats the task's, so that the database can close it."""

    plan = models.ForeignKey(AssessmentPlan, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(PlanTask, on_delete=models.PROTECT, related_name="criteria")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "learners"
        constraints = [models.UniqueConstraint(fields=["task", "criterion"], name="task_criterion_once")]

    def __str__(self) -> str:
        return f"criterion {self.criterion_id} in task {self.task_id}"


class TaskDone(models.Model):
    """The learner or the assessor said that a task is done."""

    task = models.OneToOneField(PlanTask, on_delete=models.PROTECT, related_name="done")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        app_label = "learners"

    def __str__(self) -> str:
        return f"task {self.task_id} done"


class ContactNote(models.Model):
    """What was said between assessor and learner, in a line or two. Both read it; nobody changes it."""

    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=8, choices=NoteKind.choices)
    happened_on = models.DateField()
    words = models.TextField(max_length=1000)
    next_on = models.DateField(null=True, blank=True)  # when they talk next
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        ordering = ["registration", "-happened_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="contact_note_says_something")]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_on} of registration {self.registration_id}"
