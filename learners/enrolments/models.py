"""Places on courses, and guests who have none yet."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from academy.hubs.models import Hub
from academy.shared.tokens import new_token
from courses.catalogue.models import Course
from courses.delivery.models import Cohort
from learners.enrolments.states import (
    HOLDING,
    LIVE,
    WHOLE_COURSE,
    EnrolmentKind,
    Entitlement,
    Feed,
    PlaceState,
    Source,
)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def live(self) -> "EnrolmentQuerySet":
        """Those that were not given up."""
        return self.filter(withdrawn_at__isnull=True)

    def holding(self) -> "EnrolmentQuerySet":
        """Places on cohorts that keep a seat."""
        return self.filter(state__in=HOLDING)

    def waiting(self) -> "EnrolmentQuerySet":
        """The waiting list, in its order."""
        return self.filter(state=PlaceState.WAITLISTED).order_by("waiting_since", "pk")

    def counted(self) -> "EnrolmentQuerySet":
        """One place a person and cohort: without those that were entered beside another of the same person."""
        return self.filter(counts_for__isnull=True)


class Enrolment(models.Model):
    """One person's place on one course."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    kind = models.CharField(max_length=12, choices=EnrolmentKind.choices)
    entitlement = models.CharField(max_length=10, choices=Entitlement.choices, default=Entitlement.FREE)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    # a place on a cohort; empty for the other kinds
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, related_name="places")
    state = models.CharField(max_length=12, choices=PlaceState.choices, blank=True)
    seat = models.PositiveSmallIntegerField(null=True)  # from 1; two people cannot sit on one
    source = models.CharField(max_length=8, choices=Source.choices, blank=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )  # who did it for the person
    requested_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    offered_at = models.DateTimeField(null=True)
    offer_expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)
    moved_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="moved_to"
    )  # the place on other dates that this one takes the place of
    counts_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="doubles"
    )  # the same person's other place on these dates, where they were entered twice: that one is counted

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        app_label = "learners"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "course"],
                condition=Q(kind=EnrolmentKind.ONLINE, withdrawn_at__isnull=True),
                name="enrolment_one_live_online_place",
            ),
            models.CheckConstraint(condition=Q(kind__in=EnrolmentKind.values), name="enrolment_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=EnrolmentKind.COHORT, cohort__isnull=False, state__in=PlaceState.values)
                | (~Q(kind=EnrolmentKind.COHORT) & Q(cohort__isnull=True, state="", seat__isnull=True)),
                name="enrolment_cohort_place_has_dates",
            ),
            models.UniqueConstraint(
                fields=["account", "cohort"],
                condition=Q(state__in=LIVE),
                name="enrolment_one_live_place_a_cohort",
            ),
            # with seats numbered from 1 to the capacity under the cohort's lock, no two places share one (INV-33)
            models.UniqueConstraint(
                fields=["cohort", "seat"], condition=Q(seat__isnull=False), name="enrolment_one_to_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(state__in=HOLDING, seat__gte=1) | (~Q(state__in=HOLDING) & Q(seat__isnull=True)),
                name="enrolment_holds_a_seat_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlaceState.WAITLISTED) | Q(waiting_since__isnull=False),
                name="enrolment_waits_since",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlaceState.OFFERED) | Q(offer_expires_at__isnull=False),
                name="enrolment_offer_runs_out",
            ),
            models.CheckConstraint(
                condition=Q(entitlement__in=Entitlement.values), name="enrolment_entitlement_known"
            ),
            models.CheckConstraint(
                condition=Q(counts_for__isnull=True) | (Q(cohort__isnull=False) & ~Q(counts_for=F("id"))),
                name="enrolment_counts_for_another_place",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cohort", "waiting_since"], condition=Q(state="waitlisted"), name="place_waiting"
            ),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state__in=["offered", "requested"]),
                name="place_running_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} on {self.course_id}"

    def opens_all(self, now: datetime) -> bool:
        """Whether the whole course is open through this place at this moment."""
        in_time = self.opens_at <= now and (self.closes_at is None or now < self.closes_at)
        return self.entitlement in WHOLE_COURSE and in_time and self.withdrawn_at is None


class HeldSeat(models.Model):
    """A seat that is kept for somebody who is not on these dates yet. It counts as taken for as long as this row is."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="held_seats")
    seat = models.PositiveSmallIntegerField()
    until = models.DateTimeField()

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(fields=["cohort", "seat"], name="held_seat_for_one"),
            models.CheckConstraint(condition=Q(seat__gte=1), name="held_seat_is_a_seat"),
        ]
        indexes = [models.Index(fields=["until"], name="held_seat_until")]

    def __str__(self) -> str:
        return f"seat {self.seat} of {self.cohort_id}"


class Guest(models.Model):
    """Somebody who learns without an account. The key stands in a signed cookie and nowhere else."""

    key = models.CharField(max_length=22, unique=True, default=new_token)
    last_seen_at = models.DateTimeField()

    class Meta:
        app_label = "learners"

    def __str__(self) -> str:
        return f"guest {self.pk}"


class DayNeeds(models.Model):
    """What one group's trainers need to know about somebody for their days: a copy, deleted 30 days after."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="day_needs")
    needs = models.TextField(max_length=1000, blank=True)
    diet = models.CharField(max_length=200, blank=True)
    emergency_name = models.CharField(max_length=120, blank=True)
    emergency_phone = models.CharField(max_length=30, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "learners"

    def __str__(self) -> str:
        return f"needs of place {self.enrolment_id}"


class Interest(models.Model):
    """Somebody would take this course at this hub (or anywhere) if there were dates."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interests")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="interests")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "course", "hub"],
                condition=Q(ended_at__isnull=True, hub__isnull=False),
                name="interest_once_at_a_hub",
            ),
            models.UniqueConstraint(
                fields=["account", "course"],
                condition=Q(ended_at__isnull=True, hub__isnull=True),
                name="interest_once_anywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} would take {self.course_id}"


class CalendarFeed(models.Model):
    """A private address that calendar programs follow. Whoever has it can read it; a new one ends the old."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    shows = models.CharField(max_length=10, choices=Feed.choices)
    token = models.CharField(max_length=22, unique=True, default=new_token)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(fields=["account", "shows"], name="calendar_feed_once"),
            models.CheckConstraint(condition=Q(shows__in=Feed.values), name="calendar_feed_known"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.shows}"
