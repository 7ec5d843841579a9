"""A list of people on the screen: upload, columns, what would happen, what happened."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from learners.enrolments.models import Enrolment, Interest
from learners.intake.models import PeopleImport
from learners.intake.queries import ON_A_PAGE
from tests.cast import BACKEND
from tests.learners.intake.lists import brought_in, looked_through, uploaded, worked
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db
SAID = {
    "column_0": "name",
    "column_1": "email",
    "header": "1",
    "all_adult": "on",
    "way": "In writing.",
    "where": "The sheets of 5 May, kept by Sam.",
    "told": "on",
}


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


@pytest.fixture
def cora(client: Client) -> Account:
    who = dates.coordinator()
    client.force_login(who, backend=BACKEND)
    return who


def file(
    text: str = "Name;E-mail\nSam Obi;sam@example.org\nBea Ng;no\n", name: str = "People of May.csv"
) -> Any:
    return {"file": SimpleUploadedFile(name, text.encode("cp1252"), "text/csv")}


def words(client: Client, name: str, *args: Any, query: str = "", status: int = 200) -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def test_from_the_file_to_the_result(client: Client, cora: Account) -> None:
    cohort = dates.cohort(2)
    answer = client.post(reverse("people-upload", args=[cohort.pk]), file())
    listing = PeopleImport.objects.get()
    at = reverse("people-list", args=[listing.token])
    assert answer["Location"] == f"{at}columns/"
    said = words(client, "people-list-columns", listing.token)
    assert "sam@example.org, no" in said and '<option value="email" selected>' in said
    assert client.get(at)["Location"] == f"{at}columns/"
    assert client.post(f"{at}columns/", SAID)["Location"] == at
    said = words(client, "people-list", listing.token)
    assert "Waiting to begin" in said and 'http-equiv="refresh"' in said
    worked(listing)
    said = words(client, "people-list", listing.token)
    assert "1 person can be brought in" in said and "1 row cannot" in said
    assert "There is a place for each of them" in said and 'http-equiv="refresh"' not in said
    assert "In writing. The sheets of 5 May, kept by Sam." in said
    assert "Row 3" in said and "“no” is no whole e-mail address" in said  # what needs a look comes first
    assert "Sam Obi" in words(client, "people-list", listing.token, query="?show=ready")
    client.post(at, {"did": "begin"})
    assert "Waiting to begin" in words(client, "people-list", listing.token)
    worked(listing)
    said = words(client, "people-list", listing.token, query="?show=booked")
    place = Enrolment.objects.get()
    assert (
        "1 person came by this list" in said and reverse("date-person", args=[cohort.token, place.pk]) in said
    )
    assert "People of May.csv" in words(client, "people-upload", cohort.pk)


def test_the_result_can_be_saved(client: Client, cora: Account) -> None:
    listing = brought_in(dates.cohort(), cora, "Sam Obi,sam@example.org,'=1+1", '"=cmd()",x@example.org,')
    answer = client.get(reverse("people-list-result", args=[listing.token]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.splitlines()[0] == "Row,Name,E-mail,Phone,Result,Why"
    assert "'=cmd()" in text and "\n2,Sam Obi" in text
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("%PDF-1.7", "This is a picture or a document"),
        (";;;\n", "There is nobody in this file"),
    ],
)
def test_a_file_that_is_no_list(client: Client, cora: Account, text: str, says: str) -> None:
    answer = client.post(reverse("people-upload", args=[dates.cohort().pk]), file(text))
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not PeopleImport.objects.exists()


def test_no_file_an_empty_one_and_one_that_is_too_large(
    client: Client, cora: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = reverse("people-upload", args=[dates.cohort().pk])
    assert "Choose a file first." in client.post(at, {}).content.decode()
    assert "This file is empty." in client.post(at, file("")).content.decode()
    monkeypatch.setattr("academy.shared.fields.MB", 0.5)
    assert "more than 10 MB" in client.post(at, file()).content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"way": ""}, "Choose how they agreed."),
        ({"where": ""}, "Write who asked them"),
        ({"told": ""}, "Tell them first"),
        ({"header": "x"}, "Write a number."),
        ({"column_0": "email"}, "E-mail address is chosen for two columns."),
        ({"column_0": ""}, "Say which column holds the name."),
        ({"column_0": "last"}, "Say which column holds the name."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    client: Client, cora: Account, change: dict[str, str], says: str
) -> None:
    listing = uploaded(dates.cohort(), cora, "Sam,sam@example.org", header="Name,E-mail")
    answer = client.post(reverse("people-list-columns", args=[listing.token]), {**SAID, **change})
    assert answer.status_code == 422 and says in answer.content.decode()
    if "where" not in change:
        assert "kept by Sam." in answer.content.decode()


def test_places_that_do_not_suffice_are_said_before(client: Client, cora: Account) -> None:
    rows = [f"P{n},p{n}@example.org," for n in range(3)]
    said = words(client, "people-list", looked_through(dates.cohort(2), cora, *rows).token)
    assert (
        "There are 2 free places, for the first of the list. That leaves 1 person for the waiting list."
        in said
    )
    full = dates.cohort(1)
    brought_in(full, cora, "First,first@example.org,")
    said = words(client, "people-list", looked_through(full, cora, *rows).token)
    assert "No place is free, so they join the waiting list." in said


def test_throwing_a_list_away(client: Client, cora: Account) -> None:
    cohort = dates.cohort()
    listing = looked_through(cohort, cora, "Sam,sam@example.org,")
    at = reverse("people-list", args=[listing.token])
    answer = client.post(at, {"did": "throw"}, follow=True)
    assert "The list is thrown away. Nobody was brought in." in answer.content.decode()
    assert "This list is forgotten" in words(client, "people-list", listing.token)
    assert "Sam" not in words(client, "people-list", listing.token)
    assert client.post(at, {"did": "begin"}).status_code == 403


def test_a_list_that_stopped_can_go_on(
    client: Client, cora: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("learners.intake.work_actions.judge", lambda *args, **facts: 1 / 0)
        listing = looked_through(dates.cohort(), cora, "Sam,sam@example.org,")
    said = words(client, "people-list", listing.token)
    assert "This stopped before the end" in said and "Go on" in said
    client.post(reverse("people-list", args=[listing.token]), {"did": "go-on"})
    assert worked(listing).step == "checked"


def test_a_long_list_is_paged_and_costs_the_same(client: Client, cora: Account) -> None:
    def asks(listing: PeopleImport) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("people-list", args=[listing.token]))
        return len(asked)

    cohort = dates.cohort()
    short = looked_through(cohort, cora, "Sam,sam@example.org,")
    rows = [f"P{n},p{n}@example.org," for n in range(ON_A_PAGE + 2)]
    long = looked_through(cohort, cora, *rows)
    words(client, "people-list", short.token)
    assert asks(long) == asks(short) <= 14
    assert "?show=ready&amp;page=2" in words(client, "people-list", long.token)
    assert f"P{ON_A_PAGE + 1}" in words(client, "people-list", long.token, query="?show=ready&page=2")


def test_the_lists_of_dates_cost_the_same(client: Client, cora: Account) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("people-upload", args=[cohort.pk]))
        return len(asked)

    cohort = dates.cohort()
    looked_through(cohort, cora, "Sam,sam@example.org,")
    words(client, "people-upload", cohort.pk)
    few = asks()
    for number in range(5):
        looked_through(cohort, cora, f"P,p{number}@example.org,")
    assert asks() == few <= 12


def test_dates_that_cannot_be_booked_take_no_list(client: Client, cora: Account) -> None:
    cohort = dates.cohort(booking_closes_at=NOON - timedelta(days=1))
    assert "Booking for these dates is over." in words(client, "people-upload", cohort.pk)
    answer = client.post(reverse("people-upload", args=[cohort.pk]), file())
    assert answer.status_code == 422 and not PeopleImport.objects.exists()


def test_people_who_wait_for_dates_of_a_course(client: Client, cora: Account) -> None:
    hub, course = dates.hub(), dates.course()
    rows = "Name,E-mail\nSam Obi,sam@example.org\nBea Ng,no\n"
    at = reverse("people-upload-hub")
    assert "Choose a file first." in client.post(at, {"hub": hub.pk, "course": course.pk}).content.decode()
    client.post(at, {"hub": hub.pk, "course": course.pk, **file(rows)})
    listing = PeopleImport.objects.get()
    client.post(reverse("people-list-columns", args=[listing.token]), SAID)
    worked(listing)
    assert "1 person can be brought in" in words(client, "people-list", listing.token)
    client.post(reverse("people-list", args=[listing.token]), {"did": "begin"})
    worked(listing)
    assert "They are told when dates open." in words(client, "people-list", listing.token)
    interest = Interest.objects.get()
    assert (interest.account.email, interest.course, interest.hub) == ("sam@example.org", course, hub)
    assert "1 person came by it." in words(client, "people-upload-hub")
    client.post(at, {"hub": hub.pk, "course": course.pk, **file(rows)})
    again = PeopleImport.objects.order_by("-pk")[0]
    client.post(reverse("people-list-columns", args=[again.token]), SAID)
    worked(again)
    assert [row.state for row in again.rows.order_by("line")] == ["already", "refused"]
    assert client.post(reverse("people-list", args=[again.token]), {"did": "throw"})["Location"] == at


def test_a_hub_of_others_cannot_be_chosen(client: Client, cora: Account) -> None:
    other = dates.hub("millfield")
    answer = client.post(
        reverse("people-upload-hub"), {"hub": other.pk, "course": dates.course().pk, **file()}
    )
    assert answer.status_code == 422 and not PeopleImport.objects.exists()
