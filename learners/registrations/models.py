"""Registrations for a qualification, the units taken, and what was seen and confirmed before."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from academy.hubs.models import Hub
from academy.shared.tokens import new_token
from courses.qualifications.models import QualificationVersion, Unit
from learners.registrations.states import LIVE, WITH_NUMBER, Check, Paid, RegistrationState


class QualRegistrationQuerySet(models.QuerySet["QualRegistration"]):
    def live(self) -> "QualRegistrationQuerySet":
        """Those that are not over."""
        return self.filter(state__in=LIVE)


class QualRegistration(models.Model):
    """One person on one version of a qualification, at one hub."""

    token = models.CharField(max_length=22, unique=True, default=new_token)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations"
    )
    version = models.ForeignKey(QualificationVersion, on_delete=models.PROTECT, related_name="registrations")
    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(
        max_length=12, choices=RegistrationState.choices, default=RegistrationState.APPLIED
    )
    put_forward_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: the learner asked themselves
    applied_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)  # the learner's own yes, also where a hub asked
    practise_where = models.CharField(max_length=300, blank=True)
    practise_paid = models.CharField(max_length=8, choices=Paid.choices, default=Paid.NOT_YET)
    hopes = models.TextField(max_length=1000, blank=True)  # why they want it, in their own words
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ao_number = models.CharField("awarding organisation's number", max_length=40, blank=True)
    registered_on = models.DateField(null=True, blank=True)  # at the awarding organisation
    number_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number_recorded_at = models.DateTimeField(null=True, blank=True)
    late_why = models.CharField(max_length=300, blank=True)  # registered later than it should be (INV-18)
    began_at = models.DateTimeField(null=True, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    target_end_on = models.DateField(null=True, blank=True)
    before_break = models.CharField(max_length=12, choices=RegistrationState.choices, blank=True)
    break_until = models.DateField(null=True, blank=True)
    continues = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )  # the registration that this one takes the place of
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    moved_at = models.DateTimeField()  # when anything last moved

    objects = QualRegistrationQuerySet.as_manager()

    class Meta:
        app_label = "learners"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values), name="registration_state_known"
            ),
            models.UniqueConstraint(
                fields=["account", "version"], condition=Q(state__in=LIVE), name="registration_one_live"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_NUMBER) | (~Q(ao_number="") & Q(registered_on__isnull=False)),
                name="registration_registered_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RegistrationState.ACCEPTED, *WITH_NUMBER])
                | Q(accepted_at__isnull=False),
                name="registration_accepted_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.ON_BREAK) | ~Q(before_break=""),
                name="registration_break_comes_back",
            ),
            models.UniqueConstraint(
                fields=["version", "ao_number"],
                condition=~Q(ao_number="") & ~Q(state=RegistrationState.TRANSFERRED),
                name="registration_number_once",
            ),  # whoever moves to another hub of the centre takes their number along
        ]
        indexes = [models.Index(fields=["hub", "state"], name="registration_of_hub")]

    def __str__(self) -> str:
        return f"{self.account_id} on {self.version_id}"


class RegisteredUnit(models.Model):
    """A unit that this learner takes: every mandatory one, and those chosen of the optional groups."""

    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "learners"
        ordering = ["registration", "unit__number"]
        constraints = [models.UniqueConstraint(fields=["registration", "unit"], name="registered_unit_once")]

    def __str__(self) -> str:
        return f"unit {self.unit_id} of registration {self.registration_id}"


class LearnerDetails(models.Model):
    """Who the awarding organisation will print. Never changed: the newest that the learner confirmed counts."""

    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="details")
    number = models.PositiveSmallIntegerField()
    legal_name = models.CharField(max_length=120)
    birth_date = models.DateField()
    uln = models.CharField("unique learner number", max_length=10, blank=True)
    notice_version = models.CharField(
        max_length=40, blank=True
    )  # of the words shown where a ULN was asked for
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)  # by the learner, in their own session
    told_at = models.DateTimeField(null=True, blank=True)  # when the awarding organisation had it

    class Meta:
        app_label = "learners"
        ordering = ["registration", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "number"], name="learner_details_number_once"),
            models.CheckConstraint(condition=~Q(legal_name=""), name="learner_details_name_somebody"),
            models.CheckConstraint(
                condition=Q(uln="") | Q(uln__regex=r"^[1-9][0-9]{9}$"),
                name="learner_details_uln_has_ten_digits",
            ),
        ]

    def __str__(self) -> str:
        return f"details {self.number} of registration {self.registration_id}"


class AcceptanceCheck(models.Model):
    """Something that was done before the learner was accepted. `how`: which document, or which way."""

    registration = models.ForeignKey(QualRegistration, on_delete=models.PROTECT, related_name="checks")
    what = models.CharField(max_length=10, choices=Check.choices)
    done_on = models.DateField()
    how = models.CharField(max_length=200, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "learners"
        ordering = ["registration", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(what__in=Check.values), name="check_known")]

    def __str__(self) -> str:
        return f"{self.what} for registration {self.registration_id}"
