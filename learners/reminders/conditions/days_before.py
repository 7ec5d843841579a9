"""What people get before a day on which they have a place: at ten o'clock on a London wall, days before.

The day is the occasion: dates that are moved to another day are told anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet
from django.urls import reverse

from academy.shared.clock import london_date
from courses.delivery.models import Cohort, Session
from courses.delivery.states import PUBLIC, CohortState
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED, PlaceState
from learners.reminders.conditions.date_facts import cohort_context, place_letters
from learners.reminders.conditions.dates import ahead, cohort_of, due_about, found_of, still_of
from learners.reminders.goals import at_oclock
from learners.reminders.letters import Due, Letter

MORNING = 10  # o'clock
JOINING_DAYS, ASKING_DAYS, TOMORROW_DAYS = 7, 3, 1
# How long each is of use at most: from that morning until the latest hour of the day itself.
JOINING_WITHIN, ASKING_WITHIN, TOMORROW_WITHIN = timedelta(days=8), timedelta(days=4), timedelta(days=2)
NOT_ASKED = timedelta(days=4)  # whoever booked so shortly before the first day has just said that they come
HELD = (*PUBLIC, CohortState.IN_PROGRESS)

SEE = "See your place"
Day = tuple[Enrolment, list[Session]]


def joining(now: datetime) -> Iterator[Due]:
    """Booked places a week before the first day, or at once when they were booked later. One query."""
    yield from found_of(_joining_rows(now), _joining_due, now)


def joining_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still booked, still on that day? Five queries."""
    rows = _joining_rows(now).prefetch_related("cohort__course__recommended_prior")
    places = still_of(rows, _joining_due, dues, now)
    prior = {due: cohort_of(place).course.recommended_prior.all() for due, place in places.items()}
    return {
        due: replace(letter, context={**letter.context, "prior": [course.title for course in prior[due]]})
        for due, letter in place_letters(places, SEE).items()
    }


def asking(now: datetime) -> Iterator[Due]:
    """Booked places three days before the first day, of those who booked a while before that. One query."""
    yield from found_of(_asking_rows(now), _asking_due, now)


def asking_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still booked, still on that day? Four queries."""
    return place_letters(still_of(_asking_rows(now), _asking_due, dues, now), SEE)


def tomorrow(now: datetime) -> Iterator[Due]:
    """Every day with sessions, the day before, to everybody who had a place by then. Two queries."""
    yield from _tomorrow(now)


def tomorrow_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still booked, and is there still something on that day? Two queries."""
    found = _tomorrow(now, {due.about_id for due in dues})
    return {due: _day_letter(cohort_of(found[due][0]), found[due][1]) for due in dues if due in found}


def before(day: date, days: int) -> datetime:
    """Ten o'clock in London so many days before this day, whatever the clocks do in between."""
    return at_oclock(day - timedelta(days=days), MORNING)


def _joining_rows(now: datetime) -> QuerySet[Enrolment]:
    return ahead(now).filter(state=PlaceState.CONFIRMED, cohort__starts_at__lt=now + JOINING_WITHIN)


def _joining_due(place: Enrolment) -> Due:
    assert place.confirmed_at is not None
    first, starts_at = _first_day(place)
    return due_about(
        place, first.isoformat(), max(before(first, JOINING_DAYS), place.confirmed_at), starts_at
    )


def _asking_rows(now: datetime) -> QuerySet[Enrolment]:
    rows = ahead(now).filter(state=PlaceState.CONFIRMED, cohort__starts_at__lt=now + ASKING_WITHIN)
    return rows.filter(confirmed_at__lte=F("cohort__starts_at") - NOT_ASKED)


def _asking_due(place: Enrolment) -> Due:
    first, starts_at = _first_day(place)
    return due_about(place, first.isoformat(), before(first, ASKING_DAYS), starts_at)


def _first_day(place: Enrolment) -> tuple[date, datetime]:
    """With the moment when it begins."""
    starts_at = cohort_of(place).starts_at
    assert starts_at is not None
    return london_date(starts_at), starts_at


def _tomorrow(now: datetime, place_ids: Collection[int] | None = None) -> dict[Due, Day]:
    """Places with the sessions of the day before which it is now; several of one day are one message."""
    days = _days_ahead(now)
    places = Enrolment.objects.filter(cohort__in={cohort_id for cohort_id, _ in days}, state__in=BOOKED)
    places = places.filter(account__is_active=True).select_related("cohort__course", "cohort__hub")
    if place_ids is not None:
        places = places.filter(pk__in=place_ids)
    by_cohort: dict[int, list[Enrolment]] = defaultdict(list)
    for place in places.order_by("pk"):
        by_cohort[cohort_of(place).pk].append(place)
    found = {}
    for (cohort_id, day), sessions in days.items():
        at = before(day, TOMORROW_DAYS)
        for place in by_cohort[cohort_id]:
            if (
                at <= now < sessions[0].starts_at
                and place.confirmed_at is not None
                and place.confirmed_at <= at
            ):
                found[due_about(place, day.isoformat(), at, sessions[0].starts_at)] = (place, sessions)
    return found


def _days_ahead(now: datetime) -> dict[tuple[int, date], list[Session]]:
    """The id of a cohort and a day, to the live sessions of that day in their order."""
    rows = Session.objects.live().filter(starts_at__gt=now, starts_at__lt=now + TOMORROW_WITHIN)
    days: dict[tuple[int, date], list[Session]] = defaultdict(list)
    for session in rows.filter(cohort__state__in=HELD).select_related("venue").order_by("starts_at", "pk"):
        days[session.cohort_id, session.day].append(session)
    return days


def _day_letter(cohort: Cohort, sessions: Sequence[Session]) -> Letter:
    return Letter(reverse("date-page", args=[cohort.token]), SEE, cohort_context(cohort, sessions))
