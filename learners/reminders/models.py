"""The log of messages, what people and hubs chose about them, letters, and addresses that do not work."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.hubs.models import Hub
from academy.shared.tokens import new_token
from courses.delivery.models import Cohort
from learners.reminders.states import LetterTo, SentState, TroubleKind, Way


class SentQuerySet(models.QuerySet["Sent"]):
    def ready(self, now: datetime) -> "SentQuerySet":
        """Those whose turn has come: urgent ones first, then the one that waits longest."""
        waiting = self.filter(state=SentState.WAITING, not_before__lte=now)
        return waiting.order_by("-urgent", "not_before", "pk")

    def reached(self) -> "SentQuerySet":
        """Those that the person got, or may have got: what they can read again."""
        return self.filter(state__in=(SentState.SENT, SentState.UNKNOWN, SentState.TOLD))

    def on_the_site(self) -> "SentQuerySet":
        """What stands in a person's own messages: what reached them, and what they were or are to be told by telephone,
        whatever became of the call."""
        calls = Q(way=Way.PHONE, state__in=(SentState.TO_RING, SentState.SKIPPED)) & ~Q(words="")
        got = Q(state__in=(SentState.SENT, SentState.UNKNOWN, SentState.TOLD))
        return self.filter(got | calls).exclude(title="")


class Sent(models.Model):
    """One message to one person about one thing on one occasion, whichever way it takes.

    Messages that go together in one e-mail share its `message_id`.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)  # what it is about, such as "certificate:12"
    occasion = models.CharField(
        max_length=40, blank=True
    )  # which time round, such as the day the idling began
    token = models.CharField(max_length=22, unique=True, default=new_token)  # its address for the person

    state = models.CharField(max_length=10, choices=SentState.choices, default=SentState.WAITING)
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)  # empty until it is decided
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField()
    not_before = models.DateTimeField()  # when its turn comes: after the night, after a failed try
    urgent = models.BooleanField(default=False)  # by its kind, as it was planned
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)  # when the latest hand-over began
    message_id = models.CharField(max_length=120, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    again = models.PositiveSmallIntegerField(default=0)  # how often nobody knew what became of it
    why_not = models.CharField(max_length=200, blank=True)

    title = models.CharField(max_length=200, blank=True)  # what was said, as it was said
    words = models.TextField(blank=True)
    href = models.CharField(max_length=300, blank=True)  # the one page of ours that it leads to
    action = models.CharField(max_length=80, blank=True)  # what the button says

    read_at = models.DateTimeField(null=True)
    followed_at = models.DateTimeField(null=True)  # by the person, signed in
    answer = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # "no more of this kind", said from this message
    bounced_at = models.DateTimeField(null=True)

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, related_name="+")  # whose list to ring
    rung_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    rung_at = models.DateTimeField(null=True)  # the latest call
    calls = models.PositiveSmallIntegerField(default=0)

    objects = SentQuerySet.as_manager()

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "subject", "occasion"], name="sent_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="sent_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="told") | Q(rung_by__isnull=False, rung_at__isnull=False),
                name="sent_told_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["handing", "unknown"])
                | (~Q(message_id="") & Q(claimed_at__isnull=False)),
                name="sent_handed_over_under_a_name",
            ),
            models.CheckConstraint(condition=Q(state__in=SentState.values), name="sent_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["-urgent", "not_before", "id"], condition=Q(state="waiting"), name="sent_waiting"
            ),
            models.Index(fields=["claimed_at"], condition=Q(state="handing"), name="sent_handing"),
            models.Index(fields=["hub", "due_at"], condition=Q(state="to_ring"), name="sent_to_ring"),
            models.Index(fields=["account", "-due_at"], name="sent_of_a_person"),
            models.Index(fields=["kind", "due_at"], name="sent_of_a_kind"),
            models.Index(fields=["message_id"], condition=~Q(message_id=""), name="sent_by_message"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="sent_by_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} about {self.subject}: {self.state}"


class MessageChoice(models.Model):
    """What a person said about one kind of message by one way.

    Where nothing was said, every kind comes by every way.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_choices"
    )
    kind = models.CharField(max_length=40)
    way = models.CharField(max_length=10, choices=Way.choices)
    wanted = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        constraints = [models.UniqueConstraint(fields=["account", "kind", "way"], name="message_choice_once")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.kind} by {self.way}: {'yes' if self.wanted else 'no'}"


class Snooze(models.Model):
    """ "Not now": until this moment a person gets nothing that can be left."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="snooze")
    until = models.DateTimeField()
    set_at = models.DateTimeField()

    class Meta:
        app_label = "learners"

    def __str__(self) -> str:
        return f"{self.account_id}: not before {self.until:%Y-%m-%d}"


class StudyGoal(models.Model):
    """How many lessons a week a person wants to do, and when they want to be reminded (London time)."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="study_goal"
    )
    lessons = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField()  # Monday is 0
    hour = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        constraints = [
            models.CheckConstraint(condition=Q(lessons__range=(1, 20)), name="study_goal_can_be_done"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="study_goal_has_a_day"),
            models.CheckConstraint(condition=Q(hour__range=(8, 20)), name="study_goal_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.lessons} a week"


class AddressTrouble(models.Model):
    """An e-mail address that gave our mail back, or whose owner reported it. Until it ends we write there no more."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_troubles"
    )
    email = models.EmailField()
    kind = models.CharField(max_length=12, choices=TroubleKind.choices)
    detail = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "email"], condition=Q(ended_at__isnull=True), name="address_trouble_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=TroubleKind.values), name="address_trouble_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_kind_display()}"


class CohortLetter(models.Model):
    """What somebody who runs dates writes to everybody on them. Until it is sent it can be changed; then it is kept as
    it was said. `copied`: the hub's coordinators get it too, because people under 18 are among its readers."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="letters")
    token = models.CharField(max_length=22, unique=True, default=new_token)
    to = models.CharField(max_length=8, choices=LetterTo.choices, default=LetterTo.BOOKED)
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=4000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True)
    people = models.PositiveSmallIntegerField(default=0)  # how many it went to
    copied = models.BooleanField(default=False)

    class Meta:
        app_label = "learners"
        constraints = [
            models.CheckConstraint(condition=Q(to__in=LetterTo.values), name="letter_to_known"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False, people__gte=1),
                name="letter_sent_by_somebody_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], name="letter_by_date")]

    def __str__(self) -> str:
        return f"{self.title} to the people of {self.cohort_id}"


class CohortMessage(models.Model):
    """What those who run dates said about one kind of message to their people; what is empty is as the Academy has it.

    early_at, early_for: "send now" was pressed for this occasion.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="message_plans")
    kind = models.CharField(max_length=40)
    on = models.BooleanField(default=True)
    days = models.PositiveSmallIntegerField(null=True)
    hour = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(max_length=1000, blank=True)
    early_at = models.DateTimeField(null=True)
    early_for = models.CharField(max_length=40, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        constraints = [
            models.UniqueConstraint(fields=["cohort", "kind"], name="cohort_message_once"),
            models.CheckConstraint(
                condition=Q(hour__isnull=True) | Q(hour__range=(8, 20)), name="cohort_message_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.cohort_id}"
