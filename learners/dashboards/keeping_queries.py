"""What of lists is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from django.db.models import F, QuerySet

from learners.dashboards.models import Export


def exports() -> QuerySet[Export]:
    """From the moment somebody asked for it."""
    return Export.objects.annotate(kept_from=F("asked_at"))
