"""What the people of a cohort are asked, who has answered, and what was said."""

import uuid

from django.db import models
from django.db.models import Q

from courses.catalogue.models import CourseOutcomes
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.evaluation.states import Kind

LEAST, MOST = 1, 5  # of every rating
MOST_COUNTED = 9999
WORDS_LONG = 2000


class EvaluationForm(models.Model):
    """The questions of one cohort. Made with its first answer, and not changed after it."""

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="evaluation")
    outcomes = models.ForeignKey(CourseOutcomes, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "learners"

    def __str__(self) -> str:
        return f"what cohort {self.cohort_id} is asked"


class Answered(models.Model):
    """This person has answered. Not what, and not when. The key is random, so that it tells no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="answered")
    kind = models.CharField(max_length=5, choices=Kind.choices)

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind"], name="answered_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="answered_kind_known"),
        ]

    def __str__(self) -> str:
        return f"place {self.enrolment_id} has answered: {self.kind}"


class Said(models.Model):
    """One person's answers. `said_by` is empty where they left their name out; `shown`: let out with its batch."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(EvaluationForm, on_delete=models.PROTECT, related_name="%(class)ss")
    said_by = models.OneToOneField(Enrolment, on_delete=models.PROTECT, null=True, related_name="+")
    shown = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Evaluation(Said):
    """How it was. Ratings from 1 to 5, or nothing. `confidence`: [before, after] for each of the form's outcomes."""

    relevance = models.PositiveSmallIntegerField(null=True)
    trainer = models.PositiveSmallIntegerField(null=True)
    venue = models.PositiveSmallIntegerField(null=True)
    access = models.PositiveSmallIntegerField(null=True)
    confidence = models.JSONField(default=list)
    helped = models.TextField(max_length=WORDS_LONG, blank=True)
    better = models.TextField(max_length=WORDS_LONG, blank=True)
    in_the_way = models.TextField(max_length=WORDS_LONG, blank=True)

    class Meta:
        app_label = "learners"
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (LEAST, MOST)}),
                name=f"evaluation_{name}_is_one_to_five",
            )
            for name in ("relevance", "trainer", "venue", "access")
        ]


class FollowUp(Said):
    """What somebody did with it. Yes, no, or nothing; and with how many people, where they said yes."""

    listened = models.BooleanField(null=True)
    listened_to = models.PositiveSmallIntegerField(null=True)
    organised = models.BooleanField(null=True)
    organised_with = models.PositiveSmallIntegerField(null=True)
    acted = models.BooleanField(null=True)
    acted_with = models.PositiveSmallIntegerField(null=True)
    story = models.TextField(max_length=WORDS_LONG, blank=True)
    would_help = models.TextField(max_length=WORDS_LONG, blank=True)

    class Meta:
        app_label = "learners"
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{count}__isnull": True})
                | Q(**{f"{did}__isnull": False, did: True, f"{count}__range": (1, MOST_COUNTED)}),
                name=f"follow_up_{did}_before_it_is_counted",
            )
            for did, count in (
                ("listened", "listened_to"),
                ("organised", "organised_with"),
                ("acted", "acted_with"),
            )
        ]
