"""Certificates that are ready."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from academy.accounts.queries import person_id
from learners.certificates.models import Certificate
from learners.certificates.states import CertificateState
from learners.reminders.letters import Due, Letter

READY_WITHIN = timedelta(days=14)


def certificates_ready(now: datetime) -> Iterator[Due]:
    """Certificates that were printed lately, to their holders. One query."""
    rows = _ready().filter(issued_at__gt=now - READY_WITHIN, issued_at__lte=now).order_by("pk")
    rows = rows.annotate(holder=person_id("enrolment__account"))
    for pk, account_id, issued_at in rows.values_list("pk", "holder", "issued_at"):
        yield Due(account_id, f"certificate:{pk}", at=issued_at)


def certificate_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still there, still valid? One query."""
    found = _ready().select_related("enrolment__account").in_bulk([due.about_id for due in dues])
    return {
        due: _letter(found[due.about_id])
        for due in dues
        if due.about_id in found and found[due.about_id].enrolment.account.person_id == due.account_id
    }


def _letter(certificate: Certificate) -> Letter:
    context = {
        "course_title": certificate.course_title,
        "printed_name": certificate.name,
        "serial": certificate.serial,
        "verify_href": settings.BASE_URL + reverse("verify-certificate", args=[certificate.serial]),
    }
    return Letter(reverse("certificate", args=[certificate.token]), "See your certificate", context)


def _ready() -> QuerySet[Certificate]:
    """Printed, valid, of somebody whose account is open."""
    rows = Certificate.objects.filter(pdf__isnull=False, state=CertificateState.ISSUED)
    is_open = Q(enrolment__account__is_active=True) | Q(enrolment__account__joined_to__is_active=True)
    return rows.filter(is_open, enrolment__counts_for__isnull=True)
