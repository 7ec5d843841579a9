"""What of lists of people is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from django.db.models import F, QuerySet

from learners.intake.models import PeopleImport


def lists_of_people() -> QuerySet[PeopleImport]:
    """From the upload; what was forgotten already has no file and no rows."""
    return PeopleImport.objects.filter(forgotten_at__isnull=True).annotate(kept_from=F("asked_at"))
