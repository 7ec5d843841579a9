"""What messages about dates say: when, where, with whom. Three queries for all the dates of a batch."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from academy.shared.clock import london_date
from academy.shared.mail import File
from academy.templating import time_words
from courses.delivery.calendar import FILE_KIND, calendar_file
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.states import CohortState
from courses.delivery.words import getting_in, names_words, short_day_words, when_words, where_words
from learners.enrolments.calendar_queries import FILE_NAME, place_calendar, place_entries
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED
from learners.reminders.letters import Due, Letter


@dataclass(slots=True)
class Dates:
    """One group's live sessions in their order, the names of its trainers, and how many people have a place."""

    sessions: list[Session] = field(default_factory=list)
    trainers: list[str] = field(default_factory=list)
    booked: int = 0


def dates_of(cohort_ids: Iterable[int]) -> Mapping[int, Dates]:
    """By the cohort's id. Three queries."""
    found: dict[int, Dates] = defaultdict(Dates)
    ids = set(cohort_ids)
    for session in Session.objects.live().filter(cohort__in=ids).select_related("venue"):
        found[session.cohort_id].sessions.append(session)
    now_on = CohortTrainer.objects.filter(cohort__in=ids, removed_at__isnull=True)
    for trainer in now_on.select_related("account").order_by("added_at", "pk"):
        found[trainer.cohort_id].trainers.append(str(trainer.account))
    booked = Enrolment.objects.filter(cohort__in=ids, state__in=BOOKED).order_by().values_list("cohort")
    for cohort_id, number in booked.annotate(number=Count("pk")):
        found[cohort_id].booked = number
    return found


def place_letters(
    places: Mapping[Due, Enrolment], action: str, *, page: str = "date-page", with_file: bool = False
) -> dict[Due, Letter]:
    """A letter for each, which leads to the page of its dates, where the person's own place stands.

    The places come with their cohort, course, hub and account. with_file: the dates go with it, for a calendar. Three
    queries.
    """
    if not places:
        return {}
    dates = dates_of(place.cohort_id for place in places.values() if place.cohort_id)
    return {
        due: _letter(place, dates[place.cohort_id or 0], action, page, with_file)
        for due, place in places.items()
    }


def _letter(place: Enrolment, dates: Dates, action: str, page: str, with_file: bool) -> Letter:
    assert place.cohort is not None
    files = (calendar_of(place, place.cohort, dates.sessions),) if with_file and dates.sessions else ()
    href = reverse(page, args=[place.cohort.token])
    return Letter(href, action, place_context(place, dates), files=files)


def calendar_of(place: Enrolment, cohort: Cohort, sessions: Iterable[Session]) -> File:
    """These sessions of this cohort, to put into a calendar once."""
    rows = list(sessions)
    for session in rows:
        session.cohort = cohort
    return File(FILE_NAME, calendar_file(place_entries(place, rows), name=cohort.course.title), FILE_KIND)


def place_context(place: Enrolment, dates: Dates) -> dict[str, Any]:
    """What every message about a place may say."""
    assert place.cohort is not None
    context = cohort_context(place.cohort, dates.sessions) | numbers(place.cohort, dates.booked)
    context["trainers"] = names_words(dates.trainers)
    context["calendar_href"] = settings.BASE_URL + place_calendar(place.pk)
    if place.offer_expires_at is not None:
        last_day = short_day_words(london_date(place.offer_expires_at))
        context["offer_until"] = f"{time_words(place.offer_expires_at)} on {last_day}"
    return context


def cohort_context(cohort: Cohort, sessions: Sequence[Session]) -> dict[str, Any]:
    """`meetings`: (when, where) of each session; `first_day`: Thursday 3 December, or nothing when there is none.
    `links`: where each online session is, for those with a place. `venues`: (name, facts on getting in) of each.
    `added`: what those who run them added to this kind of message; choosing.py fills it in."""
    venues = {one.venue.pk: one.venue for one in sessions if one.venue is not None}
    return {
        "added": (),
        "course_title": cohort.course.title,
        "hub_name": cohort.hub.name,
        "hub_phone": cohort.hub.phone,
        "hub_words": cohort.words,
        "meetings": [(when_words(one), where_words(one)) for one in sessions],
        "first_day": short_day_words(sessions[0].day) if sessions else "",
        "links": list(dict.fromkeys(one.online_url for one in sessions if one.online_url)),
        "venues": [(venue.name, getting_in(venue)) for venue in venues.values()],
        "maps": [venue.map_url for venue in venues.values() if venue.map_url],
    }


def numbers(cohort: Cohort, booked: int) -> dict[str, int]:
    """How many have a place, and of how many there should be: to run at all, and for certificates. 0: enough."""
    for_certificate = cohort.min_for_certificate or cohort.course.min_for_certificate or 0
    undecided = cohort.state == CohortState.OPEN
    return {
        "booked": booked,
        "too_few_to_run": cohort.min_to_run if undecided and booked < cohort.min_to_run else 0,
        "too_few_for_certificates": for_certificate if booked < for_certificate else 0,
    }
