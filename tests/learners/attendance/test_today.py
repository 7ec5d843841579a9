"""The trainer's day: today's sessions, what people need, tomorrow's, and what is not signed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.dashboards.today_queries import today_of
from learners.enrolments.models import DayNeeds
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.attendance.registers import EVENING, MORNING, group, mark, session_of, signed
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db

MOST = 12  # queries, for one session and for ten


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
