"""What of reports is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from django.db.models import F, QuerySet

from cms.problems.models import PageProblem


def page_problems() -> QuerySet[PageProblem]:
    """From the moment it was dealt with."""
    return PageProblem.objects.annotate(kept_from=F("done_at"))
