"""What the learner was told, criterion by criterion, and tries that were given beyond the rule."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.qualifications.models import Criterion
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission
from learners.submissions.states import Outcome


class CriterionAnswer(models.Model):
    """A result as the learner got it. Whatever a learner's screen says of a result is read here, so that nothing which
    still waits for a countersigner can be seen (INV-13). `submission` is empty where the assessor's own record was
    enough. The one that counts has no `ended_at`.
    """

    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    next_step = models.TextField(max_length=1000, blank=True)  # what to do, where it is not yet met
    released_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # a newer one took its place

    class Meta:
        app_label = "learners"
        ordering = ["registration", "criterion", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="answer_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.MET) | ~Q(next_step=""), name="answer_not_yet_says_what_next"
            ),
            models.UniqueConstraint(
                fields=["registration", "criterion"],
                condition=Q(ended_at__isnull=True),
                name="answer_one_that_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for criterion {self.criterion_id} of registration {self.registration_id}"


class ExtraAttempt(models.Model):
    """One more try for one criterion, or more time for it, given by whoever the version says may give it."""

    registration = models.ForeignKey(
        QualRegistration, on_delete=models.PROTECT, related_name="extra_attempts"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)  # the last day to hand in; empty: no last day
    why = models.CharField(max_length=300)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        ordering = ["registration", "criterion", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="extra_attempt_says_why")]

    def __str__(self) -> str:
        return f"another try for criterion {self.criterion_id} of registration {self.registration_id}"
