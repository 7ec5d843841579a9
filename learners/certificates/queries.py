"""Reading certificates, and finding the work that a lost nudge left behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from academy.accounts.queries import rows_of
from academy.shared import clock
from academy.shared.clock import london_date
from courses.catalogue.kinds import CertificateKind
from learners.certificates.models import Certificate
from learners.certificates.states import CertificateState
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, PlaceState


@dataclass(frozen=True, slots=True)
class CertificateCard:
    """A certificate on the learner's own page. `state` is waiting_name, making, ready, under_review
    or taken_back."""

    title: str
    serial: str
    href: str
    issued_on: date | None
    state: str
    waiting_text: str


def enrolments_due() -> QuerySet[Enrolment]:
    """Places that should have a certificate and have none, where the name is known. What was taken back stays so."""
    last = Certificate.objects.filter(enrolment=OuterRef("pk")).exclude(state=CertificateState.REPLACED)
    named = Q(account__certificate_name_confirmed_at__isnull=False)
    named |= Q(account__joined_to__certificate_name_confirmed_at__isnull=False)
    return (
        Enrolment.objects.counted()
        .filter(
            ~Exists(last),
            named,
            ~Q(kind=EnrolmentKind.COHORT) | Q(cohort__ends_at__gt=clock.now() - attendance_kept()),
            ~Q(kind=EnrolmentKind.COHORT) | Q(state=PlaceState.ATTENDED),
            completed_at__isnull=False,
            course__certificate_kind__in=[CertificateKind.ATTENDANCE, CertificateKind.COMPLETION],
        )
        .order_by("pk")
    )


def attendance_kept() -> timedelta:
    """How long after the dates a certificate of attendance is kept. Later none is made, either."""
    return settings.KEPT_FOR["attendance-certificates"]


def forgotten(enrolment: Enrolment) -> bool:
    """Dates that were over so long ago that their certificates are gone."""
    over = enrolment.cohort.ends_at if enrolment.cohort is not None else None
    return over is not None and over <= clock.now() - attendance_kept()


def certificates_due_for(account_id: int) -> list[int]:
    """The ids of this person's places whose certificate is due."""
    return list(enrolments_due().filter(account__in=rows_of(account_id)).values_list("pk", flat=True))


def unprinted() -> QuerySet[Certificate]:
    """Issued certificates whose file is not made yet."""
    return Certificate.objects.filter(pdf__isnull=True).order_by("pk")


def cards_of(enrolments: Iterable[Enrolment], *, name_confirmed: bool) -> tuple[CertificateCard, ...]:
    """One card for each certificate these places gave or are about to give. One query where one of them is finished."""
    finished = [one for one in enrolments if one.completed_at is not None]
    if not finished:
        return ()
    certificates = Certificate.objects.filter(enrolment__in=finished).exclude(state=CertificateState.REPLACED)
    last = {certificate.enrolment_id: certificate for certificate in certificates}
    return tuple(
        _card(enrolment, last.get(enrolment.pk), name_confirmed)
        for enrolment in finished
        if enrolment.course.certificate_kind != CertificateKind.NONE
        if enrolment.pk in last or (_still_earned(enrolment) and not forgotten(enrolment))
    )


def _still_earned(enrolment: Enrolment) -> bool:
    """A register that was changed before the certificate was made may say that a day is missing."""
    return enrolment.kind != EnrolmentKind.COHORT or enrolment.state == PlaceState.ATTENDED


def _card(enrolment: Enrolment, certificate: Certificate | None, name_confirmed: bool) -> CertificateCard:
    if certificate is None and not name_confirmed:
        words = "You have finished. Tell us which name to print."
        href = reverse("confirm-certificate-name")
        return CertificateCard(enrolment.course.title, "", href, None, "waiting_name", words)
    if certificate is None:
        words = "We are making your certificate. It takes about a minute, and we e-mail you when it is ready."
        return CertificateCard(enrolment.course.title, "", "", None, "making", words)
    state, words = _where_it_stands(certificate)
    return CertificateCard(
        title=certificate.course_title,
        serial=certificate.serial,
        href=reverse("certificate", args=[certificate.token]),
        issued_on=london_date(certificate.issued_at),
        state=state,
        waiting_text=words,
    )


def _where_it_stands(certificate: Certificate) -> tuple[str, str]:
    if certificate.state == CertificateState.REVOKED:
        return "taken_back", "This certificate was taken back. Ask the Academy if you want to know why."
    if certificate.state == CertificateState.UNDER_REVIEW:
        words = (
            "The register of this course was changed, so somebody at the hub looks at your certificate again. "
            "You need do nothing. This page says how it ends."
        )
        return "under_review", words
    if certificate.pdf is None:
        return "making", "We are printing your certificate. It takes about a minute."
    return "ready", ""
