"""Cohorts with their sessions, venues, trainers and programmes."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from academy.hubs.models import Hub
from academy.shared.tokens import new_token
from courses.catalogue.models import Course
from courses.delivery.codes import new_code
from courses.delivery.states import Access, CohortState


class Programme(models.Model):
    """Who pays, from when until when, and for how many people. Data: a cohort may count for several."""

    name = models.CharField(max_length=120, unique=True)
    funder = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()
    target_people = models.PositiveIntegerField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        app_label = "courses"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="programme_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Venue(models.Model):
    """A place where sessions are held, with what somebody needs to know to get in and stay."""

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    postcode = models.CharField(max_length=10, blank=True)
    map_url = models.URLField(blank=True)
    entrance = models.CharField("the way in", max_length=300, blank=True)
    step_free = models.CharField(max_length=8, choices=Access.choices, default=Access.UNKNOWN)
    accessible_toilet = models.CharField(max_length=8, choices=Access.choices, default=Access.UNKNOWN)
    hearing_loop = models.CharField(max_length=8, choices=Access.choices, default=Access.UNKNOWN)
    parking = models.CharField(max_length=200, blank=True)
    transport = models.CharField("bus and train", max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # not offered for new sessions

    class Meta:
        app_label = "courses"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["hub", "name"], name="venue_named_once_at_a_hub")]

    def __str__(self) -> str:
        return self.name


class Cohort(models.Model):
    """One delivery of a course to a group at a hub. `starts_at` and `ends_at` follow from its live sessions."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="cohorts")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="cohorts")
    title = models.CharField(max_length=120, blank=True)  # what sets it apart: "autumn group"
    code = models.CharField(max_length=8, unique=True, default=new_code)  # to type or to read out
    token = models.CharField(max_length=22, unique=True, default=new_token)  # its public address
    state = models.CharField(max_length=12, choices=CohortState.choices, default=CohortState.DRAFT)
    capacity = models.PositiveSmallIntegerField()
    min_to_run = models.PositiveSmallIntegerField(default=1)
    min_for_certificate = models.PositiveSmallIntegerField(null=True, blank=True)
    booking_opens_at = models.DateTimeField(null=True, blank=True)
    booking_closes_at = models.DateTimeField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    programmes = models.ManyToManyField(Programme, blank=True, related_name="cohorts")
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    words = models.TextField("what people should know", max_length=2000, blank=True)
    confirmed_why = models.CharField(
        max_length=300, blank=True
    )  # why it goes ahead with fewer than its minimum
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        app_label = "courses"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CohortState.values), name="cohort_state_known"),
            models.CheckConstraint(condition=Q(capacity__range=(1, 500)), name="cohort_has_places"),
            models.CheckConstraint(condition=Q(min_to_run__lte=F("capacity")), name="cohort_minimum_fits"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(state="cancelled")
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="cohort_open_with_dates",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="cohort_cancelled_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_why=""), name="cohort_cancelled_says_why"
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="cohort_by_date")]

    def __str__(self) -> str:
        return f"{self.course.title}, {self.title}" if self.title else self.course.title


class SessionQuerySet(models.QuerySet["Session"]):
    def live(self) -> "SessionQuerySet":
        """Those that are held."""
        return self.filter(cancelled_at__isnull=True)


class Session(models.Model):
    """One meeting. The wall-clock facts are the truth; `starts_at` and `ends_at` are the same moments in UTC."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="sessions")
    uid = models.CharField(max_length=22, unique=True, default=new_token)  # in calendars, for ever
    sequence = models.PositiveIntegerField(default=0)  # grows with every change that calendars must hear of
    number = models.PositiveSmallIntegerField()
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    zone = models.CharField(max_length=40, default="Europe/London")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    online_url = models.URLField(max_length=500, blank=True)
    required = models.BooleanField(default=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    class Meta:
        app_label = "courses"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="session_numbered_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(venue__isnull=False) | ~Q(online_url=""), name="session_is_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="session_by_date")]

    def __str__(self) -> str:
        return f"session {self.number} on {self.day}"


class CohortTrainer(models.Model):
    """Who trains a cohort, from when until when. Somebody who was taken off stays in the history."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="trainers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trains")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "courses"
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "account"],
                condition=Q(removed_at__isnull=True),
                name="trainer_once_a_cohort",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} trains {self.cohort_id}"


def moment(day: date, at: time, zone: str) -> datetime:
    """What the clock on the wall says, as a moment. A time that the clocks skip raises ValueError."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    utc = local.astimezone(ZoneInfo("UTC"))
    if utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"The clocks go forward on {day:%-d %B}, and {at:%H:%M} does not exist that day.")
    return utc
