"""The trainer's day: today's sessions, what people need, tomorrow's, and what is not signed."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from academy.accounts.models import Account
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.dashboards.news_queries import since_then
from learners.dashboards.today_queries import today_of
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.place_actions import accept_offer, book_place, cancel_place
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.attendance.registers import EVENING, MORNING, group, mark, session_of, signed
from tests.learners.places import dates
from tests.learners.places.people import people
from tests.learners.reminders.letterbox import came
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db

MOST = 19  # queries, for one session and for ten


def test_the_day_has_its_sessions_with_who_comes_and_what_they_need() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    DayNeeds.objects.create(
        enrolment=amara,
        needs="A chair with arms.",
        emergency_name="Sal",
        emergency_phone="07700 900123",
        saved_at=NOON,
    )
    mark(session_of(cohort), jo, (ben, "told_us"))
    today = today_of(jo, now=MORNING)
    (one,) = today.sessions
    assert (today.day, one.hours, one.hub, one.now) == (
        "Thursday 3 December 2026",
        "10am to 4pm",
        "Harbour Road",
        True,
    )
    assert (one.coming, one.cannot, len(one.comers)) == (1, 1, 2)
    assert [(who.name, who.needs, who.emergency) for who in one.with_needs] == [
        ("Amara Bello", "A chair with arms", "Sal, 07700 900123")
    ]
    assert today.unsigned_count == 0 and today.tomorrow == ()


def test_tomorrow_and_what_is_not_signed_stand_apart() -> None:
    cohort, places, jo = group("Amara Bello")
    before = today_of(jo, now=MORNING - timedelta(days=1))
    assert [one.day for one in before.tomorrow] == ["Thursday 3 December 2026"] and before.sessions == ()
    after = today_of(jo, now=EVENING + timedelta(days=1))
    assert [(one.day, one.people) for one in after.unsigned] == [("Thursday 3 December 2026", 1)]
    signed(session_of(cohort), jo, (places[0], "present"))
    assert today_of(jo, now=EVENING + timedelta(days=1)).unsigned_count == 0


def test_the_day_is_that_of_london() -> None:
    _, _, jo = group("Amara Bello")
    midnight = MORNING.replace(hour=0, minute=1)
    assert len(today_of(jo, now=midnight).sessions) == 1
    assert len(today_of(jo, now=midnight - timedelta(minutes=2)).sessions) == 0


def test_nobody_sees_what_they_do_not_run() -> None:
    cohort, _, _ = group("Amara Bello")
    other = dates.trainer(email="tom@example.org")
    stranger = dates.coordinator(dates.hub("millfield"), "mel@example.org")
    assert [len(today_of(who, now=MORNING).sessions) for who in (other, stranger)] == [0, 0]
    assert len(today_of(dates.coordinator(), now=MORNING).sessions) == 1
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.DRAFT)
    assert today_of(dates.coordinator(), now=MORNING).sessions == ()


@pytest.mark.parametrize("groups", [1, 12])
def test_the_page_costs_the_same_for_many_sessions(
    client: Client, groups: int, django_assert_max_num_queries
) -> None:
    for _ in range(groups):
        cohort = dates.cohort(trainers=(jo := dates.trainer(email="jo@example.org"),))
    who = worlds.person()
    dates_place = dates.cohort(trainers=(jo,), first=dates.FIRST_DAY - timedelta(days=7))
    assert who and dates_place and cohort
    client.force_login(jo, backend=BACKEND)
    with time_machine.travel(MORNING, tick=False):
        client.get("/today/")
        with django_assert_max_num_queries(MOST):
            page = client.get("/today/")
    text = " ".join(page.content.decode().split())
    assert "Good morning, Jo." in text and "1 register is not signed yet" in text
    assert text.count("Open the register") == min(groups, 10)


def test_a_learner_is_told_whose_page_this_is(client: Client) -> None:
    client.force_login(worlds.person(), backend=BACKEND)
    answer = client.get("/today/")
    assert answer.status_code == 403 and "for the people who run courses" in answer.content.decode()


def test_an_empty_day_says_what_will_stand_here(client: Client) -> None:
    client.force_login(dates.trainer(), backend=BACKEND)
    assert "Nothing to run today" in client.get("/today/").content.decode()


class TestSinceThen:
    def test_who_booked_gave_back_waits_and_took_a_place(self) -> None:
        jo = dates.trainer(email="jo@example.org")
        cohort = dates.cohort(1, trainers=(jo,))
        first, second, third = people(3)
        place = booked_at(cohort, first, NOON)
        booked_at(cohort, second, later(hours=1))
        booked_at(cohort, third, later(hours=2))
        cancel_place(place_id=place.pk, by=first, now=later(hours=3), why="A new job.")
        accept_offer(place_id=second.enrolments.get(cohort=cohort).pk, by=second, now=later(hours=4))
        then = since_then(jo, later(minutes=30), now=later(hours=5))
        assert [(one.words, one.why) for one in then.news] == [
            ("Person 1 took the place that became free", ""),
            ("Person 0 cannot come", "A new job."),
            ("Person 2 waits for a place", ""),
        ]
        assert then.news[0].about == "Introduction to Community Organising"
        assert then.news[0].when == "Friday 20 November at 4pm"
        assert since_then(jo, later(hours=4), now=later(hours=5)).count == 0

    def test_what_they_did_themselves_and_other_hubs_are_no_news(self) -> None:
        jo, cora = dates.trainer(email="jo@example.org"), dates.coordinator()
        cohort = dates.cohort(5, trainers=(jo,))
        elsewhere = dates.cohort(5, at=dates.hub("northgate"))
        first, second = people(2)
        book_place(cohort_id=cohort.pk, account_id=first.pk, by=jo, now=NOON, agreed="On the telephone.")
        booked_at(elsewhere, second, NOON)
        before = later(hours=-1)
        assert since_then(jo, before, now=NOON).count == 0
        assert [one.words for one in since_then(cora, before, now=NOON).news][-1] == (
            "Person 0 has booked a place"
        )
        other = dates.trainer(email="other@example.org")
        assert since_then(other, before, now=NOON).count == 0

    def test_a_yes_is_news_and_silence_is_counted(self) -> None:
        cohort, (amara, ben, cleo), jo = group("Amara Bello", "Ben Whitlow", "Cleo Adams")
        for place in (amara, ben, cleo):
            asked(place.account, place, answer="coming" if place is amara else "")
        mark(session_of(cohort), jo, (cleo, "present"))
        (one,) = today_of(jo, now=MORNING).sessions
        assert (one.coming, one.cannot, one.silent) == (2, 0, 1)
        assert [who.name for who in one.comers if who.silent] == ["Ben Whitlow"]
        then = since_then(jo, MORNING - timedelta(hours=2), now=MORNING)
        assert [one.words for one in then.news] == ["Amara Bello says that they come"]

    def test_only_the_newest_are_shown_and_the_rest_counted(self) -> None:
        jo = dates.trainer(email="jo@example.org")
        cohort = dates.cohort(20, trainers=(jo,))
        for number, who in enumerate(people(12)):
            booked_at(cohort, who, later(minutes=number))
        then = since_then(jo, later(minutes=-1), now=later(hours=1))
        assert (len(then.news), then.count, then.news[0].words) == (8, 12, "Person 11 has booked a place")

    def test_a_page_opened_again_is_the_same_look(self) -> None:
        """For half an hour; then what happened since the last one is new."""
        jo = dates.trainer(email="jo@example.org")
        cohort = dates.cohort(5, trainers=(jo,))
        first, second = people(2)
        client = Client()
        client.force_login(jo, backend=BACKEND)
        seen = []
        booked_at(cohort, first, later(hours=-2))
        for minutes in (0, 20, 70, 75):
            if minutes == 70:
                booked_at(cohort, second, later(minutes=60))
            with time_machine.travel(later(minutes=minutes), tick=False):
                page = client.get("/today/").content.decode()
            seen.append(("Person 0 has booked" in page, "Person 1 has booked" in page))
        assert seen == [(True, False), (True, False), (False, True), (False, True)]
        with time_machine.travel(later(days=30), tick=False):
            assert "Nothing new since" in client.get("/today/").content.decode()


def booked_at(cohort: Cohort, who: Account, now: datetime) -> Enrolment:
    return book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=now)


def asked(who: Account, place: Enrolment, *, answer: str) -> None:
    """Whether they can come, two days before; a yes this morning."""
    day = place.cohort.sessions.get().day if place.cohort else None
    answered = {"answer": answer, "answered_at": MORNING - timedelta(hours=1)} if answer else {}
    came(who, "can_you_come", subject=f"enrolment:{place.pk}", occasion=f"{day}", **answered)
