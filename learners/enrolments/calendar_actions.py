"""The private addresses of calendars."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.locks import locked_one
from academy.shared.tokens import new_token
from learners.enrolments.models import CalendarFeed
from learners.enrolments.states import Feed


@transaction.atomic
def new_calendar_address(*, account_id: int, shows: Feed, now: datetime) -> CalendarFeed:
    """Make the address, or another in its place: what followed the old one hears nothing more."""
    account = locked_one(Account.objects.all(), account_id)
    facts = {"token": new_token(), "made_at": now}
    return CalendarFeed.objects.update_or_create(account=account, shows=shows, defaults=facts)[0]
