"""A sample group that meets on the day the sample is loaded, so that its trainer's day and register are full."""

import base64
from datetime import datetime, time, timedelta

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.clock import LONDON, london_date
from cms.sample.dates import VENUES, WORDS, made_up
from cms.sample.writing import key_of
from courses.catalogue.models import Course
from courses.delivery.actions import NewCohort, create_cohort, open_cohort
from courses.delivery.models import Cohort
from courses.delivery.rules import Meeting
from courses.delivery.venue_actions import add_venue
from learners.enrolments.care_actions import DayFacts, save_day_needs
from learners.enrolments.place_actions import book_place

PLANNED_BEFORE = timedelta(days=21)
FIRST_HOUR, LAST_HOUR, HOURS = 8, 18, 5
COMING = {
    "Idris Cole": DayFacts(needs="A chair with arms, near the door."),
    "Bronwen Pugh": DayFacts(
        needs="I lip-read. Please face me when you talk.",
        emergency_name="Alun Pugh",
        emergency_phone="01632 960 144",
    ),
    "Chidi Eze": DayFacts(),
    "Farida Noor": DayFacts(diet="Halal, no nuts"),
    "Greta Brandt": DayFacts(),
    "Moses Adu": DayFacts(),
    "Siân Beddoe": DayFacts(needs="A quiet corner for ten minutes now and then."),
    "Yan Li": DayFacts(),
}


def load_today(*, now: datetime) -> None:
    """Once. On another day the group is one whose register nobody has signed."""
    token = base64.urlsafe_b64encode(key_of("dates/today").bytes).decode().rstrip("=")
    if Cohort.objects.filter(token=token).exists():
        return
    manager = Account.objects.get(email="manager@example.org")
    trainer = Account.objects.get(email="trainer@example.org")
    hub, before = Hub.objects.get(slug="harbour-road"), now - PLANNED_BEFORE
    hour = max(FIRST_HOUR, min(LAST_HOUR, now.astimezone(LONDON).hour - 1))
    venue = add_venue(hub_id=hub.pk, facts=VENUES["harbour-road"], by=manager, now=before)
    new = NewCohort(
        course_id=Course.objects.get(code="INTRO").pk,
        hub_id=hub.pk,
        capacity=12,
        meetings=(Meeting(london_date(now), time(hour), time(hour + HOURS), venue.pk, ""),),
        min_to_run=6,
        title="today",
        words=WORDS,
        trainer_ids=(trainer.pk,),
        key=token,
    )
    cohort = create_cohort(new=new, by=manager, now=before)
    open_cohort(cohort_id=cohort.pk, by=manager, now=before)
    for name, needs in COMING.items():
        who = made_up(name, now=before)
        place = book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=before)
        if needs != DayFacts():
            save_day_needs(place_id=place.pk, facts=needs, by=who, now=before)
