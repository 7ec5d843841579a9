"""One's own places: the cards on My learning, and where one stands on some dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from academy.accounts.queries import rows_of
from academy.shared.clock import LONDON
from courses.delivery.models import Cohort, Session
from courses.delivery.states import CohortState
from courses.delivery.words import day_words, hour_words, short_day_words, when_words
from learners.enrolments.dates_queries import SessionView, session_views
from learners.enrolments.door_code import door_code
from learners.enrolments.models import Enrolment
from learners.enrolments.states import OPEN, PlaceState

REMEMBERED = timedelta(days=14)  # how long an end that the person did not choose stays on the page
TOLD = (PlaceState.CANCELLED_BY_HUB, PlaceState.EXPIRED)


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place of one's own. `state` is a PlaceState; `label` and `kind` are its tag, `words` say what it means."""

    title: str
    state: str
    label: str
    kind: str
    words: str
    href: str
    answer_href: str  # where an offer is taken or left
    cancel_href: str  # where it is given up
    needs_href: str
    day: int
    month: str
    when: str
    more: str
    hub: str
    hub_phone: str
    sessions: tuple[SessionView, ...]
    booked_by: str  # who did it for the person
    until: datetime | None  # when an offer or a request runs out
    starts_at: datetime | None
    is_sample: bool
    door_code: str = ""  # to be typed at the door, of a booked place


def my_places(account_id: int, *, now: datetime) -> tuple[PlaceCard, ...]:
    """What is coming, what waits for an answer, and what was taken away of late. Two queries."""
    shown = Q(state__in=OPEN) | Q(state__in=TOLD, ended_at__gte=now - REMEMBERED)
    mine = Enrolment.objects.counted().filter(account__in=rows_of(account_id))
    places = _with_dates(mine.filter(shown, cohort__isnull=False))
    again = {place.cohort_id for place in places if place.state in OPEN}
    kept = [place for place in places if place.state in OPEN or place.cohort_id not in again]
    return tuple(place_card(place, now=now) for place in kept)


def my_place(cohort: Cohort, account_id: int, *, now: datetime) -> PlaceCard | None:
    """Where this person stands on these dates: the live place, or the newest that ended."""
    mine = Enrolment.objects.counted().filter(account__in=rows_of(account_id))
    places = _with_dates(mine.filter(cohort=cohort))
    live = [place for place in places if place.withdrawn_at is None]
    chosen = live or sorted(places, key=lambda place: place.pk)[-1:]
    return place_card(chosen[0], now=now) if chosen else None


def place_card(place: Any, *, now: datetime) -> PlaceCard:
    """A place with its cohort, course, hub, live sessions and, where it waits, how many are before it."""
    cohort, token = place.cohort, place.cohort.token
    live: Sequence[Session] = cohort.live
    first = live[0] if live else None
    label, kind, words = _said(place, now)
    return PlaceCard(
        title=str(cohort),
        state=place.state,
        label=label,
        kind=kind,
        words=words,
        href=reverse("date-page", args=[token]),
        answer_href=reverse("place-offer", args=[token]) if place.state == PlaceState.OFFERED else "",
        cancel_href=reverse("cancel-place", args=[token]) if place.state in OPEN else "",
        needs_href=reverse("day-needs", args=[token]) if place.state in OPEN else "",
        day=first.day.day if first else 0,
        month=f"{first.day:%b}" if first else "",
        when=when_words(first) if first else "",
        more=f"{len(live)} sessions, the last on {day_words(live[-1].day)}" if len(live) > 1 else "",
        hub=cohort.hub.name,
        hub_phone=cohort.hub.phone,
        sessions=session_views(live, with_link=place.state == PlaceState.CONFIRMED),
        booked_by=str(place.booked_by) if place.booked_by else "",
        until=place.offer_expires_at,
        starts_at=cohort.starts_at,
        is_sample=cohort.is_sample,
        door_code=door_code(place.pk) if place.state == PlaceState.CONFIRMED else "",
    )


def moment_words(at: datetime) -> str:
    """Sunday 22 November at 2:30pm, London time."""
    there = at.astimezone(LONDON)
    return f"{short_day_words(there.date())} at {hour_words(there.time())}"


def _with_dates(places: Any) -> list[Any]:
    before = Enrolment.objects.filter(cohort=OuterRef("cohort"), state=PlaceState.WAITLISTED).order_by()
    ahead = before.filter(
        Q(waiting_since__lt=OuterRef("waiting_since"))
        | Q(waiting_since=OuterRef("waiting_since"), pk__lt=OuterRef("pk"))
    )
    counted = Subquery(
        ahead.values("cohort").annotate(count=Count("pk")).values("count"), output_field=IntegerField()
    )
    live = Session.objects.live().select_related("venue").order_by("starts_at", "pk")
    rows = places.select_related("cohort__course", "cohort__hub", "booked_by").annotate(
        ahead=Coalesce(counted, 0)
    )
    rows = rows.prefetch_related(Prefetch("cohort__sessions", live, to_attr="live"))
    return list(rows.order_by(F("cohort__starts_at").asc(nulls_last=True), "pk"))


def _said(place: Any, now: datetime) -> tuple[str, str, str]:
    """Label, kind and words of a place."""
    cohort = place.cohort
    until = moment_words(place.offer_expires_at) if place.offer_expires_at else ""
    if cohort.state == CohortState.CANCELLED:
        return "Cancelled", "stop", f"These dates were cancelled: {cohort.cancelled_why}"
    match place.state:
        case PlaceState.CONFIRMED if cohort.ends_at and cohort.ends_at <= now:
            return "Over", "", "The course is over. Its trainer signs the register now."
        case PlaceState.CONFIRMED:
            return "Your place is booked", "done", "We look forward to seeing you."
        case PlaceState.REQUESTED:
            ask = f"Ask your parent or guardian to ring {cohort.hub.name}, or to sign the paper that the hub has."
            return "A parent or guardian has to agree", "warn", f"We keep your place until {until}. {ask}"
        case PlaceState.OFFERED if place.offer_expires_at > now:
            return (
                "A place is free for you",
                "now",
                f"It is yours until {until}. Then we ask the next person.",
            )
        case PlaceState.WAITLISTED:
            return (
                "On the waiting list",
                "info",
                f"You are number {place.ahead + 1} on the list. We write to you when a place is free.",
            )
        case PlaceState.OFFERED | PlaceState.EXPIRED:
            return "Ran out", "", place.ended_why or "Nobody answered in time."
        case PlaceState.DECLINED:
            return "You said no", "", "The place went to the next person."
        case PlaceState.CANCELLED_BY_HUB:
            return "Taken back by the hub", "stop", place.ended_why or "Ring the hub to hear why."
    return str(PlaceState(place.state).label).capitalize(), "", ""
