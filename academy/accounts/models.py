"""People, their roles and what they were told and asked."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared import clock
from academy.shared.tokens import new_token


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "Account":
        """A person; with neither e-mail nor password they exist before any way of signing in."""
        account = self.model(email=email.lower() if email else None, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser, PermissionsMixin):
    """One person. `full_name` is one field, because names are not made of first and last everywhere."""

    email = models.EmailField("e-mail address", unique=True, null=True, blank=True)
    full_name = models.CharField("name", max_length=120, blank=True)
    preferred_name = models.CharField("what we should call you", max_length=60, blank=True)
    name_for_certificate = models.CharField("name on certificates", max_length=120, blank=True)
    certificate_name_confirmed_at = models.DateTimeField(null=True, blank=True)
    phone = models.CharField("phone number", max_length=30, blank=True)
    is_adult = models.BooleanField("18 or over", null=True, blank=True)
    date_of_birth = models.DateField("date of birth", null=True, blank=True)  # asked of under-18s only
    guardian_name = models.CharField(
        "parent or guardian", max_length=120, blank=True
    )  # of under-13s, asked by the hub
    hub = models.ForeignKey(
        Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="members"
    )  # home hub
    contact_by = models.CharField(
        max_length=10, default="email", choices=[("email", "E-mail"), ("phone", "Phone")]
    )
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)
    # the same person's other row, which stands for both; a joined row is closed, and nothing of it is rewritten
    joined_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined_rows"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    acting_as = ""  # not stored: as what they are here in this request, for the audit trail

    objects = AccountManager()

    class Meta:
        app_label = "academy"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_one_email_whatever_its_capitals"),
            models.CheckConstraint(condition=~Q(email=""), name="account_email_missing_is_null"),
            models.CheckConstraint(
                condition=Q(joined_to__isnull=True) | ~Q(joined_to=F("id")),
                name="account_not_joined_to_itself",
            ),
            models.CheckConstraint(  # nobody signs in to it, and no message is for it
                condition=Q(joined_to__isnull=True) | Q(is_active=False, email__isnull=True),
                name="account_joined_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or f"Person {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower() if self.email else None
        super().save(*args, **kwargs)

    @property
    def person_id(self) -> int:
        """The id of the row that stands for this person: this one, unless it was joined to another."""
        return self.joined_to_id or self.pk

    @property
    def short_name(self) -> str:
        """What we call this person on screen and in messages."""
        return self.preferred_name or self.full_name.split(" ")[0] or "friend"

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.short_name


class Joining(models.Model):
    """That two rows are one person: who said so, what it changed, and whether it was undone.

    `changes`: what undoing has to put back, as joining_actions.Changes writes it.
    """

    class How(models.TextChoices):
        SLIP = "slip", "with the slip of a day"
        SELF = "self", "by the person, who proved both"
        STAFF = "staff", "by the hub, which saw both"

    kept = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="joinings")
    other = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="joined_by")
    how = models.CharField(max_length=5, choices=How.choices)
    why = models.CharField(max_length=300, blank=True)  # how the hub knows
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, related_name="+")
    done_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    changes = models.JSONField(default=dict)
    undone_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "academy"
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("other")), name="joining_of_two_rows"),
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at__isnull=True), name="joining_once_until_undone"
            ),
            models.CheckConstraint(condition=Q(how__in=["slip", "self", "staff"]), name="joining_how_known"),
            models.CheckConstraint(
                condition=~Q(how="staff") | ~Q(why=""), name="joining_by_the_hub_says_why"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="joining_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} is {self.kept_id}"


class ToldApart(models.Model):
    """Somebody has looked at two rows that are alike, and they are two people: nobody is asked about them again."""

    lower = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="+"
    )  # the one with the lower id
    higher = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        app_label = "academy"
        constraints = [
            models.UniqueConstraint(fields=["lower", "higher"], name="told_apart_once"),
            models.CheckConstraint(condition=Q(lower__lt=F("higher")), name="told_apart_lower_first"),
        ]

    def __str__(self) -> str:
        return f"{self.lower_id} is not {self.higher_id}"


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def current(self, on: date) -> "RoleAssignmentQuerySet":
        """Those that hold on this day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)


