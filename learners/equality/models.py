"""What people told about themselves, apart from everything else, and what was counted of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from academy.hubs.models import Hub
from courses.delivery.models import Cohort
from learners.equality.states import About, Heard, Where


class District(models.Model):
    """A postcode district such as NE1, and the region of England it lies in. Open data, loaded by the operator."""

    outcode = models.CharField(max_length=4, primary_key=True)
    region = models.CharField(max_length=40)

    class Meta:
        app_label = "learners"

    def __str__(self) -> str:
        return f"{self.outcode} in {self.region}"


class PostcodeDecile(models.Model):
    """How deprived the neighbourhood of a postcode is: 1 is the most deprived tenth of England. Open data."""

    postcode = models.CharField(max_length=7, primary_key=True)  # without its space
    decile = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "learners"
        constraints = [
            models.CheckConstraint(condition=Q(decile__range=(1, 10)), name="postcode_decile_is_one")
        ]

    def __str__(self) -> str:
        return f"{self.postcode}: {self.decile}"


class Background(models.Model):
    """Where somebody lives, as roughly as that, and how they heard of us. Of a person, or of nobody: then it comes
    from a paper slip, whose `slip` keeps it from being typed in twice. No postcode."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="background"
    )
    slip = models.CharField(max_length=22, unique=True, null=True)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, related_name="+")
    where = models.CharField(max_length=10, choices=Where.choices, blank=True)
    region = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=2, blank=True)  # the letters, where the region is not known
    decile = models.PositiveSmallIntegerField(null=True)
    heard = models.CharField(max_length=10, choices=Heard.choices, blank=True)
    month = models.DateField()  # the first of the month in which it was first told

    class Meta:
        app_label = "learners"
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=True, slip__isnull=False)
                | Q(account__isnull=False, slip__isnull=True),
                name="background_of_a_person_or_a_slip",
            ),
            models.CheckConstraint(
                condition=Q(decile__isnull=True) | Q(decile__range=(1, 10)), name="background_decile_is_one"
            ),
            models.CheckConstraint(
                condition=Q(where=Where.TOLD) | Q(region="", area="", decile__isnull=True),
                name="background_lives_where_it_was_told",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="background_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"background {self.pk}"


class EqualityAnswers(models.Model):
    """The equality answers of somebody whom this table does not know (INV-41).

    `key`: a keyed hash of the account, or random for a paper slip. There is no number that grows, no moment and no key
    to any other table, so that neither order nor time leads back to a person.
    """

    key = models.CharField(max_length=64, primary_key=True)
    questions = models.CharField(max_length=10)  # the version of the set of questions
    month = models.DateField()  # the first of the month in which they were first given
    answers = models.JSONField()

    class Meta:
        app_label = "learners"
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="equality_of_a_month")]

    def __str__(self) -> str:
        return "equality answers"


class Figures(models.Model):
    """What was counted of some whole months: made once, with small numbers hidden, never changed.

    `tables`: question → answer → how many, or None where it is hidden; under "" how many answered that question.
    hub: of which hub, None for all of the Academy.
    """

    about = models.CharField(max_length=12, choices=About.choices)
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, related_name="+")
    questions = models.CharField(max_length=10)
    first_month = models.DateField()
    last_month = models.DateField()
    tables = models.JSONField()

    class Meta:
        app_label = "learners"
        ordering = ["-last_month", "about", "questions"]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "questions", "last_month"],
                condition=Q(hub__isnull=True),
                name="figures_once",
            ),
            models.UniqueConstraint(
                fields=["about", "questions", "last_month", "hub"],
                condition=Q(hub__isnull=False),
                name="figures_once_of_a_hub",
            ),
            models.CheckConstraint(
                condition=Q(last_month__gte=F("first_month")), name="figures_end_after_they_begin"
            ),
            models.CheckConstraint(
                condition=Q(about=About.BACKGROUND) | Q(hub__isnull=True), name="figures_of_equality_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} until {self.last_month}"
