"""What messages about dates say: when, where, with whom. Two queries for all the places of a batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from academy.shared.clock import london_date
from academy.templating import time_words
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.words import names_words, short_day_words, when_words, where_words
from learners.enrolments.models import Enrolment
from learners.reminders.letters import Due, Letter


@dataclass(frozen=True, slots=True)
class Dates:
    """One group's live sessions in their order, and the names of its trainers."""

    sessions: list[Session] = field(default_factory=list)
    trainers: list[str] = field(default_factory=list)


def dates_of(cohort_ids: Iterable[int]) -> Mapping[int, Dates]:
    """By the cohort's id. Two queries."""
    found: dict[int, Dates] = defaultdict(Dates)
    ids = set(cohort_ids)
    for session in Session.objects.live().filter(cohort__in=ids).select_related("venue"):
        found[session.cohort_id].sessions.append(session)
    now_on = CohortTrainer.objects.filter(cohort__in=ids, removed_at__isnull=True)
    for trainer in now_on.select_related("account").order_by("added_at", "pk"):
        found[trainer.cohort_id].trainers.append(str(trainer.account))
    return found


def place_letters(places: Mapping[Due, Enrolment], action: str) -> dict[Due, Letter]:
    """A letter for each, which leads to My learning, where the place stands. The places come with their cohort, course,
    hub and account. Two queries."""
    if not places:
        return {}
    dates = dates_of(place.cohort_id for place in places.values() if place.cohort_id)
    return {
        due: Letter(reverse("my-learning"), action, place_context(place, dates[place.cohort_id or 0]))
        for due, place in places.items()
    }


def place_context(place: Enrolment, dates: Dates) -> dict[str, Any]:
    """What every message about a place may say."""
    assert place.cohort is not None
    context = cohort_context(place.cohort, dates)
    if place.offer_expires_at is not None:
        last_day = short_day_words(london_date(place.offer_expires_at))
        context["offer_until"] = f"{time_words(place.offer_expires_at)} on {last_day}"
    return context


def cohort_context(cohort: Cohort, dates: Dates) -> dict[str, Any]:
    """`meetings`: (when, where) of each session; `first_day`: Thursday 3 December, or nothing when none is left."""
    first = dates.sessions[0] if dates.sessions else None
    return {
        "course_title": cohort.course.title,
        "hub_name": cohort.hub.name,
        "hub_phone": cohort.hub.phone,
        "meetings": [(when_words(one), where_words(one)) for one in dates.sessions],
        "first_day": short_day_words(first.day) if first else "",
        "trainers": names_words(dates.trainers),
    }
