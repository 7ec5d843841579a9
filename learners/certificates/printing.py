"""The words that stand on a printed certificate."""

from django.conf import settings
from django.urls import reverse

from academy.shared import pdf
from academy.shared.clock import LONDON
from learners.certificates.models import Certificate


def print_certificate(certificate: Certificate) -> bytes:
    """The PDF of a certificate; the same row gives the same bytes."""
    verify_url = settings.BASE_URL + reverse("verify-certificate", args=[certificate.serial])
    on = certificate.completed_on
    issued = certificate.issued_at.astimezone(LONDON)
    data = {
        "kind": certificate.get_kind_display(),
        "name": certificate.name,
        "course": certificate.course_title,
        "completed_on": f"{on.day} {on:%B %Y}",
        "issued_on": f"{issued.day} {issued:%B %Y}",
        "issuer": certificate.issuer,
        "hub": certificate.hub_name,
        "serial": certificate.serial,
        "verify_url": verify_url,
        "lessons_words": f"all {certificate.lessons} lessons" if certificate.lessons > 1 else "",
        "sample": "yes" if certificate.is_sample else "no",
        "qr": pdf.qr_svg(verify_url),
    }
    return pdf.compile("certificates/completion.typ", data, at=certificate.issued_at)
