"""Moving a place to other dates: one step, both places stay in the history, and the freed one goes down the list."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from academy.shared.audit import chain_of
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments import moving_views
from learners.enrolments.dates_queries import free_dates_beside
from learners.enrolments.models import Enrolment
from learners.enrolments.moving_actions import move_place
from learners.enrolments.states import PlaceState
from tests.cast import BACKEND
from tests.chains import broken_links
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
    assert moved(booked(here, amara), there, by=cora, agreed="On the telephone.").booked_by == cora
    sam, other = worlds.person("Sam", "sam@example.org"), booked(here, people(1)[0])
    with pytest.raises(Refused, match="Only the trainers of these dates"):
        moved(other, there, by=sam)


def test_nobody_is_moved_without_their_word() -> None:
    here, there = dates.cohort(), dates.cohort(first=LATER_DAY)
    place = booked(here, worlds.person())
    for agreed in ("", "  "):
        with pytest.raises(Refused, match="Say how the person agreed"):
            moved(place, there, by=dates.coordinator(), agreed=agreed)
    assert state(place) == PlaceState.CONFIRMED


@pytest.fixture
def cora(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The coordinator's browser."""
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)
    client.force_login(dates.coordinator(), backend=BACKEND)
    return client


def move_page(place: Enrolment) -> str:
    assert place.cohort is not None
    return reverse("date-person-move", args=[place.cohort.token, place.pk])


def test_somebody_is_moved_on_screen_and_what_they_said_stands_in_both_histories(cora: Client) -> None:
    here, there, amara = dates.cohort(), dates.cohort(first=LATER_DAY), worlds.person()
    place = booked(here, amara)
    assert (
        "Move to other dates"
        in cora.get(reverse("date-person", args=[here.token, place.pk])).content.decode()
    )
    assert "Harbour Road: 10 places left" in cora.get(move_page(place)).content.decode()
    typed = {"to": there.token, "agreed": "On the telephone.", "said": "Thursdays are better."}
    answer = cora.post(move_page(place), typed, follow=True)
    new = Enrolment.objects.get(cohort=there)
    assert answer.redirect_chain[0][0] == reverse("date-person", args=[there.token, new.pk])
    assert "Amara Diallo has a place on the new dates." in answer.content.decode()
    old = cora.get(reverse("date-person", args=[here.token, place.pk])).content.decode()
    for page in (answer.content.decode(), old):
        assert "On the telephone. “Thursdays are better.”" in page
    assert "Only a booked place can be moved" in cora.get(move_page(place)).content.decode()
    assert cora.post(move_page(place), typed).status_code == 403


def test_to_dates_that_one_does_not_run_too(cora: Client) -> None:
    there = dates.cohort(first=LATER_DAY, at=dates.hub("millfield"))
    dates.coordinator().roles.filter(hub=there.hub).delete()
    here = dates.cohort()
    place = booked(here, worlds.person())
    answer = cora.post(move_page(place), {"to": there.token, "agreed": "Face to face."}, follow=True)
    assert answer.redirect_chain[0][0] == reverse("date-person", args=[here.token, place.pk])
    assert answer.status_code == 200 and Enrolment.objects.filter(cohort=there).exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"agreed": "Face to face."}, "Choose the dates."),
        ({"to": "here"}, "Choose how they agreed."),
        ({"to": "full", "agreed": "Face to face."}, "There is no place on those dates any more."),
        ({"to": "here", "agreed": "They nodded."}, "Choose how they agreed|not one of the available"),
        ({"to": "here", "agreed": "Face to face.", "said": "x" * 201}, "Use 200 characters or fewer."),
    ],
)
def test_what_is_missing_to_move_somebody_is_said(cora: Client, typed: dict[str, str], says: str) -> None:
    there, full = dates.cohort(first=LATER_DAY), dates.cohort(1, first=LATER_DAY)
    amara, bea = people(2)
    place = booked(dates.cohort(), amara)
    booked(full, bea)
    to = {"here": there.token, "full": full.token}.get(typed.get("to", ""), "")
    answer = cora.post(move_page(place), typed | {"to": to})
    assert answer.status_code == 422 and re.search(says, answer.content.decode())
    assert state(place) == PlaceState.CONFIRMED


def test_dates_that_fill_up_meanwhile_are_refused_in_words(
    cora: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, (amara, bea) = dates.cohort(1, first=LATER_DAY), people(2)
    place = booked(dates.cohort(), amara)
    shown = free_dates_beside

    def slowly(*args, **more):
        rows = shown(*args, **more)
        booked(there, bea)
        return rows

    monkeypatch.setattr(moving_views, "free_dates_beside", slowly)
    answer = cora.post(move_page(place), {"to": there.token, "agreed": "Face to face."})
    assert answer.status_code == 422 and "Those dates are full." in answer.content.decode()


def test_no_other_dates_a_word_instead(cora: Client) -> None:
    assert (
        "No other dates have a place."
        in cora.get(move_page(booked(dates.cohort(), worlds.person()))).content.decode()
    )


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
