"""Claims of prior learning, requests for reasonable adjustments, and holds."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from academy.shared.tokens import new_token
from courses.qualifications.models import Unit
from learners.adjustments.states import CLAIM_ENDED, ClaimState, DecidedBy, RequestState
from learners.registrations.models import QualRegistration


class PriorLearningClaim(models.Model):
    """The learner can do what a whole unit asks for already. What shows it is handed in and judged like other work,
    except that it counts as the method “recognition of prior learning” wherever another one is prescribed.
    """

    token = models.CharField(max_length=22, unique=True, default=new_token)
    registration = models.ForeignKey(
        QualRegistration, on_delete=models.PROTECT, related_name="prior_learning"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=ClaimState.choices, default=ClaimState.ENQUIRY)
    learned_what = models.TextField(max_length=2000)
    learned_where = models.CharField(max_length=300, blank=True)
    learned_until = models.DateField(null=True, blank=True)  # when they last did it
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    plan = models.TextField(max_length=2000, blank=True)  # the assessor's, how it can be shown
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["registration", "unit__number", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="prior_state_known"),
            models.CheckConstraint(condition=~Q(learned_what=""), name="prior_says_what"),
            models.UniqueConstraint(
                fields=["registration", "unit"],
                condition=~Q(state__in=CLAIM_ENDED),
                name="prior_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CLAIM_ENDED) | Q(ended_at__isnull=False), name="prior_end_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"prior learning for unit {self.unit_id} of registration {self.registration_id}"


class AdjustmentRequest(models.Model):
    """A change so that somebody can show what they can do. `unit` empty: for every unit."""

    token = models.CharField(max_length=22, unique=True, default=new_token)
    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="adjustments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.DRAFT)
    need = models.TextField(max_length=2000)  # what makes it hard
    adjustment = models.TextField(max_length=2000)  # what would help
    shown_by = models.CharField(
        max_length=300, blank=True
    )  # what there is to see of it, never the paper itself
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)  # the learner's own yes
    decides = models.CharField(max_length=6, choices=DecidedBy.choices, default=DecidedBy.CENTRE)
    referred_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # or whoever recorded what was decided outside
    decided_on = models.DateField(null=True, blank=True)
    decision = models.TextField(max_length=2000, blank=True)
    reference = models.CharField(max_length=80, blank=True)  # of the letter from outside
    in_place_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    review = models.TextField(max_length=2000, blank=True)
    moved_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        ordering = ["registration", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="adjustment_state_known"),
            models.CheckConstraint(
                condition=Q(decides__in=DecidedBy.values), name="adjustment_decided_by_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused", "in_place", "reviewed"])
                | (Q(decided_by__isnull=False, decided_on__isnull=False) & ~Q(decision="")),
                name="adjustment_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "in_place", "reviewed"])
                | Q(decides=DecidedBy.CENTRE)
                | ~Q(reference=""),
                name="adjustment_from_outside_has_a_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"adjustment {self.pk} of registration {self.registration_id}"


class AssessmentHold(models.Model):
    """Nothing of this unit (empty: of this registration) is signed off while it stands."""

    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="holds")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500)
    review_on = models.DateField()  # when somebody looks again; it does not end by itself
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_why = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "learners"
        ordering = ["registration", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (Q(lifted_by__isnull=False, lifted_at__gte=F("placed_at")) & ~Q(lifted_why="")),
                name="hold_lifted_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk} on registration {self.registration_id}"
