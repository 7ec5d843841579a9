"""Places are added, changed and no longer offered."""

import pytest

from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Venue
from courses.delivery.queries import venues_of
from courses.delivery.states import Access
from courses.delivery.venue_actions import VenueFacts, add_venue, change_venue, close_venue
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db
FACTS = VenueFacts(name="Salt House", address="2 Quay Street, Saltby", step_free=Access.YES)


def test_a_place_is_added_once() -> None:
    hub, cora = dates.hub(), dates.coordinator()
    venue = add_venue(hub_id=hub.pk, facts=FACTS, by=cora, now=NOON)
    assert add_venue(hub_id=hub.pk, facts=FACTS, by=cora, now=NOON) == venue
    assert (venue.step_free, venue.hearing_loop) == (Access.YES, Access.UNKNOWN)
    with pytest.raises(Refused, match="Choose it from the list, or give this one another name"):
        add_venue(hub_id=hub.pk, facts=VenueFacts("salt house", "Elsewhere"), by=cora, now=NOON)


def test_what_is_said_about_a_place_changes() -> None:
    cora = dates.coordinator()
    venue = add_venue(hub_id=dates.hub().pk, facts=FACTS, by=cora, now=NOON)
    new = VenueFacts(name="Salt House", address="3 Quay Street", parking="Two bays behind the house")
    changed = change_venue(venue_id=venue.pk, facts=new, by=cora, now=NOON)
    assert (changed.address, changed.step_free) == ("3 Quay Street", Access.UNKNOWN)
    change_venue(venue_id=venue.pk, facts=new, by=cora, now=NOON)
    assert AuditEvent.objects.filter(action="venue_changed").count() == 1
    add_venue(hub_id=dates.hub().pk, facts=VenueFacts("Library", "High Street"), by=cora, now=NOON)
    with pytest.raises(Refused, match="has a place called Library already"):
        change_venue(venue_id=venue.pk, facts=VenueFacts("Library", "Here"), by=cora, now=NOON)


def test_a_closed_place_is_not_offered_until_it_is_back() -> None:
    hub, cora = dates.hub(), dates.coordinator()
    venue = add_venue(hub_id=hub.pk, facts=FACTS, by=cora, now=NOON)
    for closed in (True, True, False):
        close_venue(venue_id=venue.pk, closed=closed, by=cora, now=NOON)
        assert venues_of(hub).exists() is not closed


def test_only_the_coordinator_looks_after_places() -> None:
    venue = add_venue(hub_id=dates.hub().pk, facts=FACTS, by=dates.coordinator(), now=NOON)
    for who in (dates.trainer(), dates.coordinator(dates.hub("millfield"), "mel@example.org")):
        for act in (
            lambda who=who: add_venue(hub_id=dates.hub().pk, facts=FACTS, by=who, now=NOON),
            lambda who=who: change_venue(venue_id=venue.pk, facts=FACTS, by=who, now=NOON),
            lambda who=who: close_venue(venue_id=venue.pk, closed=True, by=who, now=NOON),
        ):
            with pytest.raises(Refused, match="its coordinator. Ask them"):
                act()
    assert Venue.objects.count() == 1
