"""What happened to the places on somebody's dates since they last looked: who booked, waits, answered or gave back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account
from courses.delivery.queries import cohorts_seen
from courses.delivery.states import CohortState
from learners.enrolments.models import Enrolment
from learners.enrolments.my_queries import moment_words
from learners.enrolments.states import BOOKED, PlaceState
from learners.reminders.models import Sent
from learners.reminders.place_answers import COMING, SAID_NO

ASKED = "can_you_come"
SHOWN = 8
LOOKED_AT = 200  # the newest of each sort: more than that since the last look is a number, not news
OVER = (CohortState.DRAFT, CohortState.CANCELLED, CohortState.CLOSED)


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened. tag: its colour; why: what the person said with it."""

    words: str
    tag: str
    about: str
    at: datetime
    when: str
    why: str
    href: str


@dataclass(frozen=True, slots=True)
class SinceThen:
    """The newest few of `count`, since that moment."""

    since: str
    news: tuple[News, ...]
    count: int


def since_then(by: Account, since: datetime, *, now: datetime) -> SinceThen:
    """On dates that are not over; what they did themselves is no news to them. Three queries and those of their
    roles."""
    cohorts = cohorts_seen(by, now=now).exclude(state__in=OVER)
    places = Enrolment.objects.counted().filter(cohort__in=cohorts).exclude(booked_by=by)
    found = [*_places(places, since), *_answers(places, since)]
    found.sort(key=lambda one: one.at, reverse=True)
    return SinceThen(moment_words(since), tuple(found[:SHOWN]), len(found))


def not_answered(place_ids: list[int]) -> set[tuple[int, str]]:
    """Whoever was asked whether they can come and has said nothing: (place, first day). One query."""
    subjects = {f"enrolment:{pk}": pk for pk in place_ids}
    rows = Sent.objects.reached().filter(kind=ASKED, subject__in=subjects, answer="")
    return {(subjects[about], day) for about, day in rows.values_list("subject", "occasion")}


def _places(places: QuerySet[Enrolment], since: datetime) -> Iterator[News]:
    changed = Q(confirmed_at__gt=since) | Q(ended_at__gt=since) | Q(waiting_since__gt=since)
    changed |= Q(state=PlaceState.REQUESTED, requested_at__gt=since)
    rows = places.filter(changed).select_related("account", "cohort__course").order_by("-pk")
    for place in rows[:LOOKED_AT]:
        what = _what(place, since)
        if what is not None:
            yield _news(place, *what)


def _what(place: Enrolment, since: datetime) -> tuple[str, str, datetime, str] | None:
    """(what happened, tag, when, why); None where it is told in another way."""
    state, ended, confirmed = place.state, place.ended_at, place.confirmed_at
    if ended is not None and ended > since:
        if state == PlaceState.CANCELLED_BY_LEARNER:
            said = "said no to our question" if place.ended_why == SAID_NO else place.ended_why
            return "cannot come", "warn", ended, said
        if state in (PlaceState.EXPIRED, PlaceState.DECLINED):
            said = "let the offer of a place run out" if state == PlaceState.EXPIRED else "said no to a place"
            return said, "warn", ended, ""
        return None
    if state in BOOKED and confirmed is not None and confirmed > since:
        if place.offered_at is not None:
            return "took the place that became free", "done", confirmed, ""
        return "has booked a place", "done", confirmed, ""
    if state == PlaceState.WAITLISTED and place.waiting_since is not None:
        return "waits for a place", "info", place.waiting_since, ""
    if state == PlaceState.REQUESTED and place.requested_at is not None:
        return "has booked and needs a guardian’s yes", "info", place.requested_at, ""
    return None


def _answers(places: QuerySet[Enrolment], since: datetime) -> Iterator[News]:
    """Whoever says that they come; a no has given the place back."""
    rows = Sent.objects.filter(kind=ASKED, answer=COMING, answered_at__gt=since).order_by("-answered_at")
    said = {int(sent.subject.partition(":")[2]): sent.answered_at for sent in rows[:LOOKED_AT]}
    found = places.filter(pk__in=said, state__in=BOOKED).select_related("account", "cohort__course")
    for place in found:
        at = said[place.pk]
        if at is not None:
            yield _news(place, "says that they come", "done", at, "")


def _news(place: Enrolment, what: str, tag: str, at: datetime, why: str) -> News:
    cohort = place.cohort
    assert cohort is not None
    return News(
        words=f"{place.account} {what}",
        tag=tag,
        about=str(cohort),
        at=at,
        when=moment_words(at),
        why=why,
        href=reverse("date-person", args=[cohort.token, place.pk]),
    )
