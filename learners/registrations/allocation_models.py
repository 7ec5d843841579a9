"""Who assesses whom, and which two people have an interest in each other."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from academy.hubs.models import Hub
from courses.qualifications.models import Unit
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs, Nature


class Allocation(models.Model):
    """Somebody assesses (or checks) a learner, in one unit or in all that nobody else was given for.

    `learner` repeats the registration's account, so that the database can tell them apart (INV-01). One that ends on
    the day it starts never counted.
    """

    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="allocations")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allocations")
    task = models.CharField(max_length=8, choices=AllocatedAs.choices, default=AllocatedAs.ASSESSOR)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # from this day no more
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["registration", "task", "unit", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(task__in=AllocatedAs.values), name="allocation_task_known"),
            models.CheckConstraint(condition=~Q(person=F("learner")), name="allocation_is_of_somebody_else"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="allocation_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["registration", "unit", "task"],
                condition=Q(ends_on__isnull=True, unit__isnull=False),
                name="allocation_one_a_unit",
            ),
            models.UniqueConstraint(
                fields=["registration", "task"],
                condition=Q(ends_on__isnull=True, unit__isnull=True),
                name="allocation_one_for_the_rest",
            ),
        ]
        indexes = [models.Index(fields=["person", "task", "ends_on"], name="allocation_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} for registration {self.registration_id}"


class ConflictDeclaration(models.Model):
    """A person has an interest in another, or in a hub. It blocks until it ends, or until the lead quality assurer
    has said how it is dealt with and who looks instead (INV-05).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conflicts_with",
    )
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    nature = models.CharField(max_length=8, choices=Nature.choices)
    words = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # from this day no more
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    mitigation = models.CharField(max_length=500, blank=True)
    scrutineer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["-declared_at"]
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="conflict_nature_known"),
            models.CheckConstraint(
                condition=Q(other__isnull=True, hub__isnull=False) | Q(other__isnull=False, hub__isnull=True),
                name="conflict_with_a_person_or_a_hub",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("person")), name="conflict_with_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True)
                | (
                    ~Q(mitigation="")
                    & Q(scrutineer__isnull=False, decided_by__isnull=False)
                    & ~Q(scrutineer=F("person"))
                    & ~Q(decided_by=F("person"))
                ),
                name="conflict_decided_with_another_scrutineer",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="conflict_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} and {self.other_id or self.hub_id}"
