"""Moving a place to other dates: one step, both places stay in the history, and the freed one goes down the list."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from academy.shared.audit import broken_links, chain_of
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments.models import Enrolment
from learners.enrolments.moving_actions import move_place
from learners.enrolments.states import PlaceState
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.places.people import booked, people, state
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LATER_DAY = dates.FIRST_DAY + timedelta(days=14)


def moved(place: Enrolment, to: Cohort, **more) -> Enrolment:
    return move_place(
        **{"place_id": place.pk, "to_cohort_id": to.pk, "by": place.account, "now": later(hours=1), **more}
    )


def test_a_place_is_moved_and_what_it_held_goes_on() -> None:
    here, there, (amara, bea) = dates.cohort(1), dates.cohort(1, first=LATER_DAY), people(2)
    place, waiting = booked(here, amara), booked(here, bea)
    new = moved(place, there)
    assert (new.state, new.seat, new.moved_from) == (PlaceState.CONFIRMED, 1, place)
    assert (state(place), state(waiting)) == (PlaceState.TRANSFERRED, PlaceState.OFFERED)
    assert moved(place, there) == new  # pressed twice
    assert not broken_links(chain_of(place)) and not broken_links(chain_of(new))


def test_who_runs_the_dates_moves_somebody() -> None:
    here, there, amara = dates.cohort(), dates.cohort(first=LATER_DAY), worlds.person()
    cora = dates.coordinator()
    assert moved(booked(here, amara), there, by=cora).booked_by == cora
    sam, other = worlds.person("Sam", "sam@example.org"), booked(here, people(1)[0])
    with pytest.raises(Refused, match="Only the trainers of these dates"):
        moved(other, there, by=sam)


def test_where_it_cannot_go_the_place_stays() -> None:
    here, there, (amara, bea) = dates.cohort(), dates.cohort(1, first=LATER_DAY), people(2)
    place = booked(here, amara)
    booked(there, bea)
    listening = dates.cohort(of=dates.course(code="LISTEN", title="Listening"))
    closed = dates.cohort(first=LATER_DAY, booking_closes_at=NOON)
    for to, says in (
        (there, "Those dates are full. Join their list"),
        (here, "Choose other ones"),
        (listening, "another course. Book a place there, and give this one up"),
        (closed, "Booking for these dates is over"),
    ):
        with pytest.raises(Refused, match=says):
            moved(place, to)
    both = dates.cohort(first=LATER_DAY)
    booked(both, amara)
    with pytest.raises(Refused, match="There is a place on those dates already"):
        moved(place, both)
    assert state(place) == PlaceState.CONFIRMED


@pytest.mark.parametrize(
    ("facts", "says"),
    [({"state": CohortState.IN_PROGRESS}, "has begun, so the place cannot be moved")],
)
def test_a_course_that_has_begun_keeps_its_places(facts: dict, says: str) -> None:
    here, there = dates.cohort(), dates.cohort(first=LATER_DAY)
    place = booked(here, worlds.person())
    Cohort.objects.filter(pk=here.pk).update(**facts)
    with pytest.raises(Refused, match=says):
        moved(place, there)


def test_only_a_booked_place_is_moved() -> None:
    here, there, (amara, bea) = dates.cohort(1), dates.cohort(first=LATER_DAY), people(2)
    booked(here, amara)
    with pytest.raises(Refused, match="Only a booked place can be moved"):
        moved(booked(here, bea), there)


def test_giving_up_offers_another_day_first(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)
    here, there, amara = dates.cohort(), dates.cohort(first=LATER_DAY), worlds.person()
    full = dates.cohort(1, first=LATER_DAY + timedelta(days=1))
    booked(full, people(1)[0])
    place = booked(here, amara)
    client.force_login(amara, backend=BACKEND)
    address = reverse("cancel-place", args=[here.token])
    said = client.get(address).content.decode()
    assert "Another day instead?" in said and said.count("Move my place here") == 1
    answer = client.post(address, {"to": there.token})
    assert answer["Location"] == reverse("date-page", args=[there.token])
    assert state(place) == PlaceState.TRANSFERRED
    assert client.post(reverse("cancel-place", args=[there.token]), {"to": full.token}).status_code == 403
    assert client.post(reverse("cancel-place", args=[there.token]), {"to": "x"}).status_code == 404
