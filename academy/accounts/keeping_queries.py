"""What of people's records is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from academy.accounts.models import Account, ConsentRecord, GuardianConsent, HandedCode, Invitation
from academy.accounts.queries import unfinished_signups
from academy.shared import clock


def guardian_consents() -> QuerySet[GuardianConsent]:
    """From the day it ended, or was taken back."""
    ended = ExpressionWrapper(F("ends_on"), output_field=DateTimeField())  # midnight at its beginning
    return GuardianConsent.objects.annotate(kept_from=Coalesce("withdrawn_at", ended))


def news_consents() -> QuerySet[ConsentRecord]:
    """From the no that was said last; while the last word is yes, the time does not run."""
    same = ConsentRecord.objects.filter(
        account=OuterRef("account"), purpose=OuterRef("purpose"), channel=OuterRef("channel")
    ).order_by("-recorded_at", "-pk")
    rows = ConsentRecord.objects.alias(
        last=Subquery(same.values("given")[:1]), said=Subquery(same.values("recorded_at")[:1])
    )
    return rows.annotate(kept_from=Case(When(last=False, then=F("said"))))


def unfinished_sign_ups() -> QuerySet[Account]:
    """From the day of signing up; what was forgotten already has no address any more."""
    return unfinished_signups().annotate(kept_from=F("joined_at"))


def invitations() -> QuerySet[Invitation]:
    """From the moment it was used, taken back or ran out."""
    return Invitation.objects.annotate(kept_from=Coalesce("accepted_at", "withdrawn_at", "expires_at"))


def hub_codes() -> QuerySet[HandedCode]:
    """From the moment it opened nothing any more."""
    return HandedCode.objects.annotate(kept_from=Coalesce("used_at", "expires_at"))


def signed_in_devices() -> QuerySet[UserSession]:
    """From the sign-in, once the session is over; while it goes on, the time does not run."""
    goes_on = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=clock.now())
    rows: QuerySet[UserSession] = UserSession.objects.annotate(
        kept_from=Case(
            When(Exists(goes_on), then=Value(None)), default=F("created_at"), output_field=DateTimeField()
        )
    )
    return rows
