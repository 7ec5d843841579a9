"""The pages on which somebody writes to everybody on their dates: what they show first, and what they refuse."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.shared import clock
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.reminders.models import AddressTrouble, CohortLetter, Sent
from tests.learners import worlds
from tests.learners.conftest import Nudges
from tests.learners.places import dates
from tests.learners.places.people import agreed, booked, kit, people
from tests.learners.reminders import letters
from tests.learners.reminders.letterbox import browser, words
from tests.learners.reminders.moments import sweep
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db
KEY = "k" * 22
TYPED = {"to": "booked", "title": "Another  room", "words": letters.WORDS, "key": KEY}


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, nudges: Nudges) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def cohort() -> Cohort:
    return dates.cohort(500, trainers=(dates.trainer(),))


@pytest.fixture
def jo(cohort: Cohort) -> Client:
    return browser(dates.trainer())


def test_from_the_tab_to_a_letter_that_is_sent(cohort: Cohort, jo: Client) -> None:
    for who in people(2):
        booked(cohort, who)
    assert "No letters yet" in words(jo, "cohort-messages", cohort.pk)
    page = words(jo, "cohort-letter-new", cohort.pk)
    assert "2 people: 2 get it by e-mail." in page
    new = reverse("cohort-letter-new", args=[cohort.pk])
    for _ in range(2):
        answer = jo.post(new, TYPED)
        assert answer.status_code == 302
    letter = CohortLetter.objects.get()
    assert (letter.title, letter.sent_at) == ("Another room", None)
    page = words(jo, "cohort-letter", cohort.pk, letter.token)
    assert "Nobody has got this yet" in page and "Send to 2 people" in page
    assert "We meet in the small hall.<br>It is next door." in page
    assert "Person 0" in page and "Person 1" in page
    assert not Sent.objects.exists()
    assert "draft" in words(jo, "cohort-messages", cohort.pk)
    here = reverse("cohort-letter", args=[cohort.pk, letter.token])
    for _ in range(2):
        answer = jo.post(here, {"did": "send"}, follow=True)
        assert "Sent to 2 people" in answer.content.decode()
    assert Sent.objects.count() == 2
    page = words(jo, "cohort-letter", cohort.pk, letter.token)
    assert "Send to" not in page and page.count("Waiting since") == 2
    assert "to 2 people. 2 waiting." in words(jo, "cohort-messages", cohort.pk)


def test_what_became_of_it_is_said_in_numbers(cohort: Cohort, jo: Client) -> None:
    for who in (*people(3), worlds.person("Yusuf Khan", None)):
        booked(cohort, who)
    letter = letters.sent(cohort)
    sweep(NOON)
    rows = Sent.objects.filter(kind="cohort_letter").order_by("account__full_name")
    rows.filter(pk=rows[0].pk).update(followed_at=NOON)
    rows.filter(pk=rows[1].pk).update(bounced_at=NOON)
    page = words(jo, "cohort-messages", cohort.pk)
    assert "to 4 people. 3 sent, 1 opened, 1 came back, 1 to ring." in page
    page = words(jo, "cohort-letter", cohort.pk, letter.token)
    assert "It came back on" in page and "They followed its link on" in page
    assert "On the list of Harbour Road of people to ring" in page


def test_who_cannot_get_it_by_email_is_said_before(cohort: Cohort, jo: Client) -> None:
    bea = worlds.person("Bea Other", "bea@example.org", phone="01632960002")
    AddressTrouble.objects.create(account=bea, email="bea@example.org", kind="bounced", found_at=NOON)
    eve = worlds.person("Eve Call", "eve@example.org", phone="01632960003", contact_by="phone")
    young = kit()
    agreed(young)
    for who in (bea, eve, young, worlds.person("Yusuf Khan", None)):
        booked(cohort, who)
    page = words(jo, "cohort-letter", cohort.pk, letters.draft(cohort).token)
    assert "4 people: 1 gets it by e-mail, 3 stand on your list of people to ring." in page
    assert "E-mail to them comes back: ring them." in page
    assert "They would rather be rung: ring them." in page
    assert "No e-mail address, and no number: tell them when they come in." in page
    assert "1 of them is under 18, so the coordinators of Harbour Road get a copy." in page
    assert "By e-mail. Under 18." in page


def test_at_night_it_says_when_it_goes(cohort: Cohort, jo: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    booked(cohort, people(1)[0])
    letter = letters.draft(cohort)
    monkeypatch.setattr(clock, "now", lambda: later(hours=11))
    page = words(jo, "cohort-letter", cohort.pk, letter.token)
    assert "It is night, so it goes out at 8am on 21 November 2026." in page


def test_nothing_typed_is_lost(cohort: Cohort, jo: Client) -> None:
    new = reverse("cohort-letter-new", args=[cohort.pk])
    answer = jo.post(new, {**TYPED, "title": ""})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Say what the letter is about" in page
    assert "It is next door." in page and f'value="{KEY}"' in page
    for change, said in (
        ({"words": " "}, "Write what you want to tell them."),
        ({"words": "x" * 4001}, "Make this shorter"),
        ({"title": "x" * 121}, "Make this shorter"),
        ({"to": "world"}, "Select a valid choice"),
        ({"key": "short"}, "Enter a valid value"),
    ):
        answer = jo.post(new, {**TYPED, **change})
        assert (answer.status_code, said in answer.content.decode()) == (422, True), change
    assert not CohortLetter.objects.exists()


def test_a_draft_is_changed_by_whoever_runs_the_dates(cohort: Cohort, jo: Client) -> None:
    booked(cohort, people(1)[0])
    letter = letters.draft(cohort)
    change = reverse("cohort-letter-change", args=[cohort.pk, letter.token])
    page = jo.get(change).content.decode()
    assert "We meet in the small hall." in page
    jo.post(change, {**TYPED, "words": "In the garden.", "key": "z" * 22})
    letter.refresh_from_db()
    assert (letter.words, letter.written_by, CohortLetter.objects.count()) == (
        "In the garden.",
        dates.trainer(),
        1,
    )
    jo.post(reverse("cohort-letter", args=[cohort.pk, letter.token]), {"did": "drop"})
    assert jo.get(change).status_code == 404


def test_what_was_sent_is_shown_and_not_changed(cohort: Cohort, jo: Client) -> None:
    booked(cohort, people(1)[0])
    letter = letters.sent(cohort)
    change = reverse("cohort-letter-change", args=[cohort.pk, letter.token])
    assert jo.get(change)["Location"] == reverse("cohort-letter", args=[cohort.pk, letter.token])
    answer = jo.post(reverse("cohort-letter-new", args=[cohort.pk]), {**TYPED, "key": letter.token})
    assert answer.status_code == 422 and "This letter has been sent" in answer.content.decode()
    answer = jo.post(reverse("cohort-letter", args=[cohort.pk, letter.token]), {"did": "x"})
    assert answer.status_code == 403 and "Press one of the buttons" in answer.content.decode()


def test_why_not_is_said(cohort: Cohort, jo: Client) -> None:
    draft = letters.draft(cohort)
    page = words(jo, "cohort-letter", cohort.pk, draft.token)
    assert "There is nobody to send it to." in page and "Send to" not in page
    Cohort.objects.update(state="cancelled", cancelled_at=NOON, cancelled_why="Flood.")
    assert "everybody has been told why" in words(jo, "cohort-messages", cohort.pk)
    assert "everybody has been told why" in words(jo, "cohort-letter-new", cohort.pk)
    answer = jo.post(reverse("cohort-letter-new", args=[cohort.pk]), TYPED)
    assert answer.status_code == 403


def test_letters_of_other_dates_are_not_there(cohort: Cohort, jo: Client) -> None:
    theirs = letters.draft(dates.cohort(5, at=dates.hub("northgate")))
    assert jo.get(reverse("cohort-letter", args=[cohort.pk, theirs.token])).status_code == 404
    assert jo.get(reverse("cohort-letter", args=[theirs.cohort_id, theirs.token])).status_code == 403


def test_two_hundred_cost_as_much_as_three(cohort: Cohort, jo: Client) -> None:
    """And stand on pages of fifty."""
    crowd = people(200)
    for who in crowd[:3]:
        booked(cohort, who)
    letter = letters.draft(cohort)
    few = [_queries(jo, name, args) for name, args in _pages(cohort, letter)]
    for who in crowd[3:]:
        booked(cohort, who)
    many = [_queries(jo, name, args) for name, args in _pages(cohort, letter)]
    assert few == many and many[0] <= 25 and max(many[1:]) <= 13
    page = words(jo, "cohort-letter", cohort.pk, letter.token, query="?page=4")
    assert page.count("By e-mail.") == 50
    assert Enrolment.objects.count() == 200


def _pages(cohort: Cohort, letter: CohortLetter) -> list[tuple[str, list[object]]]:
    return [
        ("cohort-messages", [cohort.pk]),
        ("cohort-letter-new", [cohort.pk]),
        ("cohort-letter", [cohort.pk, letter.token]),
    ]


def _queries(client: Client, name: str, args: list[object]) -> int:
    client.get(reverse(name, args=args))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(asked)
