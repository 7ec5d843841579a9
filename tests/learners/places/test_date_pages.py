"""The list of dates and the page of one: the same for everybody, true at every moment, and cheap."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.delivery.models import Cohort, Session, Venue
from courses.delivery.states import CohortState
from learners.enrolments.dates_queries import ON_A_PAGE
from learners.enrolments.place_actions import cancel_place
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.places.people import booked, people
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db
LIST, PAGE = (
    5,
    8,
)  # queries for a visitor: how many; those of this page, sessions; the filters; the page: see below


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


def page_of(cohort: Cohort) -> str:
    return reverse("date-page", args=[cohort.token])


def says(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_an_empty_list_says_where_to_go(client: Client) -> None:
    assert "No dates are open just now." in says(client, reverse("dates"))
    assert "Nothing here just now." in says(client, reverse("dates") + "?hub=nowhere")


def test_the_list_says_what_when_where_and_how_full(client: Client) -> None:
    dates.cohort(12, title="autumn group")
    words = says(client, reverse("dates"))
    for said in (
        "Introduction to Community Organising, autumn group",
        "Thursday 3 December 2026, 10am to 4pm",
        "Main hall, Saltby. Harbour Road",
        "12 places left",
        "Book a place",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("capacity", "taken", "says_so"),
    [
        (12, 8, "4 places left"),
        (3, 1, "2 places left"),
        (3, 2, "Last place"),
        (2, 2, "Full"),
        (2, 4, "Full, 2 waiting"),
    ],
)
def test_how_full_it_is_is_said_at_once(client: Client, capacity: int, taken: int, says_so: str) -> None:
    """Nothing of it is kept for the next visitor."""
    cohort = dates.cohort(capacity)
    says(client, reverse("dates"))
    for who in people(taken):
        booked(cohort, who)
    for address in (reverse("dates"), page_of(cohort)):
        assert f">{says_so}</span>" in says(client, address)
        assert client.get(address)["Cache-Control"] == "private, no-cache"


def test_a_freed_place_that_is_offered_is_not_for_who_comes_by(client: Client) -> None:
    cohort, (first, second) = dates.cohort(1), people(2)
    place = booked(cohort, first)
    booked(cohort, second)
    cancel_place(place_id=place.pk, by=first, now=NOON)
    assert ">Full</span>" in says(client, page_of(cohort))


def test_a_free_seat_for_which_somebody_waits_is_not_offered_to_who_comes_by(client: Client) -> None:
    cohort, (first, second) = dates.cohort(1), people(2)
    booked(cohort, first)
    booked(cohort, second)
    Cohort.objects.update(capacity=2)
    assert ">Full, 1 waiting</span>" in says(client, page_of(cohort))


@pytest.mark.parametrize(
    "facts",
    [
        {"state": CohortState.DRAFT},
        {"state": CohortState.IN_PROGRESS},
        {"state": CohortState.CANCELLED, "cancelled_at": NOON, "cancelled_why": "No trainer."},
        {"starts_at": NOON},
        {"booking_closes_at": NOON},
    ],
)
def test_what_cannot_be_booked_is_not_in_the_list(client: Client, facts: dict[str, Any]) -> None:
    Cohort.objects.filter(pk=dates.cohort().pk).update(**facts)
    assert "No dates are open just now." in says(client, reverse("dates"))


def test_what_opens_later_says_when(client: Client) -> None:
    cohort = dates.cohort(booking_opens_at=later(days=2))
    assert "Booking opens on Sunday 22 November" in says(client, reverse("dates"))
    words = says(client, page_of(cohort))
    assert "Booking is not open yet" in words and "Sunday 22 November at noon" in words


def test_the_list_is_narrowed_by_links_that_can_be_kept(client: Client) -> None:
    dates.cohort()
    far = dates.hub("millfield")
    far.region = "West Midlands"
    far.save()
    listening = dates.course(code="LISTEN", title="Listening")
    dates.cohort(at=far, of=listening)
    for query, there, gone in (
        ("?course=listen", "Millfield Road", "Harbour Road, Saltby"),
        ("?hub=harbour", "Main hall, Saltby. Harbour Road", "Listening</a></h2>"),
        ("?region=West+Midlands", "Listening</a></h2>", "Main hall, Saltby. Harbour Road"),
        ("?course=listen&hub=harbour", "No dates of this course just now", "Listening</a></h2>"),
    ):
        words = says(client, reverse("dates") + query)
        assert there in words and gone not in words, query


def test_a_long_list_is_paged_and_costs_the_same(client: Client) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("dates"))
        return len(asked)

    dates.cohort()
    few = asks()
    for number in range(ON_A_PAGE + 5):
        dates.cohort(first=date(2026, 12, 7) + timedelta(days=number), days=2)
    assert asks() == few <= LIST
    assert "?page=2" in says(client, reverse("dates"))
    assert "2 sessions, the last on" in says(client, reverse("dates") + "?page=2")
    assert client.get(reverse("dates") + "?page=nonsense").status_code == 200


def test_the_page_says_how_to_get_in_once_for_each_place(client: Client) -> None:
    cohort = dates.cohort(days=2, words="Lunch is paid for.\nBring a pen.")
    Venue.objects.update(
        step_free="yes", hearing_loop="partly", entrance="The blue door.", accessible_toilet="no"
    )
    words = says(client, page_of(cohort))
    for said in ("Step-free", "Hearing loop", "partly", "The blue door.", "Bring a pen."):
        assert words.count(said) == 1
    assert "Parking" not in words  # nothing is known of it


def test_the_link_of_an_online_session_is_for_those_with_a_place(client: Client) -> None:
    cohort, (amara, bea) = dates.cohort(1), people(2)
    Session.objects.update(venue=None, online_url="https://meet.example.org/secret")
    booked(cohort, amara)
    booked(cohort, bea)
    assert "secret" not in says(client, page_of(cohort))
    client.force_login(bea, backend=BACKEND)
    assert "secret" not in says(client, page_of(cohort))
    client.force_login(amara, backend=BACKEND)
    assert "https://meet.example.org/secret" in says(client, page_of(cohort))


def test_a_cancelled_session_and_cancelled_dates_say_so(client: Client) -> None:
    cohort = dates.cohort(days=2)
    cohort.sessions.filter(number=2).update(cancelled_at=NOON)
    assert "Not held" in says(client, page_of(cohort))
    Cohort.objects.update(state=CohortState.CANCELLED, cancelled_at=NOON, cancelled_why="The roof leaks.")
    words = says(client, page_of(cohort))
    assert "These dates were cancelled" in words and "The roof leaks." in words
    assert "Book my place" not in words


def test_a_draft_is_seen_by_those_who_run_it(client: Client) -> None:
    cohort = dates.cohort(state=CohortState.DRAFT)
    assert client.get(page_of(cohort)).status_code == 404
    client.force_login(worlds.person(), backend=BACKEND)
    assert client.get(page_of(cohort)).status_code == 404
    client.force_login(dates.coordinator(), backend=BACKEND)
    assert "Still being prepared" in says(client, page_of(cohort))


def test_who_it_is_for(client: Client) -> None:
    course = dates.course(min_age=16, consent_below=17)
    course.recommended_prior.add(dates.course(code="LISTEN", title="Listening"))
    words = says(client, page_of(dates.cohort(of=course)))
    assert "It helps if you have done Listening first" in words
    assert "16 or over on the first day" in words and "Under 17? You can book." in words


@pytest.mark.parametrize("sessions", [1, 12])
@pytest.mark.parametrize("waiting", [0, 30])
def test_the_page_costs_the_same_however_much_there_is(client: Client, sessions: int, waiting: int) -> None:
    """Cohort, counts, live sessions, all sessions, what helps before; for a person also who they are, their place
    with its sessions, whether a guardian is asked, and what they run."""
    cohort, everybody = dates.cohort(1, days=sessions), people(waiting + 1)
    for who in everybody:
        booked(cohort, who)
    with CaptureQueriesContext(connection) as asked:
        client.get(page_of(cohort))
    assert len(asked) <= PAGE
    client.force_login(everybody[-1], backend=BACKEND)
    client.get(page_of(cohort))
    with CaptureQueriesContext(connection) as asked:
        client.get(page_of(cohort))
    assert len(asked) <= 12


def test_a_code_leads_to_its_dates(client: Client) -> None:
    cohort = dates.cohort()
    typed = f" {cohort.code[:3].lower()}-{cohort.code[3:]} "
    assert client.get(reverse("date-code"), {"code": typed})["Location"] == page_of(cohort)
    assert client.get(reverse("short-code", args=[cohort.code.lower()]))["Location"] == page_of(cohort)
    assert "The code of your course" in says(client, reverse("date-code"))
    assert "Write the code" in says(client, reverse("date-code") + "?code=", status=422)
    for wrong in ("ZZZZZZ", "---", "'; drop", "\u00e9t\u00e9"):
        assert "We know no course with this code" in says(
            client, reverse("short-code", args=[wrong]), status=404
        )


def test_the_code_of_a_draft_is_not_known_yet(client: Client) -> None:
    cohort = dates.cohort(state=CohortState.DRAFT)
    says(client, reverse("short-code", args=[cohort.code]), status=404)
