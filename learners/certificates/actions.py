"""Issuing, printing and replacing certificates. The root that is locked is the enrolment."""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from academy.accounts.actions import confirm_certificate_name
from academy.accounts.models import Account
from academy.accounts.queries import is_minor, rows_of
from academy.accounts.rules import clean_name
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from courses.catalogue.kinds import CertificateKind
from learners.attendance.queries import attended_by
from learners.certificates.models import Certificate
from learners.certificates.policies import holder_of, may_be_issued, may_correct_name, may_hide
from learners.certificates.printing import print_certificate
from learners.certificates.queries import certificates_due_for
from learners.certificates.states import LIVE, CertificateState
from learners.enrolments.models import Enrolment

TEMPLATE_VERSIONS = {CertificateKind.COMPLETION: "completion-1", CertificateKind.ATTENDANCE: "attendance-1"}


@transaction.atomic
def issue_certificate(*, enrolment_id: int, now: datetime) -> Certificate | None:
    """The place's live certificate: the one that is there, a new one, or None while it is not yet time."""
    enrolment = locked_one(Enrolment.objects.select_related("course", "account__joined_to"), enrolment_id)
    certificate = Certificate.objects.filter(enrolment=enrolment, state__in=LIVE).first()
    if certificate is None:
        if not may_be_issued(enrolment):
            return None
        certificate = _freeze(
            enrolment, name=holder_of(enrolment).name_for_certificate, now=now, replaces=None
        )
        audit(enrolment, "certificate_issued", by=None, now=now, about=certificate)
    if certificate.pdf is None:
        enqueue("learners.certificates.make_pdf", certificate_id=certificate.pk)
    return certificate


def make_pdf(*, certificate_id: int) -> None:
    """Print the certificate and keep the file. Any repeat, also at the same time, keeps the first file."""
    certificate = Certificate.objects.get(pk=certificate_id)
    if certificate.pdf is not None:
        return
    content = print_certificate(certificate)
    name = default_storage.save(f"certificates/{certificate.token}.pdf", ContentFile(content))
    with transaction.atomic():
        digest = hashlib.sha256(content).hexdigest()
        first = Certificate.objects.filter(pk=certificate_id, pdf__isnull=True).update(
            pdf=name, pdf_sha256=digest
        )
        if first:
            enqueue("learners.reminders.send_due", kind="certificate_ready")
    if not first:
        default_storage.delete(name)


@transaction.atomic
def confirm_name(*, name: str, by: Account, now: datetime) -> None:
    """The person says which name is printed; what waited for it is issued. Raises NotAName."""
    confirm_certificate_name(account_id=by.pk, name=name, now=now)
    for enrolment_id in certificates_due_for(by.pk):
        enqueue("learners.certificates.issue", enrolment_id=enrolment_id)


@transaction.atomic
def correct_name(*, certificate_id: int, name: str, by: Account, now: datetime) -> Certificate:
    """Make the certificate again with another name; the old one says "replaced" for ever (INV-36).

    The same form sent twice gets the certificate that the first one made. Raises NotAName.
    """
    enrolment, old = _locked(certificate_id)
    newer = Certificate.objects.filter(
        replaces=old, state=CertificateState.ISSUED, enrolment__account__in=rows_of(by)
    ).first()
    if newer is not None and newer.name == clean_name(name):
        return newer
    may_correct_name(by.pk, old).enforce()
    printed = confirm_certificate_name(account_id=by.pk, name=name, now=now).name_for_certificate
    if printed == old.name:
        return old
    old.state, old.ended_at, old.ended_reason = CertificateState.REPLACED, now, "The name was corrected."
    old.save(update_fields=["state", "ended_at", "ended_reason"])
    new = _freeze(enrolment, name=printed, now=now, replaces=old)
    audit(enrolment, "certificate_replaced", by=by, now=now, about=new, before={"certificate": old.pk})
    enqueue("learners.certificates.make_pdf", certificate_id=new.pk)
    return new


@transaction.atomic
def hide_certificate(*, certificate_id: int, hidden: bool, by: Account, now: datetime) -> None:
    """The holder closes or opens the public page of their certificate (INV-35); under 18 it begins closed."""
    enrolment, certificate = _locked(certificate_id)
    may_hide(by.pk, certificate).enforce()
    if certificate.hidden == hidden:
        return
    certificate.hidden = hidden
    certificate.save(update_fields=["hidden"])
    audit(
        enrolment,
        "certificate_hidden" if hidden else "certificate_shown",
        by=by,
        now=now,
        about=certificate,
    )


def _locked(certificate_id: int) -> tuple[Enrolment, Certificate]:
    """The place on the course, locked, and its certificate as it then is."""
    enrolment_id = Certificate.objects.values_list("enrolment", flat=True).get(pk=certificate_id)
    enrolment = locked_one(Enrolment.objects.select_related("course", "account"), enrolment_id)
    return enrolment, Certificate.objects.select_related("enrolment__account").get(pk=certificate_id)


def _freeze(enrolment: Enrolment, *, name: str, now: datetime, replaces: Certificate | None) -> Certificate:
    assert enrolment.completed_at is not None
    cohort = enrolment.cohort
    kind = CertificateKind(enrolment.course.certificate_kind)
    return Certificate.objects.create(
        enrolment=enrolment,
        kind=kind,
        name=name,
        course_title=enrolment.course.title,
        issuer=settings.WAGTAIL_SITE_NAME,
        lessons=enrolment.lessons.filter(done_at__isnull=False).count(),
        hub_name=cohort.hub.name if cohort is not None else "",
        **(_days_of(replaces) if replaces else _days(enrolment)),
        issued_at=now,
        template_version=TEMPLATE_VERSIONS[kind],
        is_sample=enrolment.course.is_sample,
        replaces=replaces,
        hidden=replaces.hidden if replaces else is_minor(enrolment.account, london_date(now)),
    )


def _days(enrolment: Enrolment) -> dict[str, Any]:
    """When it was done. Of dates: the days and minutes that the signed registers say."""
    attended = attended_by(enrolment) if enrolment.cohort_id is not None else None
    if attended is None:
        assert enrolment.completed_at is not None
        return {"completed_on": london_date(enrolment.completed_at)}
    return {"began_on": attended.first_on, "completed_on": attended.last_on, "minutes": attended.minutes}


def _days_of(old: Certificate) -> dict[str, Any]:
    """A corrected name changes nothing else."""
    return {"began_on": old.began_on, "completed_on": old.completed_on, "minutes": old.minutes}
