"""The words that stand on a printed certificate."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from academy.shared import pdf
from academy.shared.clock import LONDON
from courses.catalogue.kinds import CertificateKind
from learners.certificates.models import Certificate

TEMPLATES = {
    CertificateKind.COMPLETION: "certificates/completion.typ",
    CertificateKind.ATTENDANCE: "certificates/attendance.typ",
}


def print_certificate(certificate: Certificate) -> bytes:
    """The PDF of a certificate; the same row gives the same bytes."""
    verify_url = settings.BASE_URL + reverse("verify-certificate", args=[certificate.serial])
    issued = certificate.issued_at.astimezone(LONDON)
    data = {
        "name": certificate.name,
        "course": certificate.course_title,
        "completed_on": _day(certificate.completed_on),
        "issued_on": _day(issued.date()),
        "issuer": certificate.issuer,
        "hub": certificate.hub_name,
        "serial": certificate.serial,
        "verify_url": verify_url,
        "lessons_words": f"all {certificate.lessons} lessons" if certificate.lessons > 1 else "",
        "when_words": when_words(certificate),
        "sample": "yes" if certificate.is_sample else "no",
        "qr": pdf.qr_svg(verify_url),
    }
    return pdf.compile(TEMPLATES[CertificateKind(certificate.kind)], data, at=certificate.issued_at)


def when_words(certificate: Certificate) -> str:
    """How long somebody was there and on which days: "for 6 hours on 3 December 2026". Empty where it is not known."""
    first, last = certificate.began_on, certificate.completed_on
    if first is None or certificate.minutes is None:
        return ""
    days = f"on {_day(first)}" if first == last else f"from {_day(first)} to {_day(last)}"
    return f"for {_hours(certificate.minutes)} {days}"


def _hours(minutes: int) -> str:
    """In full half hours, so that nobody is given more than they were there for."""
    if minutes < 60:
        return f"{minutes} minutes"
    hours, half = divmod(minutes // 30, 2)
    return f"{hours}{'½' if half else ''} hour{'' if (hours, half) == (1, 0) else 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
