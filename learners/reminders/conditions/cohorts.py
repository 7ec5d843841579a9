"""What happens to dates as a whole: they were cancelled, or too few people have a place."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from academy.accounts.models import RoleAssignment
from academy.accounts.roles import Role
from academy.shared.clock import london_date
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.states import PUBLIC, CohortState
from courses.delivery.words import short_day_words
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED, PlaceState
from learners.reminders.conditions.date_facts import calendar_of, cohort_context, numbers
from learners.reminders.conditions.dates import cohort_of, due_about, found_of, still_of
from learners.reminders.conditions.days_before import before
from learners.reminders.letters import Due, Letter

CANCELLED_WITHIN = timedelta(days=14)
TOO_FEW_DAYS, TOO_FEW_WITHIN = 7, timedelta(days=8)


def cancelled(now: datetime) -> Iterator[Due]:
    """Everybody whose place or wait ended with the dates themselves. One query."""
    yield from found_of(_cancelled(now), _cancelled_due, now)


def cancelled_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Is there still an account to tell? Two queries."""
    places = still_of(_cancelled(now), _cancelled_due, dues, now)
    struck = Session.objects.filter(cohort__in={place.cohort_id for place in places.values()})
    sessions: dict[int, list[Session]] = defaultdict(list)
    for session in struck.filter(cancelled_at=F("cohort__cancelled_at")).select_related("venue"):
        sessions[session.cohort_id].append(session)
    return {
        due: _cancelled_letter(place, cohort_of(place), sessions[cohort_of(place).pk])
        for due, place in places.items()
    }


def too_few(now: datetime) -> Iterator[Due]:
    """Dates a week ahead with fewer people than they need, to their trainers; to the coordinators of the hub where
    nobody trains them yet. At most three queries."""
    found = _too_few(now)
    for account_id, cohort_id in who_runs(found, now):
        yield _too_few_due(account_id, found[cohort_id])


def too_few_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still too few, and still theirs to know? At most three queries."""
    found = _too_few(now, {due.about_id for due in dues})
    still = {_too_few_due(pk, found[cohort_id]): found[cohort_id] for pk, cohort_id in who_runs(found, now)}
    return {due: _too_few_letter(still[due]) for due in dues if due in still}


# --- cancelled ------------------------------------------------------------------------------------------------


def _cancelled(now: datetime) -> QuerySet[Enrolment]:
    """Whoever was taken off before has nothing to do with it."""
    rows = Enrolment.objects.filter(state=PlaceState.CANCELLED_BY_HUB, account__is_active=True)
    rows = rows.filter(
        cohort__state=CohortState.CANCELLED,
        cohort__cancelled_at__gt=now - CANCELLED_WITHIN,
        ended_at=F("cohort__cancelled_at"),
    )
    return rows.select_related("cohort").order_by("pk")


def _cancelled_due(place: Enrolment) -> Due:
    """Of use until the last session would have ended."""
    cohort = cohort_of(place)
    assert cohort.cancelled_at is not None
    return due_about(place, "", cohort.cancelled_at, cohort.ends_at or cohort.cancelled_at + CANCELLED_WITHIN)


def _cancelled_letter(place: Enrolment, cohort: Cohort, sessions: Sequence[Session]) -> Letter:
    """With the file that takes the dates out of a calendar into which they were put."""
    context = {**cohort_context(cohort, sessions), "reason": cohort.cancelled_why}
    files = (calendar_of(place, cohort, sessions),) if sessions else ()
    return Letter(reverse("dates"), "See other dates", context, files=files)


# --- too few --------------------------------------------------------------------------------------------------


def _too_few(now: datetime, cohort_ids: Collection[int] | None = None) -> dict[int, Any]:
    """By id, each with `booked`: cohorts that begin within a week, by the clock on the wall."""
    rows = Cohort.objects.filter(state__in=PUBLIC, starts_at__gt=now, starts_at__lt=now + TOO_FEW_WITHIN)
    if cohort_ids is not None:
        rows = rows.filter(pk__in=cohort_ids)
    booked = Count("places", filter=Q(places__state__in=BOOKED))
    found = rows.select_related("course", "hub").annotate(booked=booked).order_by("pk")
    return {cohort.pk: cohort for cohort in found if _morning_of(cohort) <= now and _lacks(cohort)}


def _lacks(cohort: Any) -> bool:
    counted = numbers(cohort, cohort.booked)
    return bool(counted["too_few_to_run"] or counted["too_few_for_certificates"])


def _morning_of(cohort: Cohort) -> datetime:
    assert cohort.starts_at is not None
    return before(london_date(cohort.starts_at), TOO_FEW_DAYS)


def who_runs(cohorts: Collection[int], now: datetime) -> list[tuple[int, int]]:
    """(account, cohort): the trainers that each has today, or else the coordinators of its hub."""
    if not cohorts:
        return []
    roles = RoleAssignment.objects.current(london_date(now)).filter(account__is_active=True)
    trains = Exists(roles.filter(role=Role.TRAINER, account=OuterRef("account")))
    trainers = CohortTrainer.objects.filter(trains, cohort__in=cohorts, removed_at__isnull=True)
    found = list(trainers.order_by("pk").values_list("account", "cohort"))
    without = set(cohorts) - {cohort_id for _, cohort_id in found}
    if without:
        coordinators = roles.filter(role=Role.COORDINATOR, hub__cohorts__in=without)
        found += list(coordinators.order_by("pk").values_list("account", "hub__cohorts"))
    return found


def _too_few_due(account_id: int, cohort: Cohort) -> Due:
    assert cohort.starts_at is not None
    day = london_date(cohort.starts_at).isoformat()
    return Due(account_id, f"cohort:{cohort.pk}", day, at=_morning_of(cohort), until=cohort.starts_at)


def _too_few_letter(cohort: Any) -> Letter:
    assert cohort.starts_at is not None
    context = {
        "course_title": cohort.course.title,
        "hub_name": cohort.hub.name,
        "first_day": short_day_words(london_date(cohort.starts_at)),
        "dates_code": cohort.code,
        **numbers(cohort, cohort.booked),
    }
    return Letter(reverse("cohort-page", args=[cohort.pk]), "See these dates", context)
