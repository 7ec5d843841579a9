"""A venue that two groups use at the same time is said to whoever makes, moves, copies or opens dates."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from academy.shared import clock
from courses.delivery.models import Cohort
from courses.delivery.session_actions import cancel_session
from courses.delivery.venue_queries import twice_words, used_twice
from learners.enrolments.cohort_actions import cancel_cohort
from tests.cast import BACKEND
from tests.courses.delivery.making import DAY, hall, made, meeting
from tests.journeys.test_budgets import counted
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db
SAID = (
    "Main hall is used twice on Thursday 3 December 2026: Introduction to Community Organising is there from"
)


@pytest.fixture
def cora(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    client.force_login(dates.coordinator(), backend=BACKEND)
    return client


@pytest.mark.parametrize(
    ("begins", "ends", "twice"),
    [(8, 10, False), (16, 18, False), (9, 11, True), (12, 13, True), (9, 17, True)],
)
def test_only_what_shares_a_moment_is_twice(begins: int, ends: int, twice: bool) -> None:
    made(meeting())
    assert bool(used_twice(made(meeting(DAY, begins, ends)))) is twice


def test_another_venue_day_or_what_is_not_held_is_no_matter() -> None:
    first = made(meeting(), meeting(DAY + timedelta(days=2)))
    assert not used_twice(made(meeting(DAY + timedelta(days=1))))  # between two days of the other
    library = dates.session(made(meeting(DAY + timedelta(days=9))), 2, DAY, hall("Library"))
    assert not used_twice(library.cohort)
    second = made(meeting())
    assert len(used_twice(second)) == 1 and len(used_twice(first)) == 1
    cancel_session(session_id=first.sessions.get(number=1).pk, by=dates.coordinator(), now=NOON)
    assert not used_twice(second)
    third = made(meeting())
    cancel_cohort(cohort_id=third.pk, by=dates.coordinator(), now=NOON, why="Ill.")
    assert not used_twice(second) and not used_twice(third)


def test_many_are_named_in_a_few_words_and_asked_in_two_queries() -> None:
    for _ in range(5):
        made(meeting())
    mine = made(meeting())
    with counted() as asked:
        words = twice_words(mine)
    assert len([sql for sql in asked if "SAVEPOINT" not in sql]) == 2
    assert words.count(SAID) == 3 and "And 2 times more. Move one of them" in words


def test_whoever_makes_moves_copies_or_opens_dates_is_told(cora: Client) -> None:
    made(meeting(DAY, 13, 15))
    facts = {
        "day": "2026-12-03",
        "begins": "10:00",
        "ends": "16:00",
        "where": str(hall().pk),
        "required": "on",
    }
    more = {"course": str(dates.course().pk), "capacity": "12", "min_to_run": "4", "times": "1", "every": "7"}
    said = f"{SAID} 1pm to 3pm."

    def told(address: str, **typed: str) -> str:
        answer = cora.post(address, facts | typed, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    assert said in told(reverse("cohort-new"), key="k" * 22, **more)
    mine = Cohort.objects.latest("pk")
    assert said in cora.get(reverse("cohort-open", args=[mine.pk])).content.decode()
    assert said in told(reverse("cohort-copy", args=[mine.pk]), key="l" * 22)
    other = made(meeting(DAY + timedelta(days=3)))
    assert said in told(reverse("cohort-session-add", args=[other.pk]))
    session = other.sessions.order_by("number").last()
    assert session is not None
    moved = told(reverse("cohort-session", args=[session.uid]), day="2026-12-04")
    assert "Saved the session." in moved and "is used twice" not in moved