class RoleAssignment(models.Model):
    """A role of a person, at one hub or (without hub) for the whole Academy, from one day until before another."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=12, choices=Role.choices)
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        app_label = "academy"
        ordering = ["account", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "hub"],
                condition=Q(ends_on__isnull=True, hub__isnull=False),
                name="role_held_once_at_a_hub",
            ),
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=Q(ends_on__isnull=True, hub__isnull=True),
                name="role_held_once_in_the_academy",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="role_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[Role.TRAINER, Role.COORDINATOR, Role.ASSESSOR], hub__isnull=False)
                | Q(role__in=[Role.QUALITY, Role.EDITOR, Role.MANAGER], hub__isnull=True),
                name="role_has_its_reach",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} is {self.get_role_display()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> "InvitationQuerySet":
        """Those that can be accepted at this moment."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """An e-mailed invitation to take on a role. Used once, good for two weeks."""

    token = models.CharField(max_length=22, unique=True, default=new_token)
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role.choices)
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, null=True, blank=True)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(
        null=True
    )  # claimed before the message is handed over, so that it goes once
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        app_label = "academy"
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.get_role_display()}"


class HandedCode(models.Model):
    """A one-time sign-in code that a hub hands to a person face to face. Ten minutes, one use, kept as a hash."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="handed_codes")
    handle = models.CharField(
        max_length=4
    )  # the first half: finds the row, so that wrong second halves can be counted
    code_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "academy"
        indexes = [models.Index(fields=["handle"], name="handed_code_by_handle")]

    def __str__(self) -> str:
        return f"code for {self.account}"


class NoticeShown(models.Model):
    """Which version of the privacy notice a person was shown, and when."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices")
    version = models.CharField(max_length=20)
    shown_at = models.DateTimeField()

    class Meta:
        app_label = "academy"

    def __str__(self) -> str:
        return f"{self.account} saw notice {self.version}"


class ConsentRecord(models.Model):
    """A yes or no to news by one channel, in the wording that was shown. A change of mind is a new row."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, default="news")
    channel = models.CharField(max_length=10, choices=[("email", "E-mail"), ("sms", "Text message")])
    given = models.BooleanField()
    wording_version = models.CharField(max_length=20)
    at_signup = models.BooleanField(
        default=False
    )  # the soft opt-in asks whether it was collected at first contact
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "academy"
        indexes = [
            models.Index(fields=["account", "purpose", "channel", "-recorded_at"], name="consent_newest")
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.purpose} by {self.channel}: {'yes' if self.given else 'no'}"


class AccessNeed(models.Model):
    """What makes a day easier for a person, in their own words. Asked once; theirs to change or delete."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="access_need")
    words = models.TextField(max_length=1000)
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "academy"
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="access_need_says_something")]

    def __str__(self) -> str:
        return f"what {self.account_id} needs"


class GuardianConsent(models.Model):
    """A parent or guardian agreed that a person under age takes part, on screen or on paper."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="guardian_consents")
    guardian_name = models.CharField(max_length=120)
    contact = models.CharField("phone or e-mail", max_length=120)
    scope = models.CharField(max_length=200)  # what was agreed to, in the words that were shown
    given_on = models.DateField()
    ends_on = models.DateField()  # at the latest the 18th birthday
    paper = models.CharField(max_length=200, blank=True)  # the stored photo of a signed sheet
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "academy"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("given_on")), name="guardian_consent_ends_after_it_was_given"
            ),
            models.CheckConstraint(condition=~Q(guardian_name=""), name="guardian_consent_names_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_name} for {self.account_id}"
