"""Whether a parent or guardian has to agree before somebody takes part (INV-45)."""

from datetime import date

from django.db.models import QuerySet

from academy.accounts.models import Account, GuardianConsent
from academy.accounts.queries import is_minor, rows_of
from academy.accounts.rules import age_on
from courses.catalogue.models import Course

SCOPE = "They may take part in courses of the Academy and its hubs. The hub may ring me on the day."


def needs_consent(account: Account, course: Course, *, on: date) -> bool:
    """Under the course's age, and nobody has agreed for this day. Who is under 18 and told no birthday counts as one
    who needs it."""
    if not is_minor(account, on):
        return False
    if account.date_of_birth is not None and age_on(account.date_of_birth, on) >= course.consent_below:
        return False
    return not _holding(account, on).exists()


def agreed_for(account: Account, *, on: date) -> GuardianConsent | None:
    """The newest agreement that holds on this day."""
    return _holding(account, on).order_by("-pk").first()


def paper_of(account: Account, *, on: date) -> GuardianConsent | None:
    """The newest of them that has a photo of the paper."""
    return _holding(account, on).exclude(paper="").order_by("-pk").first()


def _holding(account: Account, on: date) -> QuerySet[GuardianConsent]:
    given = GuardianConsent.objects.filter(account__in=rows_of(account), given_on__lte=on, ends_on__gte=on)
    return given.filter(withdrawn_at__isnull=True)


def years_after(day: date, years: int) -> date:
    """The same date so many years on; for 29 February the day before the next March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
