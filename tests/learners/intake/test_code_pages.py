"""The page that brings people in, and a seat code on one's own phone."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.enrolments.models import Enrolment
from learners.intake.code_actions import Invited, withdraw
from learners.intake.code_forms import InviteForm, SeatCodeForm
from learners.intake.code_queries import CODES_ON_A_PAGE
from learners.intake.models import SeatCode
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.intake.codes import seat_code, used
from tests.learners.places import dates
from tests.learners.places.people import kit
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


@pytest.fixture
def cora(client: Client) -> Account:
    who = dates.coordinator()
    client.force_login(who, backend=BACKEND)
    return who


@pytest.fixture
def sam(client: Client) -> Account:
    who = worlds.person("Sam Obi", "sam.other@example.org")
    client.force_login(who, backend=BACKEND)
    return who


def words(client: Client, name: str, *args: Any, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def test_seats_are_kept_and_codes_sent(client: Client, cora: Account) -> None:
    cohort = dates.cohort(5)
    at = reverse("cohort-bring", args=[cohort.pk])
    typed = "Sam Obi, sam@example.org\n\nBea Ng <bea@example.org>\nCleo Day\tcleo@example.org;"
    answer = client.post(at, {"people": typed}, follow=True)
    said = answer.content.decode()
    assert "3 seats are kept, and the code is on its way." in said and "3 of 5 places" in said
    assert SeatCode.objects.count() == 3
    for code in SeatCode.objects.all():
        assert code.code in said and code.email in said
    assert "Not sent yet" in said and "The seat is kept until Friday 27 November at noon." in said


def test_who_could_not_be_invited_stays_to_be_put_right(client: Client, cora: Account) -> None:
    cohort = dates.cohort(1)
    typed = "Sam Obi, sam@example.org\nBea Ng, bea@example.org"
    answer = client.post(reverse("cohort-bring", args=[cohort.pk]), {"people": typed})
    said = answer.content.decode()
    assert answer.status_code == 422 and "For these people no seat is kept." in said
    assert "<b>Bea Ng</b>: No place is free on these dates." in said
    box = re.search(r'<textarea name="people".*?>\s*(.*?)</textarea>', said, re.DOTALL)
    assert box is not None and box[1].strip() == "Bea Ng, bea@example.org"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Write a name and an e-mail address."),
        ("Sam Obi", "“Sam Obi” needs a name and then an e-mail address."),
        ("sam@example.org", "“sam@example.org” needs a name and then an e-mail address."),
        ("\n".join(f"P, p{n}@example.org" for n in range(51)), "Do 50 people at a time."),
    ],
)
def test_what_is_missing_is_said(client: Client, cora: Account, typed: str, says: str) -> None:
    answer = client.post(reverse("cohort-bring", args=[dates.cohort().pk]), {"people": typed})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert typed[:20] in answer.content.decode().replace("&amp;", "&")


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("Sam Obi, sam@example.org", "Sam Obi", "sam@example.org"),
        ("Sam Obi sam@example.org", "Sam Obi", "sam@example.org"),
        ('"Obi, Sam" <sam@example.org>,', "Obi, Sam", "sam@example.org"),
        ("Sam Obi;sam@example.org;", "Sam Obi", "sam@example.org"),
    ],
)
def test_how_people_write_names_and_addresses(line: str, name: str, email: str) -> None:
    form = InviteForm({"people": line})
    assert form.is_valid() and form.cleaned_data["people"] == [Invited(name, email)]


def test_the_link_the_code_and_the_poster(client: Client, cora: Account) -> None:
    cohort = dates.cohort(words="Lunch is here for you.")
    said = words(client, "cohort-bring", cohort.pk)
    assert f"/d/{cohort.code}/" in said and "<svg" in said and "Book your place at" in said
    answer = client.get(reverse("cohort-poster", args=[cohort.pk]))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    draft = words(client, "cohort-bring", dates.cohort(state=CohortState.DRAFT).pk)
    assert "Tell people" not in draft and "not open for booking yet" in draft


def test_sending_again_and_taking_back(client: Client, cora: Account) -> None:
    code = seat_code(dates.cohort())
    again, back = (reverse(name, args=[code.pk]) for name in ("seat-code-again", "seat-code-withdraw"))
    assert "on its way already" in client.post(again, follow=True).content.decode()
    SeatCode.objects.update(sent_at=NOON)
    said = client.post(again, follow=True).content.decode()
    assert "The code for Sam Obi is on its way again." in said
    said = client.post(back, follow=True).content.decode()
    assert "works no more. Its seat is free." in said and "Taken back on Friday 20 November" in said
    assert "taken back already" in client.post(again, follow=True).content.decode()
    assert client.get(again).status_code == client.get(back).status_code == 405


def test_each_state_stands_in_the_list(client: Client, cora: Account) -> None:
    cohort = dates.cohort()
    SeatCode.objects.filter(pk=seat_code(cohort).pk).update(sent_at=NOON, bounced_at=NOON)
    gone = seat_code(cohort, person=Invited("Bea", "bea@example.org"))
    SeatCode.objects.filter(pk=gone.pk).update(expires_at=NOON)
    done = used(seat_code(cohort, person=Invited("Cleo", "cleo@example.org")), worlds.person())
    said = words(client, "cohort-bring", cohort.pk)
    assert "Did not arrive" in said and "Ask them for another address" in said
    assert "Nobody used it until Friday 20 November" in said
    assert "Used on" in said and reverse("date-person", args=[cohort.token, done.place_id]) in said
    assert said.index("Sam Obi") < said.index("Cleo")  # what needs a look comes first


def test_many_codes_are_paged_and_cost_the_same(client: Client, cora: Account) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("cohort-bring", args=[cohort.pk]))
        return len(asked)

    cohort = dates.cohort(100)
    seat_code(cohort)
    words(client, "cohort-bring", cohort.pk)
    few = asks()
    for number in range(CODES_ON_A_PAGE + 1):
        seat_code(cohort, person=Invited(f"P {number}", f"p{number}@example.org"))
    assert asks() == few <= 12
    assert "?page=2" in words(client, "cohort-bring", cohort.pk)


# --- on one's own phone -------------------------------------------------------------------------------------


def test_a_visitor_is_led_to_signing_up_and_back(client: Client) -> None:
    code = seat_code(dates.cohort())
    said = words(client, "seat", code.code)
    assert "Sam, a seat is kept for you" in said and "Friday 27 November at noon" in said
    assert f"/accounts/signup/?next=%2Fseat%2F{code.code}%2F" in said
    assert f"/accounts/login/?next=%2Fseat%2F{code.code}%2F" in said
    assert "sam@example.org" not in said and "Obi" not in said
    assert client.post(reverse("seat", args=[code.code]))["Location"].startswith("/accounts/login/?next=")
    assert not Enrolment.objects.exists()


def test_taking_the_seat(client: Client, sam: Account) -> None:
    cohort = dates.cohort(1)
    code = seat_code(cohort)
    at = reverse("seat", args=[code.code])
    assert "Take my seat" in words(client, "seat", code.code)
    answer = client.post(at, follow=True)
    assert "Your place is booked. The seat was kept for you." in answer.content.decode()
    assert Enrolment.objects.get().account == sam
    assert (
        client.get(at)["Location"] == client.post(at)["Location"] == reverse("date-page", args=[cohort.token])
    )


def test_who_is_under_18_is_not_told_that_it_is_booked(client: Client) -> None:
    code = seat_code(dates.cohort())
    client.force_login(kit(), backend=BACKEND)
    said = client.post(reverse("seat", args=[code.code]), follow=True).content.decode()
    assert "A parent or guardian has to agree before it is booked." in said
    assert "Your place is booked." not in said


def test_the_code_is_typed_as_people_type(client: Client) -> None:
    code = seat_code(dates.cohort())
    typed = f" {code.code.lower().replace('-', ' ')} "
    answer = client.get(reverse("seat-type"), {"code": typed})
    assert answer["Location"] == reverse("seat", args=[code.code])
    assert "eight letters and figures" in client.get(reverse("seat-type"), {"code": "ABC"}).content.decode()
    assert "Write your code." in client.get(reverse("seat-type"), {"code": ""}).content.decode()
    assert "Your seat code" in words(client, "seat-type")
    assert SeatCodeForm({"code": "K7QM–2XPD"}).is_valid()


@pytest.mark.parametrize(
    ("name", "says"), [("withdrawn", "has taken this code back"), ("used", "used already")]
)
def test_a_code_that_works_no_more_says_why(client: Client, sam: Account, name: str, says: str) -> None:
    code = seat_code(dates.cohort())
    if name == "used":
        used(code, worlds.person())
    else:
        withdraw(code_id=code.pk, by=dates.coordinator(), now=NOON)
    assert says in words(client, "seat", code.code)
    answer = client.post(reverse("seat", args=[code.code]))
    assert answer.status_code == 403 and says in answer.content.decode()


def test_a_code_that_runs_out_while_the_page_is_open(
    client: Client, sam: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = seat_code(dates.cohort())
    words(client, "seat", code.code)
    monkeypatch.setattr("academy.shared.clock.now", lambda: later(days=7))
    client.force_login(sam, backend=BACKEND)
    answer = client.post(reverse("seat", args=[code.code]))
    assert answer.status_code == 403 and "has run out" in answer.content.decode()


def test_unknown_codes_and_too_many_of_them(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learners.intake.code_views.TRIES", 3)
    for typed in ("ABCD-2345", "nonsense", "AB\u0000CD"):
        said = client.get(f"/seat/{typed.replace(chr(0), '%00')}/")
        assert said.status_code in (400, 404)
    codes = [client.get("/seat/ABCD-2345/").status_code for _ in range(3)]
    assert 429 in codes
    assert "Too many codes were tried" in client.get("/seat/ABCD-2345/").content.decode()


def test_the_page_of_dates_counts_the_kept_seat(client: Client) -> None:
    cohort: Cohort = dates.cohort(1)
    seat_code(cohort)
    assert "Join the list" in words(client, "date-page", cohort.token)
