"""A group of fifty of the learners, on dates that the manager runs; and two thousand of them for the spreadsheet."""

from collections.abc import Sequence
from datetime import time, timedelta

from academy.accounts.models import Account
from academy.shared import clock
from courses.catalogue.models import Course
from courses.delivery.actions import NewCohort, create_cohort, open_cohort
from courses.delivery.models import Cohort, Venue
from courses.delivery.rules import Meeting
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, PlaceState, Source

PEOPLE = 50
SESSIONS = 3


def manager() -> Account:
    return Account.objects.get(email="manager@example.org")


def group_of(people: Sequence[Account], title: str) -> Cohort:
    """Open dates with all these people booked on them, also where that is more than any room holds."""
    now, today, venue = clock.now(), clock.today(), Venue.objects.order_by("pk")[0]
    days = (today + timedelta(days=14 + 7 * number) for number in range(SESSIONS))
    new = NewCohort(
        course_id=Course.objects.get(code="INTRO").pk,
        hub_id=venue.hub_id,
        capacity=min(len(people), 500),
        meetings=tuple(Meeting(day, time(10), time(16), venue.pk) for day in days),
        title=title,
    )
    cohort = create_cohort(new=new, by=manager(), now=now)
    open_cohort(cohort_id=cohort.pk, by=manager(), now=now)
    Enrolment.objects.bulk_create(
        Enrolment(
            account=account,
            course_id=new.course_id,
            cohort=cohort,
            kind=EnrolmentKind.COHORT,
            state=PlaceState.CONFIRMED,
            source=Source.SELF,
            seat=seat,
            opens_at=now,
            started_at=now,
            requested_at=now,
            confirmed_at=now,
        )
        for seat, account in enumerate(people, start=1)
    )
    return cohort
