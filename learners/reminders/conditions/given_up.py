"""Places that were given up: the person gets it in writing, whoever did it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from courses.delivery.models import Session
from courses.delivery.states import PUBLIC
from learners.enrolments.models import Enrolment
from learners.enrolments.states import LIVE, EnrolmentKind, PlaceState
from learners.reminders.conditions.date_facts import calendar_of, cohort_context
from learners.reminders.conditions.dates import cohort_of, due_about, found_of, still_of
from learners.reminders.letters import Due, Letter

GIVEN_UP_WITHIN = timedelta(days=2)


def given_up(now: datetime) -> Iterator[Due]:
    """Booked places on dates ahead that ended lately, by the person or by the hub. One query."""
    yield from found_of(_given_up(now), _due, now)


def given_up_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Are they not back on the dates? Two queries."""
    places = still_of(_given_up(now), _due, dues, now)
    sessions: dict[int, list[Session]] = {cohort_of(place).pk: [] for place in places.values()}
    for session in Session.objects.live().filter(cohort__in=sessions).select_related("venue"):
        sessions[session.cohort_id].append(session)
    return {due: _letter(place, sessions[cohort_of(place).pk]) for due, place in places.items()}


def _given_up(now: datetime) -> QuerySet[Enrolment]:
    """Dates that were cancelled as a whole are told of in a message of their own."""
    back = Enrolment.objects.filter(account=OuterRef("account"), cohort=OuterRef("cohort"), state__in=LIVE)
    rows = Enrolment.objects.filter(
        ~Exists(back),
        Q(state__in=(PlaceState.CANCELLED_BY_LEARNER, PlaceState.CANCELLED_BY_HUB)),
        kind=EnrolmentKind.COHORT,
        account__is_active=True,
        confirmed_at__lte=F("ended_at"),
        ended_at__gt=now - GIVEN_UP_WITHIN,
        cohort__state__in=PUBLIC,
        cohort__starts_at__gt=now,
    )
    return rows.select_related("cohort").order_by("pk")


def _due(place: Enrolment) -> Due:
    return due_about(place, "", place.ended_at, cohort_of(place).starts_at)


def _letter(place: Enrolment, sessions: Sequence[Session]) -> Letter:
    """With the file that takes the dates out of a calendar into which they were put."""
    cohort = cohort_of(place)
    by_hub = place.state == PlaceState.CANCELLED_BY_HUB
    context = {
        **cohort_context(cohort, sessions),
        "by_hub": by_hub,
        "reason": place.ended_why if by_hub else "",
    }
    files = (calendar_of(place, cohort, sessions),) if sessions else ()
    return Letter(f"{reverse('dates')}?course={cohort.course.slug}", "See other dates", context, files=files)
