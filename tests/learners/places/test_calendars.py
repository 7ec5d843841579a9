"""Calendars that follow one's dates, and the file of one place."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
import vobject
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.states import CohortState
from learners.enrolments.calendar_actions import new_calendar_address
from learners.enrolments.calendar_queries import place_calendar
from learners.enrolments.cohort_actions import cancel_cohort
from learners.enrolments.models import CalendarFeed, Enrolment
from learners.enrolments.place_actions import book_place, cancel_place
from learners.enrolments.states import Feed
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(later(hours=2), tick=False):
        yield


def booked(who: Account, **more: Any) -> Enrolment:
    return book_place(cohort_id=dates.cohort(10, **more).pk, account_id=who.pk, by=who, now=NOON)


def address(who: Account, shows: Feed = Feed.LEARNING) -> str:
    feed = new_calendar_address(account_id=who.pk, shows=shows, now=NOON)
    return reverse("calendar-feed", args=[feed.token])


def events(path: str) -> list[Any]:
    answer = Client().get(path)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(vobject.readOne(answer.content.decode()).contents.get("vevent", []))


def said(path: str) -> list[tuple[str, str]]:
    return [(event.dtstart.value.strftime("%d %b %H:%M"), event.status.value) for event in events(path)]


def test_a_calendar_follows_ones_booked_places_and_nobody_elses() -> None:
    amara, bea = worlds.person(), worlds.person("Bea Other", "bea@example.org")
    path = address(amara)
    assert said(path) == []
    booked(amara, days=2)
    booked(bea)
    assert said(path) == [("03 Dec 10:00", "CONFIRMED"), ("10 Dec 10:00", "CONFIRMED")]


def test_waiting_or_an_offer_is_no_date_yet() -> None:
    amara, first = worlds.person(), worlds.person("Early Bird", "early@example.org")
    cohort = dates.cohort(1)
    for who in (first, amara):
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
    assert said(address(amara)) == []
    cancel_place(place_id=Enrolment.objects.get(account=first).pk, by=first, now=NOON)
    assert said(address(amara)) == [] == said(address(first))


def test_a_session_that_moves_moves_and_one_that_is_struck_says_so() -> None:
    amara = worlds.person()
    booked(amara, days=2)
    path = address(amara)
    before = {event.uid.value for event in events(path)}
    moved, struck = Session.objects.order_by("number")
    week = timedelta(weeks=1, hours=2)
    moved.starts_at, moved.ends_at, moved.sequence = moved.starts_at + week, moved.ends_at + week, 1
    moved.save()
    Session.objects.filter(pk=struck.pk).update(cancelled_at=NOON, sequence=1)
    assert sorted(said(path)) == [("10 Dec 10:00", "CANCELLED"), ("10 Dec 12:00", "CONFIRMED")]
    assert {event.uid.value for event in events(path)} == before
    assert {event.sequence.value for event in events(path)} == {"1"}


def test_dates_that_are_cancelled_stay_and_say_so() -> None:
    amara = worlds.person()
    place = booked(amara)
    cancel_cohort(cohort_id=place.cohort_id or 0, by=dates.coordinator(), now=later(hours=1), why="Ill.")
    assert said(address(amara)) == [("03 Dec 10:00", "CANCELLED")]


def test_a_place_given_up_leaves_the_calendar() -> None:
    amara = worlds.person()
    cancel_place(place_id=booked(amara).pk, by=amara, now=later(hours=1))
    assert said(address(amara)) == []


def test_a_trainers_dates_are_those_they_are_on_now_without_names_of_people() -> None:
    jo, amara = dates.trainer(), worlds.person()
    booked(amara, trainers=(jo,))
    dates.cohort(10, trainers=(jo,), state=CohortState.DRAFT)
    path = address(jo, Feed.TRAINING)
    assert said(path) == [("03 Dec 10:00", "CONFIRMED")]
    assert "Amara" not in Client().get(path).content.decode()
    CohortTrainer.objects.update(removed_at=NOON)
    assert said(path) == []


def test_what_is_long_over_leaves_the_file() -> None:
    amara = worlds.person()
    booked(amara)
    path = address(amara)
    for days, expected in ((13 + 89, 1), (13 + 91, 0)):
        with time_machine.travel(later(days=days), tick=False):
            assert len(events(path)) == expected


def test_a_new_address_ends_the_old_one_and_a_closed_account_both() -> None:
    amara = worlds.person()
    old, new = address(amara), address(amara)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    Account.objects.update(is_active=False)
    assert Client().get(new).status_code == 404


def test_asked_again_nothing_new_is_nothing_to_fetch() -> None:
    amara = worlds.person()
    booked(amara)
    path = address(amara)
    first = Client().get(path)
    assert first["Cache-Control"] == "private, no-cache" and first["X-Robots-Tag"] == "noindex"
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_many_dates_cost_two_queries(django_assert_num_queries) -> None:
    amara = worlds.person()
    for _ in range(12):
        booked(amara, days=3)
    path = address(amara)
    with django_assert_num_queries(2):
        assert len(events(path)) == 36


class TestTheFileOfOnePlace:
    def test_it_is_for_whoever_has_its_link(self) -> None:
        place = booked(worlds.person())
        assert said(place_calendar(place.pk)) == [("03 Dec 10:00", "CONFIRMED")]

    def test_given_up_it_takes_the_dates_out_again(self) -> None:
        amara = worlds.person()
        place = booked(amara)
        cancel_place(place_id=place.pk, by=amara, now=later(hours=1))
        (event,) = events(place_calendar(place.pk))
        assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")

    def test_nobody_can_make_the_link_of_another_place(self) -> None:
        place = booked(worlds.person())
        real = place_calendar(place.pk)
        key = real.rpartition("/")[2].removesuffix(".ics")
        for forged in (f"{place.pk + 1}{key[key.index(':') :]}", str(place.pk), f"x{key}", f"{key}x"):
            assert Client().get(reverse("place-calendar", args=[forged])).status_code == 404

    def test_a_closed_account_has_none(self) -> None:
        place = booked(worlds.person())
        Account.objects.update(is_active=False)
        assert Client().get(place_calendar(place.pk)).status_code == 404


class TestThePage:
    def page(self, who: Account, data: dict[str, str] | None = None) -> str:
        client = Client()
        client.force_login(who, backend=BACKEND)
        if data is not None:
            assert client.post(reverse("calendar"), data).headers["Location"] == reverse("calendar")
        return client.get(reverse("calendar")).content.decode()

    def test_looking_makes_nothing(self) -> None:
        assert "Make an address" in self.page(worlds.person())
        assert not CalendarFeed.objects.exists()

    def test_an_address_is_made_shown_and_made_anew(self, settings) -> None:
        amara = worlds.person()
        page = self.page(amara, {"shows": "learning"})
        old = CalendarFeed.objects.get().token
        path = reverse("calendar-feed", args=[old])
        assert (
            f"{settings.BASE_URL}{path}" in page
            and f"webcal://{settings.BASE_URL.partition('://')[2]}{path}" in page
        )
        assert old not in self.page(amara, {"shows": "learning"})
        assert CalendarFeed.objects.count() == 1

    def test_dates_to_train_are_offered_to_trainers_alone(self) -> None:
        jo = dates.trainer()
        dates.cohort(10, trainers=(jo,))
        assert "The dates you train" in self.page(jo)
        assert "The dates you train" not in self.page(worlds.person())

    @pytest.mark.parametrize("shows", ["", "everything"])
    def test_nothing_else_is_made(self, shows: str) -> None:
        self.page(worlds.person(), {"shows": shows})
        assert not CalendarFeed.objects.exists()
        assert Cohort.objects.count() == 0
