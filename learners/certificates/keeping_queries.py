"""What of certificates is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from django.db.models import F, QuerySet

from courses.catalogue.kinds import CertificateKind
from learners.certificates.models import Certificate


def attendance_certificates() -> QuerySet[Certificate]:
    """From the end of the dates; those of online courses are the person's own and stay."""
    rows = Certificate.objects.filter(kind=CertificateKind.ATTENDANCE)
    return rows.annotate(kept_from=F("enrolment__cohort__ends_at"))
