"""Who may judge what, from when: the staff file that awarding organisations ask to see."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.qualifications.models import Qualification, Unit
from courses.qualifications.staff_states import AssessorLevel, Award, QualificationTask


class AssessorStatus(models.Model):
    """What somebody may judge as, from a day on. The newest that has begun counts; rows never change, so that a
    decision can always say what its assessor was on that day.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessor_statuses"
    )
    level = models.CharField(max_length=10, choices=AssessorLevel.choices)
    starts_on = models.DateField()
    award = models.CharField(max_length=10, choices=Award.choices, default=Award.NONE)
    award_seen_on = models.DateField(null=True, blank=True)
    works_towards_until = models.DateField(null=True, blank=True)  # the last day
    countersigner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="countersigns_for",
    )
    why = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "courses"
        ordering = ["person", "-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(level__in=AssessorLevel.values), name="assessor_level_known"),
            models.CheckConstraint(
                condition=~Q(level=AssessorLevel.QUALIFIED)
                | (~Q(award=Award.NONE) & Q(award_seen_on__isnull=False)),
                name="assessor_qualified_by_an_award",
            ),
            models.CheckConstraint(
                condition=~Q(level=AssessorLevel.TRAINEE)
                | Q(countersigner__isnull=False, works_towards_until__isnull=False),
                name="assessor_trainee_has_a_countersigner",
            ),
            models.CheckConstraint(
                condition=Q(countersigner__isnull=True) | ~Q(countersigner=F("person")),
                name="assessor_is_not_their_own_countersigner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.level} from {self.starts_on}"


class OccupationalCompetence(models.Model):
    """Somebody knows the work of this unit from doing it; `basis` says how we know."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="competences")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="competences")
    basis = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # from this day no more
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "courses"
        ordering = ["person", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit"], condition=Q(ends_on__isnull=True), name="competence_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="competence_says_why"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="competence_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.unit_id}"


class QualificationRole(models.Model):
    """A task for one qualification, at every hub, from one day until before another."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="qualification_roles"
    )
    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="roles")
    task = models.CharField(max_length=12, choices=QualificationTask.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        app_label = "courses"
        ordering = ["qualification", "task", "person"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "qualification", "task"],
                condition=Q(ends_on__isnull=True),
                name="qualification_role_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(task__in=QualificationTask.values), name="qualification_role_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="qualification_role_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.task} of {self.qualification_id}"
