"""What of lists of people and seat codes is kept for a time, with the moment from which it runs (`kept_from`)."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from learners.intake.models import PeopleImport, SeatCode


def lists_of_people() -> QuerySet[PeopleImport]:
    """From the upload; what was forgotten already has no file and no rows."""
    return PeopleImport.objects.filter(forgotten_at__isnull=True).annotate(kept_from=F("asked_at"))


def seat_codes() -> QuerySet[SeatCode]:
    """From the first session of their dates."""
    begins = Coalesce(F("cohort__starts_at"), F("made_at"))
    return SeatCode.objects.filter(held__isnull=True).annotate(kept_from=begins)
