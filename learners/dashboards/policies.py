"""Who may take a list of people away, and who may open one that was made."""

from datetime import datetime, timedelta

from django.conf import settings

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort
from courses.delivery.policies import may_see_cohort
from learners.dashboards.models import Export

KEPT_FOR: timedelta = settings.KEPT_FOR["exports"]


def may_export(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """Whoever runs the dates may have the list of their people."""
    return may_see_cohort(by, cohort, now=now)


def may_open_export(by: Account, export: Export, *, now: datetime) -> Ruling:
    """Only whoever asked for it, as long as they still run those dates, for seven days."""
    if export.asked_by_id != by.pk:
        return Ruling.no(
            "Somebody else asked for this list, so only they can open it. If you run these dates, make one of your own."
        )
    if export.asked_at + KEPT_FOR <= now:
        return Ruling.no("Lists are kept for seven days, and this one is older. Make it again.")
    return may_export(by, export.cohort, now=now)
