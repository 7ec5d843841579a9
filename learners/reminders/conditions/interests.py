"""Dates that have opened for whoever asked to be told of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from courses.delivery.models import Cohort
from courses.delivery.words import when_words
from learners.enrolments.dates_queries import counted, date_rows
from learners.enrolments.interest_queries import ToTell, to_tell
from learners.reminders.letters import Due, Letter

OPEN_WITHIN = timedelta(days=7)


def dates_open(now: datetime) -> Iterator[Due]:
    """Everybody who waits for a course of which dates opened lately. Three queries."""
    yield from _found(now)


def dates_open_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Do they still wait, and can they still book? Five queries."""
    found = _found(now)
    wanted = {due: found[due] for due in dues if due in found}
    if not wanted:
        return {}
    ids = {pk for told in wanted.values() for pk in told.cohort_ids}
    cohorts: list[Any] = list(counted(Cohort.objects.filter(pk__in=ids)))
    rows = {cohort.pk: row for cohort, row in zip(cohorts, date_rows(cohorts, now=now), strict=True)}
    by_id = {cohort.pk: cohort for cohort in cohorts}
    return {due: _letter(told, by_id, rows) for due, told in wanted.items()}


def _found(now: datetime) -> dict[Due, ToTell]:
    return {_due(told): told for told in to_tell(now) if told.at <= now < told.at + OPEN_WITHIN}


def _due(told: ToTell) -> Due:
    about, until = f"interest:{told.interest_id}", told.at + OPEN_WITHIN
    return Due(told.account_id, about, told.occasion, at=told.at, until=until, hub_id=told.hub_id)


def _letter(told: ToTell, cohorts: Mapping[int, Any], rows: Mapping[int, Any]) -> Letter:
    known = [pk for pk in told.cohort_ids if pk in cohorts]
    course = cohorts[known[0]].course
    context = {
        "course_title": course.title,
        "meetings": [
            (
                when_words(cohorts[pk].live[0]),
                f"{cohorts[pk].hub.name}, {rows[pk].where}: {rows[pk].standing.words}",
            )
            for pk in known
        ],
    }
    if len(known) == 1:
        return Letter(reverse("date-page", args=[cohorts[known[0]].token]), "See the date", context)
    return Letter(f"{reverse('dates')}?course={course.slug}", "See the dates", context)
