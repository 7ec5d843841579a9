"""Dates as a coordinator makes them."""

from datetime import date, time

from academy.accounts.models import Account
from courses.delivery.actions import NewCohort, create_cohort
from courses.delivery.models import Cohort, Venue
from courses.delivery.rules import Meeting
from tests.learners.places import dates
from tests.learners.worlds import NOON

DAY = date(2026, 12, 3)


def hall(name: str = "Main hall") -> Venue:
    made, _ = Venue.objects.get_or_create(hub=dates.hub(), name=name, defaults={"address": "Quay Street"})
    return made


def meeting(day: date = DAY, begins: int = 10, ends: int = 16) -> Meeting:
    return Meeting(day, time(begins), time(ends), venue_id=hall().pk)


def new(*meetings: Meeting, **more) -> NewCohort:
    facts = {"course_id": dates.course().pk, "hub_id": dates.hub().pk, "capacity": 10, **more}
    return NewCohort(meetings=meetings or (meeting(),), **facts)


def made(*meetings: Meeting, by: Account | None = None, **more) -> Cohort:
    """Being prepared."""
    return create_cohort(new=new(*meetings, **more), by=by or dates.coordinator(), now=NOON)
