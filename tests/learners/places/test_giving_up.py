"""Giving a place up, leaving the list, saying no to an offer: whoever is next gains it, and the history stays."""

import pytest

from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import cancel_place
from learners.enrolments.states import HOLDING, TRANSITIONS, PlaceState
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.places.people import booked, kit, offered, people, state
from tests.learners.worlds import later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def gave_up(place: Enrolment, **more) -> Enrolment:
    return cancel_place(place_id=place.pk, **{"by": place.account, "now": later(hours=1), **more})


def test_a_booked_place_is_given_up_with_its_history() -> None:
    place = booked(dates.cohort(), worlds.person())
    gave_up(place, why="I have to work.")
    place.refresh_from_db()
    assert (place.state, place.seat, place.ended_why) == ("learner_off", None, "I have to work.")
    assert place.ended_at == place.withdrawn_at == later(hours=1)
    assert [event.action for event in AuditEvent.objects.order_by("seq")] == [
        "place_confirmed",
        "place_given_up",
    ]


def test_leaving_the_list_frees_nothing() -> None:
    cohort, (first, second, third) = dates.cohort(1), people(3)
    booked(cohort, first)
    leaving, staying = booked(cohort, second), booked(cohort, third)
    gave_up(leaving)
    assert (state(leaving), state(staying)) == (PlaceState.CANCELLED_BY_LEARNER, PlaceState.WAITLISTED)


def test_saying_no_to_an_offer_passes_it_on() -> None:
    cohort, (first, second) = dates.cohort(1), people(2)
    place = offered(cohort, first)
    after = booked(cohort, second)
    gave_up(place)
    assert (state(place), state(after)) == (PlaceState.DECLINED, PlaceState.OFFERED)


@pytest.mark.parametrize("make", [booked, offered])
def test_pressing_twice_changes_nothing(make) -> None:
    place = make(dates.cohort(1), people(1)[0])
    once = gave_up(place)
    assert gave_up(place, now=later(hours=9)).ended_at == once.ended_at
    assert AuditEvent.objects.filter(action="place_given_up", object_id=str(place.pk)).count() == 1


def test_the_hub_takes_a_place_back() -> None:
    place = booked(dates.cohort(), worlds.person())
    gave_up(place, by=dates.coordinator(), by_hub=True, why="Rang to say she has moved away.")
    assert state(place) == PlaceState.CANCELLED_BY_HUB
    gave_up(place, by=dates.coordinator())
    assert state(place) == PlaceState.CANCELLED_BY_HUB


def test_a_person_cannot_act_as_the_hub() -> None:
    place = booked(dates.cohort(), worlds.person())
    with pytest.raises(Refused, match="Only the trainers of these dates"):
        gave_up(place, by_hub=True)


@pytest.mark.parametrize(
    ("to", "says"),
    [
        (PlaceState.ATTENDED, "register of this course is signed. Ask its trainer"),
        (PlaceState.NO_SHOW, "register of this course is signed"),
        (PlaceState.EXPIRED, "ran out, and somebody else has it now. There is nothing to give up"),
        (PlaceState.TRANSFERRED, "moved to other dates. Give up the place on those dates instead"),
    ],
)
def test_what_cannot_be_given_up_says_why(to: PlaceState, says: str) -> None:
    place = booked(dates.cohort(), worlds.person())
    Enrolment.objects.filter(pk=place.pk).update(state=to, seat=1 if to in HOLDING else None)
    with pytest.raises(Refused, match=says):
        gave_up(place)
    assert state(place) == to


def test_a_course_that_is_over_cannot_be_left() -> None:
    cohort = dates.cohort()
    place = booked(cohort, worlds.person())
    Cohort.objects.update(state=CohortState.DELIVERED)
    with pytest.raises(Refused, match="This course is over. The register says who was there"):
        gave_up(place)


def test_somebody_who_waits_for_a_guardian_may_give_up() -> None:
    place = booked(dates.cohort(), kit())
    assert gave_up(place).state == PlaceState.CANCELLED_BY_LEARNER


def test_ended_places_stay_ended() -> None:
    """The table of what may follow: nothing follows an end, and only a register is followed by another."""
    ends = {state for state, after in TRANSITIONS.items() if not after}
    assert ends == {"declined", "expired", "learner_off", "hub_off", "transferred"}
    assert set(TRANSITIONS) == set(PlaceState)
