"""Places where sessions are held. The root that is locked is the venue."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Venue
from courses.delivery.policies import may_make_cohort
from courses.delivery.states import Access


@dataclass(frozen=True, slots=True)
class VenueFacts:
    """What somebody needs to know to find the place, get in and stay."""

    name: str
    address: str
    postcode: str = ""
    map_url: str = ""
    entrance: str = ""
    step_free: str = Access.UNKNOWN
    accessible_toilet: str = Access.UNKNOWN
    hearing_loop: str = Access.UNKNOWN
    parking: str = ""
    transport: str = ""
    capacity: int | None = None


@transaction.atomic
def add_venue(*, hub_id: int, facts: VenueFacts, by: Account, now: datetime) -> Venue:
    """One more place of this hub. Pressing twice with the same facts gives the same place."""
    hub = locked_one(Hub.objects.all(), hub_id)
    may_make_cohort(by, hub, now=now).enforce()
    known = _named(hub.pk, facts.name)
    if known is not None:
        if known.address == facts.address:
            return known
        raise Refused(_taken(known.name))
    venue = Venue.objects.create(hub=hub, **asdict(facts))
    audit(venue, "venue_added", by=by, now=now, hub_id=hub.pk, after={"name": venue.name})
    return venue


@transaction.atomic
def change_venue(*, venue_id: int, facts: VenueFacts, by: Account, now: datetime) -> Venue:
    """Other words about a place; whoever booked sees them from now on."""
    venue = locked_one(Venue.objects.select_related("hub"), venue_id)
    may_make_cohort(by, venue.hub, now=now).enforce()
    other = _named(venue.hub_id, facts.name)
    if other is not None and other.pk != venue.pk:
        raise Refused(_taken(other.name))
    before = {name: getattr(venue, name) for name in asdict(facts)}
    after = asdict(facts)
    if before == after:
        return venue
    for name, value in after.items():
        setattr(venue, name, value)
    venue.save()
    audit(venue, "venue_changed", by=by, now=now, hub_id=venue.hub_id, before=before, after=after)
    return venue


@transaction.atomic
def close_venue(*, venue_id: int, closed: bool, by: Account, now: datetime) -> Venue:
    """Offer it no more for new sessions, or offer it again. Sessions that are there already stay there."""
    venue = locked_one(Venue.objects.select_related("hub"), venue_id)
    may_make_cohort(by, venue.hub, now=now).enforce()
    if (venue.closed_at is not None) == closed:
        return venue
    venue.closed_at = now if closed else None
    venue.save(update_fields=["closed_at"])
    audit(venue, "venue_closed" if closed else "venue_reopened", by=by, now=now, hub_id=venue.hub_id)
    return venue


def _named(hub_id: int, name: str) -> Venue | None:
    return Venue.objects.filter(hub=hub_id, name__iexact=name).first()


def _taken(name: str) -> str:
    return (
        f"This hub has a place called {name} already. Choose it from the list, or give this one another name."
    )
