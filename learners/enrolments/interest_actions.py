"""Asking to be told when there are dates, and no longer asking. The root that is locked is the person."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.locks import locked_one
from courses.catalogue.models import Course
from learners.enrolments.interest_policies import may_ask, may_ask_for, may_join_one_more
from learners.enrolments.models import Enrolment, Interest


@transaction.atomic
def ask_to_be_told(
    *, account_id: int, course_id: int, hub_id: int | None, by: Account, now: datetime
) -> Interest:
    """One more person who would come. hub_id: None for any hub. Asking twice is asking once."""
    account = locked_one(Account.objects.all(), account_id)
    course = Course.objects.get(pk=course_id)
    hub = Hub.objects.get(pk=hub_id) if hub_id is not None else None
    if by.pk != account_id:
        may_ask_for(by, hub, now=now).enforce()
    mine = Interest.objects.filter(account=account, ended_at__isnull=True)
    if (known := mine.filter(course=course, hub=hub).first()) is not None:
        return known
    may_ask(course, hub).enforce()
    may_join_one_more(mine.count()).enforce()
    return Interest.objects.create(account=account, course=course, hub=hub, since=now)


def stop_telling(*, account_id: int, interest_id: int, now: datetime) -> bool:
    """Off the list, because the person wishes so. False where it was not theirs, or is over already."""
    mine = Interest.objects.filter(pk=interest_id, account=account_id, ended_at__isnull=True)
    return mine.update(ended_at=now) == 1


def end_interests(place: Enrolment, *, now: datetime) -> None:
    """The place is booked: nobody need tell this person of the course any more, at whatever hub."""
    waiting = Interest.objects.filter(
        account=place.account_id, course=place.course_id, ended_at__isnull=True, since__lte=now
    )
    waiting.update(ended_at=now)
