"""Qualifications as their awarding organisations write them, in versions, and the sites that offer them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from academy.hubs.models import Hub
from courses.catalogue.models import Course
from courses.qualifications.states import GivesAttempts, Method, VersionState


class AwardingOrganisation(models.Model):
    """Who awards. The certificate of a qualification comes from them and never from us (INV-24)."""

    name = models.CharField(max_length=160, unique=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        app_label = "courses"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Centre(models.Model):
    """An organisation that an awarding organisation has approved, from one day until before another."""

    name = models.CharField(max_length=160)
    awarding_organisation = models.ForeignKey(
        AwardingOrganisation, on_delete=models.PROTECT, related_name="centres"
    )
    number = models.CharField("centre number", max_length=40, blank=True)
    approved_from = models.DateField()
    approved_until = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "courses"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_until__isnull=True) | Q(approved_until__gte=F("approved_from")),
                name="centre_approval_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["awarding_organisation", "number"],
                condition=~Q(number=""),
                name="centre_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SiteQuerySet(models.QuerySet["Site"]):
    def approved_on(self, day: date) -> "SiteQuerySet":
        """Sites that may deliver on this day: neither their own approval nor their centre's has ended."""
        own = self.filter(Q(approved_until__isnull=True) | Q(approved_until__gt=day), approved_from__lte=day)
        return own.filter(
            Q(centre__approved_until__isnull=True) | Q(centre__approved_until__gt=day),
            centre__approved_from__lte=day,
        )


class Site(models.Model):
    """A hub where a centre's qualifications are delivered, from one day until before another."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="sites")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="sites")
    approved_from = models.DateField()
    approved_until = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        app_label = "courses"
        ordering = ["hub"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "hub"], condition=Q(approved_until__isnull=True), name="site_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(approved_until__isnull=True) | Q(approved_until__gte=F("approved_from")),
                name="site_approval_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hub} for {self.centre}"


class Qualification(models.Model):
    """What stays the same through all its versions."""

    awarding_organisation = models.ForeignKey(
        AwardingOrganisation, on_delete=models.PROTECT, related_name="qualifications"
    )
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    summary = models.CharField(max_length=300, blank=True)
    prepared_by = models.ManyToManyField(
        Course, blank=True, related_name="prepares_for"
    )  # courses that help on the way; none of them is asked for
    is_sample = models.BooleanField(default=False)

    class Meta:
        app_label = "courses"
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["awarding_organisation", "title"], name="qualification_title_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class QualificationVersion(models.Model):
    """One edition of the specification. Credits and hours as the awarding organisation states them; empty: unknown.

    `attempts`: how often one criterion may be handed in, empty for as often as it takes. `attempt_days`: working days
    in which the next attempt is to come, empty for no limit.
    """

    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()  # ours, from 1
    reference = models.CharField("awarding organisation's number", max_length=40, blank=True)
    edition = models.CharField("edition of the specification", max_length=60, blank=True)
    level = models.CharField(max_length=20, blank=True)
    credits = models.PositiveSmallIntegerField(null=True, blank=True)
    guided_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    total_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    fewest_credits = models.PositiveSmallIntegerField(null=True, blank=True)  # of the units together
    least_age = models.PositiveSmallIntegerField(default=16)
    registers_from = models.DateField(null=True, blank=True)
    registers_until = models.DateField(null=True, blank=True)  # the last day
    certifies_until = models.DateField(null=True, blank=True)  # the last day
    attempts = models.PositiveSmallIntegerField(null=True, blank=True)
    attempt_days = models.PositiveSmallIntegerField(null=True, blank=True)
    gives_attempts = models.CharField(
        max_length=8, choices=GivesAttempts.choices, default=GivesAttempts.LEAD
    )  # beyond that
    state = models.CharField(max_length=8, choices=VersionState.choices, default=VersionState.DRAFT)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)  # when a decision first used its words

    class Meta:
        app_label = "courses"
        ordering = ["qualification", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["qualification", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["qualification"], condition=Q(state="open"), name="version_one_open_at_a_time"
            ),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="version_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False), name="version_opened_has_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(registers_until__isnull=True)
                | Q(registers_from__isnull=True)
                | Q(registers_until__gte=F("registers_from")),
                name="version_registers_in_order",
            ),
            models.CheckConstraint(
                condition=Q(certifies_until__isnull=True)
                | Q(registers_until__isnull=True)
                | Q(certifies_until__gte=F("registers_until")),
                name="version_certifies_after_it_registers",
            ),
            models.CheckConstraint(
                condition=Q(attempts__isnull=True) | Q(attempts__gte=1), name="version_allows_an_attempt"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.qualification}, version {self.number}"


class OptionalGroup(models.Model):
    """Units of which a learner takes some: at least `fewest`, at most `most` (empty: all of them)."""

    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="groups")
    title = models.CharField(max_length=120)
    fewest = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        app_label = "courses"
        ordering = ["version", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "title"], name="group_title_once"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gte=F("fewest")), name="group_takes_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Unit(models.Model):
    """A unit: mandatory, or one of an optional group."""

    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="units")
    number = models.PositiveSmallIntegerField()  # its place, from 1
    code = models.CharField(max_length=40, blank=True)  # the awarding organisation's
    title = models.CharField(max_length=200)
    group = models.ForeignKey(
        OptionalGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="units"
    )  # empty: mandatory
    level = models.CharField(max_length=20, blank=True)
    credits = models.PositiveSmallIntegerField(null=True, blank=True)
    guided_hours = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        app_label = "courses"
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="unit_number_once"),
            models.UniqueConstraint(fields=["version", "code"], condition=~Q(code=""), name="unit_code_once"),
        ]

    def __str__(self) -> str:
        return f"Unit {self.number}: {self.title}"

    @property
    def mandatory(self) -> bool:
        return self.group_id is None


class LearningOutcome(models.Model):
    """What the learner will know or be able to do. `version` repeats the unit's, so that the database can freeze it."""

    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="outcomes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=1000)

    class Meta:
        app_label = "courses"
        ordering = ["unit", "number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="outcome_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="outcome_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Criterion(models.Model):
    """One thing that a learner needs to show. `number` within its outcome: 2 in 1.2."""

    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="criteria")
    outcome = models.ForeignKey(LearningOutcome, on_delete=models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=1000)
    verb = models.CharField("command verb", max_length=40, blank=True)

    class Meta:
        app_label = "courses"
        verbose_name = "assessment criterion"
        verbose_name_plural = "assessment criteria"
        ordering = ["outcome", "number"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "number"], name="criterion_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="criterion_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class CriterionMethod(models.Model):
    """A way of showing a criterion: prescribed (one of these must be among the evidence) or one that may be used."""

    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="methods")
    method = models.CharField(max_length=15, choices=Method.choices)
    prescribed = models.BooleanField(default=False)

    class Meta:
        app_label = "courses"
        ordering = ["criterion", "-prescribed", "method"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "method"], name="criterion_method_once"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="criterion_method_known"),
        ]

    def __str__(self) -> str:
        return f"{self.method} for {self.criterion_id}"


class SpecificationSheet(models.Model):
    """What was read from a sheet and waits for a yes. `units` and `faults` as drafts.py makes them."""

    version = models.OneToOneField(QualificationVersion, on_delete=models.PROTECT, related_name="sheet")
    file_name = models.CharField(max_length=120)
    units = models.JSONField()
    faults = models.JSONField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        app_label = "courses"

    def __str__(self) -> str:
        return f"{self.file_name} for {self.version_id}"
