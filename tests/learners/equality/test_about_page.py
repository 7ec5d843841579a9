"""The one optional page after booking, and the same in one's profile: to see, to change and to delete."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from learners.equality.keys import key_of
from learners.equality.models import Background, EqualityAnswers
from learners.equality.states import Heard
from tests.browsing import browser
from tests.learners import worlds
from tests.learners.equality.answers import ANSWERS, FORM, at, open_data, words
from tests.learners.places import dates
from tests.learners.places.people import agreed, booked, kit
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MINE = "/profile/about/"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


@pytest.fixture
def amara() -> Account:
    return worlds.person()


def test_booking_leads_to_it_once(amara: Account) -> None:
    cohort, client = dates.cohort(), browser(amara)
    client.post(at("book-place", cohort))
    answer = client.post(at("day-needs", cohort), {"needs": "A quiet room."})
    assert answer["Location"] == at("place-about", cohort) + "?after=booking"
    assert f'href="{answer["Location"]}">Skip this' in words(client, at("day-needs", cohort))
    said = words(client, answer["Location"])
    assert "Your place is yours either way." in said
    client.post(at("place-about", cohort), {"skip": "yes"})
    other = dates.cohort(first=date(2026, 12, 17))
    answer = client.post(at("book-place", other), follow=True)
    assert answer.redirect_chain[-1][0] == at("date-page", other)  # asked once, not again
    assert "About you" in words(client, at("place-about", other))  # but always there


def test_skipping_keeps_nothing_of_what_was_typed(amara: Account) -> None:
    cohort, client = dates.cohort(), browser(amara)
    booked(cohort, amara)
    assert client.post(at("place-about", cohort), {**FORM, "skip": "yes"})["Location"] == at(
        "date-page", cohort
    )
    row = Background.objects.get()
    assert (row.where, row.region, row.area, row.heard) == ("", "", "", "")
    assert not EqualityAnswers.objects.exists()


def test_skipping_deletes_nothing_that_was_told_before(amara: Account) -> None:
    cohort, client = dates.cohort(), browser(amara)
    booked(cohort, amara)
    client.post(at("place-about", cohort), FORM)
    client.post(at("place-about", cohort), {"skip": "yes"})
    assert EqualityAnswers.objects.get().answers == ANSWERS


def test_a_postcode_is_looked_up_and_never_kept(amara: Account) -> None:
    open_data()
    cohort, client = dates.cohort(), browser(amara)
    booked(cohort, amara)
    assert "What is your postcode?" in words(client, at("place-about", cohort))
    answer = client.post(at("place-about", cohort), {**FORM, "postcode": "ne14lp"}, follow=True)
    assert "nobody sees it with your name" in answer.content.decode()
    row = Background.objects.get()
    assert (row.account, row.cohort, row.region, row.area, row.decile) == (amara, cohort, "North East", "", 2)
    assert (row.heard, row.month) == (Heard.FRIEND, date(2026, 11, 1))
    assert "NE1" not in str({field.name: getattr(row, field.name) for field in row._meta.fields})


@pytest.mark.parametrize(
    ("typed", "region", "area", "decile"),
    [("NE1", "North East", "", None), ("CF10 1AA", "", "CF", None), ("NE1 9ZZ", "North East", "", None)],
)
def test_what_is_not_known_of_a_postcode_stays_rough(
    typed: str, region: str, area: str, decile: int | None, amara: Account
) -> None:
    open_data()
    browser(amara).post(MINE, {"postcode": typed})
    row = Background.objects.get()
    assert (row.region, row.area, row.decile) == (region, area, decile)


def test_without_open_data_half_a_postcode_is_enough_and_its_letters_are_kept(amara: Account) -> None:
    client = browser(amara)
    assert "What is the first half of your postcode?" in words(client, MINE)
    client.post(MINE, {"postcode": "NE1 4LP"})
    row = Background.objects.get()
    assert (row.region, row.area, row.decile) == ("", "NE", None)
    assert "a postcode that begins with NE" in words(client, MINE)


def test_a_wrong_postcode_is_told_and_nothing_typed_is_lost(amara: Account) -> None:
    cohort, client = dates.cohort(), browser(amara)
    booked(cohort, amara)
    answer = client.post(at("place-about", cohort), {**FORM, "postcode": "Newcastle"})
    said = answer.content.decode()
    assert answer.status_code == 422 and "Write a postcode like NE1 4LP" in said
    assert 'value="Newcastle"' in said and '<option value="roma" selected>' in said
    assert not Background.objects.exists() and not EqualityAnswers.objects.exists()


def test_prefer_not_to_say_is_an_answer_to_everything(amara: Account) -> None:
    client = browser(amara)
    page = words(client, MINE)
    assert page.count('value="rather_not"') == 9  # eight questions and how one heard
    client.post(
        MINE, {"postcode": "nonsense", "rather_not": "on", "heard": "rather_not", "sex": "rather_not"}
    )
    row = Background.objects.get()
    assert (row.where, row.region, row.heard) == ("rather_not", "", "rather_not")
    assert EqualityAnswers.objects.get().answers == {"sex": "rather_not"}
    assert "You prefer not to say where you live." in words(client, MINE)


@pytest.mark.parametrize(
    "wrong", [{"sex": "x"}, {"ethnic": "everything"}, {"heard": "'"}, {"postcode": "x" * 13}]
)
def test_made_up_answers_are_refused(wrong: dict[str, str], amara: Account) -> None:
    assert browser(amara).post(MINE, wrong).status_code == 422
    assert not Background.objects.exists() and not EqualityAnswers.objects.exists()


def test_ones_own_answers_are_shown_changed_and_deleted(amara: Account) -> None:
    open_data()
    client = browser(amara)
    assert "You have told us nothing about yourself" in words(client, MINE)
    client.post(MINE, FORM)
    said = words(client, MINE)
    assert "You live in North East, in tenth number 2" in said
    assert '<option value="roma" selected>' in said and "Delete all of it" in said
    client.post(MINE, {"sex": "male", "heard": "web"})  # the rest is left empty: deleted, but where one lives
    assert EqualityAnswers.objects.get().answers == {"sex": "male"}
    assert (Background.objects.get().region, Background.objects.get().heard) == ("North East", "web")
    client.post(MINE, {"do": "forget"})
    assert not Background.objects.exists() and not EqualityAnswers.objects.exists()


def test_answering_nothing_keeps_no_equality_row(amara: Account) -> None:
    client = browser(amara)
    client.post(MINE, ANSWERS)
    client.post(MINE, {})
    assert not EqualityAnswers.objects.exists()


def test_answers_keep_the_month_in_which_they_were_first_given(
    amara: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(amara)
    client.post(MINE, {})  # nothing yet
    monkeypatch.setattr("academy.shared.clock.now", lambda: later(days=40))
    client.post(MINE, ANSWERS | {"heard": "web"})
    monkeypatch.setattr("academy.shared.clock.now", lambda: later(days=80))
    client.post(MINE, ANSWERS | {"sex": "male", "heard": "web"})
    assert EqualityAnswers.objects.get().month == Background.objects.get().month == date(2026, 12, 1)


@pytest.mark.parametrize(("born", "asked"), [(date(2011, 5, 1), False), (date(2010, 5, 1), True)])
def test_children_are_not_asked_everything(born: date, asked: bool) -> None:
    who = kit(born)
    agreed(who)
    cohort, client = dates.cohort(), browser(who)
    booked(cohort, who)
    said = words(client, at("place-about", cohort))
    assert "What is your ethnic group?" in said
    assert ("describes how you think of yourself" in said) is asked
    client.post(at("place-about", cohort), {"orientation": "bi", "sex": "male"})
    assert ("orientation" in EqualityAnswers.objects.get().answers) is asked


def test_only_who_has_a_place_is_asked_after_booking(amara: Account) -> None:
    cohort = dates.cohort()
    assert "You have no place on these dates." in words(browser(amara), at("place-about", cohort), status=403)
    assert browser(amara).post(at("place-about", cohort), FORM).status_code == 403
    assert Client().get(at("place-about", cohort))["Location"].startswith(reverse("account_login"))
    assert Client().get(MINE)["Location"].startswith(reverse("account_login"))
    assert browser(amara).get("/dates/AAAAAAAAAAAAAAAAAAAAAA/about/").status_code == 404


def test_everybody_sees_their_own_answers_and_nobody_elses(amara: Account) -> None:
    browser(amara).post(MINE, FORM)
    sam = worlds.person("Sam", "sam@example.org")
    assert "selected" not in words(browser(sam), MINE).replace('<option value="" selected>', "")
    browser(sam).post(MINE, {"do": "forget"})
    assert EqualityAnswers.objects.get().key == key_of(amara.pk)


def test_what_was_told_under_an_entry_that_was_joined_is_ones_own(amara: Account) -> None:
    open_data()
    twin = worlds.person("Amara D.", "amara2@example.org")
    browser(twin).post(MINE, FORM)
    Account.objects.filter(pk=twin.pk).update(joined_to=amara, is_active=False, email=None)
    client = browser(amara)
    said = words(client, MINE)
    assert "You live in North East" in said and '<option value="roma" selected>' in said
    client.post(MINE, {"sex": "male", "heard": "web"})
    assert Background.objects.get().account == amara
    assert Background.objects.get().region == "North East"
    assert EqualityAnswers.objects.get().key == key_of(amara.pk)


def test_deleting_deletes_what_was_told_under_every_entry(amara: Account) -> None:
    twin = worlds.person("Amara D.", "amara2@example.org")
    for who in (twin, amara):
        browser(who).post(MINE, FORM)
    Account.objects.filter(pk=twin.pk).update(joined_to=amara, is_active=False, email=None)
    browser(amara).post(MINE, {"do": "forget"})
    assert not Background.objects.exists() and not EqualityAnswers.objects.exists()
