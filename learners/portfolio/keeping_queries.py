"""What of portfolios is kept for a time, with the moment from which that time runs (`kept_from`)."""

from django.db.models import F, QuerySet

from learners.portfolio.copy_models import PortfolioCopy


def copies() -> QuerySet[PortfolioCopy]:
    """From the moment its owner asked for it."""
    return PortfolioCopy.objects.annotate(kept_from=F("asked_at"))
