"""Certificates whose registers were changed since, and what the registers say now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from academy.accounts.models import Account
from courses.delivery.queries import hubs_led
from learners.attendance.models import RegisterSignoff
from learners.certificates.models import Certificate
from learners.certificates.states import LIVE, CertificateState
from learners.completion.actions import verdict_on
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, PlaceState

LOOKED_BACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What somebody needs to see to decide. missing: what the registers of today say is not there."""

    missing: tuple[str, ...]
    changes: tuple[RegisterSignoff, ...]  # the newest first


def is_earned(enrolment: Enrolment) -> bool:
    """Whether the signed registers earn this place's certificate today, and it is the one that is counted."""
    return enrolment.counts_for_id is None and verdict_on(enrolment).complete


def doubtful(*, now: datetime) -> QuerySet[Certificate]:
    """Live certificates of dates that may have to change: by their place, or by a register signed of late."""
    of_late = RegisterSignoff.objects.filter(
        session__cohort=OuterRef("enrolment__cohort"), version__gt=1, signed_at__gt=now - LOOKED_BACK
    )
    earned = Q(enrolment__state=PlaceState.ATTENDED, enrolment__counts_for__isnull=True)
    asks = Q(~earned, state=CertificateState.ISSUED, kept_why="")
    answered = Q(earned, state=CertificateState.UNDER_REVIEW)
    return Certificate.objects.filter(
        asks | answered | Exists(of_late), state__in=LIVE, enrolment__kind=EnrolmentKind.COHORT
    ).order_by("enrolment")


def to_decide(by: Account, *, now: datetime) -> QuerySet[Certificate]:
    """Those that wait for somebody like this person: of the hubs that they lead, the oldest first."""
    rows = Certificate.objects.filter(
        state=CertificateState.UNDER_REVIEW, enrolment__cohort__hub__in=hubs_led(by, now=now)
    )
    rows = rows.select_related("enrolment__cohort__course", "enrolment__cohort__hub")
    return rows.order_by("review_since", "pk")


def under_review_on(cohort_id: int) -> dict[int, Certificate]:
    """Those of these dates, by the id of their place."""
    rows = Certificate.objects.filter(enrolment__cohort=cohort_id, state=CertificateState.UNDER_REVIEW)
    return {certificate.enrolment_id: certificate for certificate in rows}


def doubt_about(enrolment: Enrolment) -> Doubt:
    changed = RegisterSignoff.objects.filter(session__cohort=enrolment.cohort_id, version__gt=1)
    missing = verdict_on(enrolment).missing
    if enrolment.counts_for_id is not None:
        missing = (
            "This day was entered twice for the same person, and the other entry is counted.",
            *missing,
        )
    return Doubt(missing, tuple(changed.select_related("session").order_by("-signed_at")[:5]))
