"""How much room a portfolio has."""

from django.conf import settings
from django.db.models import Sum

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from learners.portfolio.models import EvidenceFile


def used_by(person: Account) -> int:
    """Bytes of every file that is still there, as it is kept."""
    rows = EvidenceFile.objects.filter(item__account__in=rows_of(person), removed_at__isnull=True)
    return rows.aggregate(all=Sum("size"))["all"] or 0


def room_of(person: Account) -> int:
    """Bytes that this person may still add."""
    most: int = settings.PORTFOLIO_BYTES
    return max(0, most - used_by(person))
