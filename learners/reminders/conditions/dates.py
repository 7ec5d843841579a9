"""Places on dates: booked, offered, and what comes before the day. All of it is asked again when it is sent (INV-43).

What comes days before comes at ten o'clock on a London wall, whatever the clocks do in between. A message knows the
day it is about, so that dates that are moved are told anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from courses.delivery.models import Cohort
from courses.delivery.states import PUBLIC
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, PlaceState
from learners.reminders.conditions.date_facts import place_letters
from learners.reminders.letters import Due, Letter

CONFIRMED_WITHIN = timedelta(days=14)
OFFERED_WITHIN = timedelta(days=2)

DueOf = Callable[[Enrolment], Due]


def places_confirmed(now: datetime) -> Iterator[Due]:
    """Places that were booked lately on dates ahead. One query."""
    yield from found_of(_confirmed(now), _confirmed_due, now)


def confirmed_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still booked, still going ahead? Four queries."""
    return place_letters(
        still_of(_confirmed(now), _confirmed_due, dues, now), "See your place", with_file=True
    )


def places_offered(now: datetime) -> Iterator[Due]:
    """Places that are kept for somebody on the list until they answer. One query."""
    yield from found_of(_offered(now), _offered_due, now)


def places_offered_again(now: datetime) -> Iterator[Due]:
    """Those that nobody has answered after half the time. One query."""
    yield from found_of(_offered(now), _offered_again_due, now)


def offered_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still offered? Four queries."""
    return place_letters(
        still_of(_offered(now), _offered_due, dues, now), "See the place", page="place-offer"
    )


def offered_again_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still offered, and still not answered? Four queries."""
    return place_letters(
        still_of(_offered(now), _offered_again_due, dues, now), "See the place", page="place-offer"
    )


# --- whose turn it is ---------------------------------------------------------------------------------------


def found_of(places: Iterable[Enrolment], due_of: DueOf, now: datetime) -> dict[Due, Enrolment]:
    """What is due of these places at this moment."""
    found = {due_of(place): place for place in places}
    return {due: place for due, place in found.items() if _holds(due, now)}


def _holds(due: Due, now: datetime) -> bool:
    return due.at is not None and due.until is not None and due.at <= now < due.until


def still_of(
    places: QuerySet[Enrolment], due_of: DueOf, dues: Sequence[Due], now: datetime
) -> dict[Due, Enrolment]:
    """Of what was due: what still is. One query."""
    rows = places.filter(pk__in=[due.about_id for due in dues])
    found = found_of(rows.select_related("account", "cohort__course", "cohort__hub"), due_of, now)
    return {due: found[due] for due in dues if due in found}


def ahead(now: datetime) -> QuerySet[Enrolment]:
    """Places of open accounts on dates that are ahead and not cancelled."""
    rows = Enrolment.objects.filter(kind=EnrolmentKind.COHORT, account__is_active=True)
    rows = rows.filter(cohort__state__in=PUBLIC, cohort__starts_at__gt=now)
    return rows.select_related("cohort").order_by("pk")


def _confirmed(now: datetime) -> QuerySet[Enrolment]:
    """Whoever was booked in by somebody else and has no e-mail was told there and then."""
    rows = ahead(now).filter(state=PlaceState.CONFIRMED, confirmed_at__gt=now - CONFIRMED_WITHIN)
    return rows.exclude(booked_by__isnull=False, account__email__isnull=True)


def _confirmed_due(place: Enrolment) -> Due:
    return due_about(place, "", place.confirmed_at, cohort_of(place).starts_at)


def _offered(now: datetime) -> QuerySet[Enrolment]:
    return ahead(now).filter(state=PlaceState.OFFERED, offered_at__isnull=False, offer_expires_at__gt=now)


def _offered_due(place: Enrolment) -> Due:
    return due_about(place, _offer(place), place.offered_at, place.offer_expires_at)


def _offered_again_due(place: Enrolment) -> Due:
    assert place.offered_at is not None and place.offer_expires_at is not None
    half = place.offered_at + (place.offer_expires_at - place.offered_at) / 2
    return due_about(place, _offer(place), half, place.offer_expires_at)


def _offer(place: Enrolment) -> str:
    assert place.offered_at is not None
    return place.offered_at.isoformat()


def due_about(place: Enrolment, occasion: str, at: datetime | None, until: datetime | None) -> Due:
    """On the list of the hub that holds the dates, wherever the person is at home."""
    about = f"enrolment:{place.pk}"
    return Due(place.account_id, about, occasion, at=at, until=until, hub_id=cohort_of(place).hub_id)


def cohort_of(place: Enrolment) -> Cohort:
    assert place.cohort is not None
    return place.cohort
