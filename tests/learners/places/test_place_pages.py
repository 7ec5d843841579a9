"""Booking, waiting, giving up and answering an offer by the pages of the site, without scripts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import AccessNeed
from academy.keeping.actions import forget
from academy.shared import clock
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.place_actions import book_place, cancel_place, expire_offers
from learners.enrolments.states import PlaceState, Source
from tests.browsing import browser
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.places.people import booked, kit, offered, people, state
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


def at(name: str, cohort: Cohort) -> str:
    return reverse(name, args=[cohort.token])


def words(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def test_the_address_survives_signing_in() -> None:
    cohort = dates.cohort()
    address = at("book-place", cohort)
    answer = Client().get(address)
    assert answer["Location"] == f"{reverse('account_login')}?next={address}"
    assert "Book your place?" in words(browser(worlds.person()), address)


def test_booking_asks_once_and_shows_the_place() -> None:
    cohort, amara = dates.cohort(), worlds.person()
    client = browser(amara)
    assert not Enrolment.objects.exists()
    answer = client.post(at("book-place", cohort), {"book": "yes"}, follow=True)
    assert answer.redirect_chain[-1][0] == at("day-needs", cohort)
    assert "Your place is booked." in answer.content.decode()
    assert "Your place is booked" in words(client, at("date-page", cohort))
    assert client.get(at("book-place", cohort))["Location"] == at("date-page", cohort)
    client.post(at("book-place", cohort), {"book": "yes"})  # pressed twice
    assert Enrolment.objects.count() == 1


def test_two_browsers_on_the_last_place_each_say_what_happened() -> None:
    cohort, (amara, bea) = dates.cohort(1), people(2)
    one, other = browser(amara), browser(bea)
    assert "Book your place?" in words(one, at("book-place", cohort))
    assert "Book your place?" in words(other, at("book-place", cohort))
    one.post(at("book-place", cohort))
    answer = other.post(at("book-place", cohort), follow=True).content.decode()
    assert "You are on the waiting list" in answer and "You are number 1 on the list" in answer


def test_a_full_course_offers_the_list() -> None:
    cohort, (amara, bea, cleo) = dates.cohort(1), people(3)
    booked(cohort, amara)
    booked(cohort, bea)
    assert "Join the list" in words(Client(), at("date-page", cohort))
    client = browser(cleo)
    assert "Join the list?" in words(client, at("book-place", cohort))
    client.post(at("book-place", cohort))
    assert "You are number 2 on the list" in words(client, at("date-page", cohort))


def test_dates_that_are_cancelled_while_somebody_looks_say_so() -> None:
    cohort, client = dates.cohort(), browser(worlds.person())
    words(client, at("book-place", cohort))
    Cohort.objects.update(state=CohortState.CANCELLED, cancelled_at=NOON, cancelled_why="The roof leaks.")
    answer = client.post(at("book-place", cohort))
    assert answer.status_code == 403
    assert "The roof leaks. Have a look at the other dates." in answer.content.decode()
    assert not Enrolment.objects.exists()


def test_under_age_hears_first_what_happens() -> None:
    cohort, who = dates.cohort(), kit()
    client = browser(who)
    assert "Then it is booked." in words(client, at("book-place", cohort))
    client.post(at("book-place", cohort))
    said = words(client, at("date-page", cohort))
    assert "A parent or guardian has to agree" in said and "Friday 27 November at noon" in said
    assert "parent or guardian has to agree" not in words(browser(worlds.person()), at("book-place", cohort))


def test_giving_up_asks_first_and_may_say_why() -> None:
    cohort, (amara, bea) = dates.cohort(1), people(2)
    place, waiting = booked(cohort, amara), booked(cohort, bea)
    client = browser(amara)
    assert "Give your place up?" in words(client, at("cancel-place", cohort))
    assert state(place) == PlaceState.CONFIRMED
    client.post(at("cancel-place", cohort), {"why": "I have to work."})
    place.refresh_from_db()
    assert (place.state, place.ended_why) == (PlaceState.CANCELLED_BY_LEARNER, "I have to work.")
    assert state(waiting) == PlaceState.OFFERED
    assert "You have no place on these dates" in words(client, at("cancel-place", cohort), status=403)
    assert "Join the list" in words(client, at("date-page", cohort))


def test_leaving_the_list() -> None:
    cohort, (amara, bea) = dates.cohort(1), people(2)
    booked(cohort, amara)
    place, client = booked(cohort, bea), browser(bea)
    assert "Leave the list?" in words(client, at("cancel-place", cohort))
    client.post(at("cancel-place", cohort), {"why": ""})
    assert state(place) == PlaceState.CANCELLED_BY_LEARNER


@pytest.mark.parametrize(("answer", "after"), [("yes", PlaceState.CONFIRMED), ("no", PlaceState.DECLINED)])
def test_an_offer_is_answered(answer: str, after: PlaceState) -> None:
    cohort, (amara,) = dates.cohort(1), people(1)
    place, client = offered(cohort, amara), browser(amara)
    assert "It is yours until Sunday 22 November at noon" in words(client, at("place-offer", cohort))
    assert state(place) == PlaceState.OFFERED  # looking answers nothing
    assert client.post(at("place-offer", cohort), {"answer": answer}).status_code == 302
    assert state(place) == after


def test_an_offer_that_ran_out_says_so_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    cohort, (amara,) = dates.cohort(1), people(1)
    offered(cohort, amara)
    client = browser(amara)
    monkeypatch.setattr("academy.shared.clock.now", lambda: later(hours=48))
    for _ in range(2):  # before the sweep, and after it
        answer = client.post(at("place-offer", cohort), {"answer": "yes"})
        assert answer.status_code == 403
        assert "This offer has run out" in answer.content.decode()
        assert "Look at other dates" in answer.content.decode()
        expire_offers(now=later(hours=48))


def test_nonsense_answers_nothing() -> None:
    cohort, (amara,) = dates.cohort(1), people(1)
    place = offered(cohort, amara)
    assert browser(amara).post(at("place-offer", cohort), {"answer": "maybe"}).status_code == 200
    assert state(place) == PlaceState.OFFERED


def test_a_place_is_nobody_elses_business() -> None:
    cohort = dates.cohort()
    booked(cohort, worlds.person())
    stranger = browser(worlds.person("Sam", "sam@example.org"))
    for name in ("cancel-place", "place-offer", "day-needs"):
        assert "You have no place on these dates" in words(stranger, at(name, cohort), status=403)
        assert stranger.post(at(name, cohort), {"answer": "no"}).status_code == 403


NEEDS = {
    "needs": "A seat near the door.",
    "diet": "No nuts",
    "emergency_name": "Pat",
    "emergency_phone": "01632 960 001",
}


def test_needs_are_asked_once_and_go_with_the_next_place() -> None:
    cohort, amara = dates.cohort(), worlds.person()
    booked(cohort, amara)
    client = browser(amara)
    assert client.post(at("day-needs", cohort), NEEDS).status_code == 302
    kept = DayNeeds.objects.get()
    assert (kept.needs, kept.diet, kept.emergency_phone) == (
        "A seat near the door.",
        "No nuts",
        "01632960001",
    )
    assert AccessNeed.objects.get().words == "A seat near the door."
    other = dates.cohort(first=dates.FIRST_DAY + timedelta(days=7))
    answer = client.post(at("book-place", other), follow=True)
    assert answer.redirect_chain[-1][0].startswith(
        at("place-about", other)
    )  # not asked again: on to the last page
    copy = DayNeeds.objects.get(enrolment__cohort=other)
    assert (copy.needs, copy.diet) == ("A seat near the door.", "")


def test_needs_are_changed_and_deleted_everywhere() -> None:
    cohort, amara = dates.cohort(), worlds.person()
    booked(cohort, amara)
    client = browser(amara)
    client.post(at("day-needs", cohort), NEEDS)
    client.post(reverse("access-need"), {"words": "A quiet room."})
    assert DayNeeds.objects.get().needs == AccessNeed.objects.get().words == "A quiet room."
    client.post(reverse("access-need"), {"words": " "})
    assert not AccessNeed.objects.exists()
    assert (DayNeeds.objects.get().needs, DayNeeds.objects.get().diet) == ("", "No nuts")
    client.post(at("day-needs", cohort), dict.fromkeys(NEEDS, ""))
    assert not DayNeeds.objects.exists()
    assert client.post(at("day-needs", cohort), {"needs": "x" * 1001}).status_code == 422


@pytest.mark.parametrize(("days", "kept"), [(29, True), (30, False)])
def test_what_was_told_for_a_day_goes_thirty_days_after(days: int, kept: bool, monkeypatch) -> None:
    cohort, amara = dates.cohort(), worlds.person()
    place = booked(cohort, amara)
    browser(amara).post(at("day-needs", cohort), NEEDS)
    assert cohort.ends_at is not None
    monkeypatch.setattr("academy.shared.clock.now", lambda: cohort.ends_at + timedelta(days=days))
    forget(key="day-needs", now=clock.now())
    assert DayNeeds.objects.filter(enrolment=place).exists() is kept
    assert AccessNeed.objects.get().words == "A seat near the door."  # hers, until she deletes it


def test_what_was_told_goes_with_a_place_that_was_given_up(monkeypatch) -> None:
    cohort, amara = dates.cohort(first=dates.FIRST_DAY + timedelta(days=200)), worlds.person()
    place = booked(cohort, amara)
    browser(amara).post(at("day-needs", cohort), NEEDS)
    cancel_place(place_id=place.pk, by=amara, now=NOON)
    forget(key="day-needs", now=clock.now())
    assert DayNeeds.objects.exists()
    monkeypatch.setattr("academy.shared.clock.now", lambda: later(days=30))
    forget(key="day-needs", now=clock.now())
    assert not DayNeeds.objects.exists()


def test_my_learning_shows_places_and_puts_an_offer_first() -> None:
    cohort, (amara,) = dates.cohort(1), people(1)
    client = browser(amara)
    assert "Places you have booked" not in words(client, reverse("my-learning"))
    offered(cohort, amara)
    booked(dates.cohort(first=dates.FIRST_DAY + timedelta(days=7), days=3), amara)
    said = words(client, reverse("my-learning"))
    assert "A place is free for you: Introduction to Community Organising" in said
    assert "3 sessions, the last on Thursday 24 December 2026" in said
    assert said.index("Places you have booked") < said.index("Courses you are on")


def test_what_the_hub_took_back_stays_for_two_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    cohort, amara = dates.cohort(), worlds.person()
    place = booked(cohort, amara)
    Enrolment.objects.filter(pk=place.pk).update(
        state=PlaceState.CANCELLED_BY_HUB,
        seat=None,
        ended_at=NOON,
        withdrawn_at=NOON,
        ended_why="No trainer.",
    )
    client = browser(amara)
    assert "Taken back by the hub" in words(client, reverse("my-learning"))
    monkeypatch.setattr("academy.shared.clock.now", lambda: later(days=15))
    assert "Taken back by the hub" not in words(client, reverse("my-learning"))


def test_who_did_it_stands_in_ones_own_history() -> None:
    cohort, amara, cora = dates.cohort(), worlds.person(), dates.coordinator()
    book_place(
        cohort_id=cohort.pk, account_id=amara.pk, by=cora, now=NOON, source=Source.BEHALF, agreed="Rang."
    )
    assert "Coordinator did this for you" in words(browser(amara), at("date-page", cohort))
