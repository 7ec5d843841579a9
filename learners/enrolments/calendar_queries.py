"""What stands in somebody's calendar: their places, the dates they train, or one place alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from courses.delivery.calendar import Entry, calendar_file
from courses.delivery.models import CohortTrainer, Session
from courses.delivery.states import CohortState
from learners.enrolments.models import CalendarFeed, Enrolment
from learners.enrolments.states import BOOKED, ENDED, Feed, PlaceState

KEPT_FOR = timedelta(days=90)  # how long what is over stays in a calendar that is followed
MOST = 500  # sessions of one file
FILE_NAME = "dates.ics"
_SIGNER = Signer(salt="learners.enrolments.calendar")


@dataclass(frozen=True, slots=True)
class FeedView:
    """One address on the page about calendars: `href` for a program, `tap` for this very device; empty: none yet."""

    key: str
    title: str
    href: str
    tap: str
    made_at: datetime | None


def feed_views(account: Account) -> tuple[FeedView, ...]:
    """One's places; and the dates one trains, where there are any. Two queries."""
    made = {feed.shows: feed for feed in CalendarFeed.objects.filter(account=account)}
    trains = Feed.TRAINING in made or CohortTrainer.objects.filter(account=account, removed_at=None).exists()
    return tuple(_feed_view(shows, made.get(shows)) for shows in Feed if trains or shows is Feed.LEARNING)


def feed_file(feed: CalendarFeed, *, now: datetime) -> bytes:
    """What its owner's calendar shows today. Dates that were cancelled stay in it and say so. One query."""
    rows = _of_trainer(feed) if feed.shows == Feed.TRAINING else _of_learner(feed)
    sessions = rows.filter(ends_at__gt=now - KEPT_FOR)[:MOST]
    return calendar_file([Entry(one, page_of(one)) for one in sessions], name=_name(Feed(feed.shows)))


def place_file(place: Enrolment) -> bytes:
    """All sessions of one place; where it has ended, all of them as not for this person any more. One query."""
    entries = place_entries(place, _sessions().filter(cohort=place.cohort_id)[:MOST])
    return calendar_file(entries, name=_name(Feed.LEARNING))


def place_entries(place: Enrolment, sessions: Iterable[Session]) -> list[Entry]:
    """What one place means for a calendar. What was before it ended did happen."""
    ended = place.ended_at if place.state in ENDED else None
    return [Entry(one, page_of(one), ended if ended and one.starts_at > ended else None) for one in sessions]


def place_calendar(place_id: int) -> str:
    """The path of the calendar file of a place: signed, because calendar programs do not sign in."""
    return reverse("place-calendar", args=[_SIGNER.sign(str(place_id))])


def place_of_calendar(key: str) -> Enrolment | None:
    """The place whose file this is. One query."""
    try:
        pk = int(_SIGNER.unsign(key))
    except (BadSignature, ValueError):
        return None
    places = Enrolment.objects.select_related("account__joined_to").filter(pk=pk, cohort__isnull=False)
    place = places.first()
    who = place and (place.account.joined_to or place.account)
    return place if who and who.is_active else None


def page_of(session: Session) -> str:
    """The absolute address of its dates."""
    return settings.BASE_URL + reverse("date-page", args=[session.cohort.token])


def _feed_view(shows: Feed, feed: CalendarFeed | None) -> FeedView:
    href = settings.BASE_URL + reverse("calendar-feed", args=[feed.token]) if feed else ""
    tap = "webcal://" + href.partition("://")[2] if href else ""
    return FeedView(shows.value, str(shows.label), href, tap, feed.made_at if feed else None)


def _of_learner(feed: CalendarFeed) -> QuerySet[Session]:
    mine = Enrolment.objects.filter(account__in=rows_of(feed.account), cohort__isnull=False)
    went_with_the_dates = Q(state=PlaceState.CANCELLED_BY_HUB, cohort__state=CohortState.CANCELLED)
    mine = mine.filter(Q(state__in=BOOKED) | went_with_the_dates)
    return _sessions().filter(cohort__in=mine.values("cohort"))


def _of_trainer(feed: CalendarFeed) -> QuerySet[Session]:
    mine = CohortTrainer.objects.filter(account=feed.account_id, removed_at__isnull=True)
    return _sessions().filter(cohort__in=mine.values("cohort")).exclude(cohort__state=CohortState.DRAFT)


def _sessions() -> QuerySet[Session]:
    rows = Session.objects.select_related("cohort__course", "cohort__hub", "venue")
    return rows.order_by("starts_at", "pk")


def _name(shows: Feed) -> str:
    return f"{settings.WAGTAIL_SITE_NAME}: {shows.label.lower()}"
