"""What people get before a day on which they have a place: at ten o'clock on a London wall, days before.

The day is the occasion: dates that are moved to another day are told anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from academy.shared.clock import london_date
from courses.delivery.models import Cohort, Session
from courses.delivery.states import PUBLIC, CohortState
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED, PlaceState
from learners.reminders.conditions.date_facts import cohort_context, place_letters
from learners.reminders.conditions.dates import DueOf, ahead, cohort_of, due_about, found_of, still_of
from learners.reminders.conditions.own_plans import MORNING, own_of, with_own
from learners.reminders.goals import at_oclock
from learners.reminders.letters import Due, Letter

JOINING, ASKING, TOMORROW = "joining_instructions", "can_you_come", "tomorrow"
JOINING_DAYS, ASKING_DAYS, TOMORROW_DAYS = 7, 3, 1
# How many days before at the earliest, where those who run the dates choose; and with "send now".
JOINING_MOST, ASKING_MOST = 21, 7
AHEAD = timedelta(days=60)
# How long each is of use at most: from that morning until the latest hour of the day itself.
JOINING_WITHIN, ASKING_WITHIN, TOMORROW_WITHIN = AHEAD, AHEAD, timedelta(days=2)
USUALLY = timedelta(days=8)  # the sweep looks no further, but for dates with a plan of their own
NOT_ASKED = 1  # days: whoever booked so shortly before we would ask has just said that they come
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


def joining_ahead(cohort_id: int, now: datetime) -> dict[Due, Enrolment]:
    """Who of one cohort will get it, as things stand. One query."""
    return _ahead_of(_own_rows(now, JOINING), _joining_due, cohort_id, now)


def asking_ahead(cohort_id: int, now: datetime) -> dict[Due, Enrolment]:
    """The same, of the question. One query."""
    return _ahead_of(_own_rows(now, ASKING), _asking_due, cohort_id, now)


def tomorrow_ahead(cohort_id: int, now: datetime) -> dict[Due, Enrolment]:
    """Who gets the message of the day before, of the next day with sessions. Two queries."""
    sessions = Session.objects.live().filter(cohort=cohort_id, starts_at__gt=now, cohort__state__in=HELD)
    rows = with_own(sessions, TOMORROW).select_related("cohort").order_by("starts_at", "pk")
    first = next((one for one in rows if _day_before(one) > now), None)
    if first is None:
        return {}
    at, places = _day_before(first), Enrolment.objects.filter(cohort=cohort_id, state__in=BOOKED)
    found = places.filter(account__is_active=True).select_related("account", "cohort").order_by("pk")
    return {due_about(place, first.day.isoformat(), at, first.starts_at): place for place in found}


def _ahead_of(
    rows: QuerySet[Enrolment], due_of: DueOf, cohort_id: int, now: datetime
) -> dict[Due, Enrolment]:
    found = {due_of(place): place for place in rows.filter(cohort=cohort_id).select_related("account")}
    return {due: place for due, place in found.items() if due.at and due.until and now < due.until}


def _joining_rows(now: datetime) -> QuerySet[Enrolment]:
    return _soon(_own_rows(now, JOINING), now)


def _asking_rows(now: datetime) -> QuerySet[Enrolment]:
    return _soon(_own_rows(now, ASKING), now)


def _own_rows(now: datetime, kind: str) -> QuerySet[Enrolment]:
    return with_own(ahead(now).filter(state=PlaceState.CONFIRMED), kind)


def _soon(rows: QuerySet[Enrolment], now: datetime) -> QuerySet[Enrolment]:
    planned = Q(own_plan__isnull=False, cohort__starts_at__lt=now + AHEAD)
    return rows.filter(Q(cohort__starts_at__lt=now + USUALLY) | planned)


def _joining_due(place: Enrolment) -> Due:
    assert place.confirmed_at is not None
    own, (first, starts_at) = own_of(place), _first_day(place)
    at = own.sooner(own.moment(first, JOINING_DAYS), first.isoformat(), place.confirmed_at)
    return due_about(place, first.isoformat(), max(at, place.confirmed_at), starts_at)


def _asking_due(place: Enrolment) -> Due:
    """Never, for whoever booked shortly before it would be asked."""
    assert place.confirmed_at is not None
    own, (first, starts_at) = own_of(place), _first_day(place)
    days = ASKING_DAYS if own.days is None else own.days
    at = own.sooner(own.moment(first, ASKING_DAYS), first.isoformat(), place.confirmed_at)
    asked = place.confirmed_at <= starts_at - timedelta(days=days + NOT_ASKED)
    return due_about(place, first.isoformat(), at if asked else None, starts_at)


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
        at = _day_before(sessions[0])
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
    held = with_own(rows.filter(cohort__state__in=HELD), TOMORROW)
    for session in held.select_related("venue").order_by("starts_at", "pk"):
        days[session.cohort_id, session.day].append(session)
    return days


def _day_before(session: Session) -> datetime:
    return own_of(session).moment(session.day, TOMORROW_DAYS)


def _day_letter(cohort: Cohort, sessions: Sequence[Session]) -> Letter:
    return Letter(reverse("date-page", args=[cohort.token]), SEE, cohort_context(cohort, sessions))
