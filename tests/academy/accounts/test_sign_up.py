"""Signing up: what is asked, what is written down, and what is refused."""

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.actions import SignupAnswers, complete_signup
from academy.accounts.models import Account, ConsentRecord, NoticeShown
from academy.accounts.notices import NEWS_WORDING_VERSION, NOTICE_VERSION
from academy.accounts.queries import is_minor, may_be_sent_news
from academy.keeping.actions import forget
from academy.shared import clock
from academy.shared.models import AuditDetail
from academy.shared.rulings import Refused
from tests.academy.accounts.conftest import code_in, details
from tests.cast import Cast
from tests.chains import broken_links

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SIGN_UP = "/accounts/signup/"
CONFIRM = "/accounts/confirm-email/"


def sign_up(client: Client, **changes: str):
    return client.post(SIGN_UP, details(**changes))


def words(response) -> str:
    return response.content.decode()


def test_from_a_deep_link_to_being_signed_in(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    page = sign_up(client, next="/profile/")["Location"]
    assert page == f"{CONFIRM}?next=%2Fprofile%2F"
    assert client.get(page).status_code == 200
    assert client.get("/profile/").status_code == 302, "not before the code"
    answer = client.post(CONFIRM, {"code": code_in(mailoutbox[0]), "next": "/profile/"})
    assert answer["Location"] == "/profile/"
    assert client.get("/profile/").status_code == 200
    assert len(mailoutbox) == 1


def test_a_confirmed_address_brings_the_welcome_at_once(
    client: Client,
    mailoutbox: list[EmailMultiAlternatives],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    nudges: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: nudges.append((name, ids)))
    with django_capture_on_commit_callbacks(execute=True):
        sign_up(client)
        client.post(CONFIRM, {"code": "000000"})
    assert nudges == [], "not while the address may be somebody else's"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert nudges == [("learners.reminders.send_due", {"kind": "welcome"})]


def test_what_is_written_down(client: Client) -> None:
    sign_up(client, full_name="  Amara   Bello ", news_email="on")
    account = Account.objects.get()
    assert (account.full_name, account.is_adult, account.date_of_birth) == ("Amara Bello", True, None)
    assert not account.has_usable_password()
    shown = NoticeShown.objects.get(account=account)
    assert shown.version == NOTICE_VERSION
    asked = {row.channel: row for row in ConsentRecord.objects.filter(account=account)}
    assert {channel: row.given for channel, row in asked.items()} == {"email": True, "sms": False}
    assert all(row.at_signup and row.wording_version == NEWS_WORDING_VERSION for row in asked.values())
    assert not may_be_sent_news(account, "email", clock.today()), "anybody can type anybody's address"
    EmailAddress.objects.update(verified=True)
    assert may_be_sent_news(account, "email", clock.today())
    assert not may_be_sent_news(account, "sms", clock.today())
    assert broken_links(f"account:{account.pk}") == []


def test_the_notice_and_the_questions_stand_on_the_page(client: Client) -> None:
    page = words(client.get(SIGN_UP))
    for sentence in (
        "What we keep, and why",
        "For how long:",
        "Are you 18 or over?",
        "Would you like news from us?",
    ):
        assert sentence in page
    assert page.count('type="checkbox"') == 3 and " checked>" not in page, "nothing is ticked beforehand"


def test_no_news_means_no_news(client: Client) -> None:
    sign_up(client)
    assert list(ConsentRecord.objects.values_list("given", flat=True)) == [False, False]


def test_who_was_never_asked_is_never_sent_news(cast: Cast) -> None:
    assert not may_be_sent_news(cast.learner, "email", clock.today())


@pytest.mark.parametrize("phone", ["", "12", "call me"])
def test_text_messages_need_a_number(client: Client, phone: str) -> None:
    response = sign_up(client, news_sms="on", phone=phone)
    assert "mobile number" in words(response) or "phone number" in words(response)
    assert not Account.objects.exists()


def test_a_number_is_kept_only_for_text_messages(client: Client) -> None:
    sign_up(client, news_sms="on", phone="07700 900 123")
    assert Account.objects.get().phone == "07700900123"
    Client().post(SIGN_UP, details(email="b@example.org", phone="nonsense"))
    assert Account.objects.get(email="b@example.org").phone == ""


def test_a_young_person_may_sign_up_and_gets_no_news(client: Client) -> None:
    with time_machine.travel(date(2026, 11, 20)):
        born = {"is_adult": "no", "born_day": "21", "born_month": "11", "born_year": "2008"}
        sign_up(client, **born, news_email="on", news_sms="on", phone="07700 900123")
        account = Account.objects.get()
        assert (account.is_adult, account.date_of_birth, account.phone) == (False, date(2008, 11, 21), "")
        assert not ConsentRecord.objects.filter(given=True).exists()
        assert is_minor(account, date(2026, 11, 20))
        assert not is_minor(account, date(2026, 11, 21)), "eighteen today"


def test_the_birthday_itself_counts(client: Client) -> None:
    with time_machine.travel(date(2026, 11, 20)):
        twelve = {"is_adult": "no", "born_day": "21", "born_month": "11", "born_year": "2013"}
        page = words(sign_up(client, **twelve))
        assert "with a parent or guardian" in page and 'value="Amara Bello"' in page
        assert not Account.objects.exists()
        sign_up(client, **{**twelve, "born_day": "20"})
        assert Account.objects.get().is_adult is False


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (("", "", ""), "Write your birth date as day, month and year"),
        (("31", "2", "2010"), "Write your birth date as day, month and year"),
        (("x", "2", "2010"), "Write the date in numbers"),
        (("1", "1", "99999999999999999999"), "Write your birth date"),
        (("1", "1", "2100"), "has not come yet"),
        (("1", "1", "1890"), "a long time ago"),
        (("1", "1", "1990"), "you are 18 or over"),
    ],
)
def test_a_wrong_birth_date_is_explained(client: Client, born: tuple[str, str, str], said: str) -> None:
    day, month, year = born
    response = sign_up(client, is_adult="no", born_day=day, born_month=month, born_year=year)
    assert said in words(response)
    assert 'href="#born-day"' in words(response) or 'href="#born-year"' in words(response), (
        "the summary leads there"
    )
    assert not Account.objects.exists()


def test_a_birth_date_typed_by_an_adult_is_not_kept(client: Client) -> None:
    sign_up(client, born_day="1", born_month="1", born_year="1990")
    assert Account.objects.get().date_of_birth is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "", "Write your e-mail address."),
        ("email", "amara", "Write a whole e-mail address"),
        ("full_name", "   ", "Write your name."),
        ("full_name", "12345", "A name needs at least one letter."),
        ("full_name", "Am\u202eara", "cannot be printed"),
        ("full_name", "a" * 121, "at most 120"),
        ("is_adult", "", "Choose Yes or No."),
        ("is_adult", "perhaps", "Select a valid choice"),
    ],
)
def test_every_fault_is_named_and_nothing_typed_is_lost(
    client: Client, field: str, value: str, said: str
) -> None:
    response = sign_up(client, **{"news_email": "on", field: value})
    page = words(response)
    assert said in page and "Something needs another look" in page
    kept = {"email": 'value="amara@example.org"', "full_name": 'value="Amara Bello"'}
    assert all(mark in page for name, mark in kept.items() if name != field)
    assert 'name="news_email" id="id_news_email" checked' in page
    assert not Account.objects.exists() and not NoticeShown.objects.exists()


def test_an_address_that_is_taken_looks_the_same_and_gets_a_mail(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    pages = []
    for email in ("AMARA@example.org", "new@example.org"):
        browser = Client()
        answer = sign_up(browser, email=email, next="/hubs/")
        page = words(browser.get(answer["Location"])).replace(email.lower(), "X")
        wrong = words(browser.post(CONFIRM, {"code": "1"})).replace(email.lower(), "X")
        again = words(browser.post(CONFIRM, {"action": "resend"}, follow=True)).replace(email.lower(), "X")
        pages.append((answer.status_code, answer["Location"], *map(without_tokens, (page, wrong, again))))
    assert pages[0] == pages[1]
    assert mailoutbox[0].subject == "You have an account already"
    assert "/accounts/login/?email=amara%40example.org&next=%2Fhubs%2F" in mailoutbox[0].body
    assert Account.objects.filter(email="amara@example.org").count() == 1


def test_three_wrong_codes_lead_to_signing_in(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    sign_up(client, next="/hubs/")
    for _ in range(3):
        answer = client.post(CONFIRM, {"code": "wrong", "next": "/hubs/"})
    assert answer["Location"] == "/accounts/login/?next=%2Fhubs%2F"
    page = words(client.get(answer["Location"]))
    assert "three wrong codes" in page and 'value="amara@example.org"' in page
    client.post("/accounts/login/", {"login": "amara@example.org", "next": "/hubs/"})
    done = client.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[-1]), "next": "/hubs/"})
    assert done["Location"] == "/hubs/", "the account is finished that way too"


def test_a_late_code_leads_to_signing_in(client: Client, mailoutbox: list[EmailMultiAlternatives]) -> None:
    with time_machine.travel("2026-11-20 12:00Z", tick=False) as now:
        sign_up(client, next="/hubs/")
        now.shift(15 * 60 + 1)
        answer = client.post(CONFIRM, {"code": code_in(mailoutbox[0]), "next": "/hubs/"})
    assert answer["Location"] == "/accounts/login/?next=%2Fhubs%2F"
    assert "That code has run out" in words(client.get(answer["Location"]))


def test_a_mistyped_address_can_be_put_right_without_typing_all_again(client: Client) -> None:
    sign_up(client, email="amra@example.org", is_adult="no", born_day="1", born_month="2", born_year="2011")
    page = words(client.get(SIGN_UP))
    for kept in ('value="amra@example.org"', 'value="Amara Bello"', 'value="2011"'):
        assert kept in page


def test_pressing_twice_makes_one_account_and_the_newest_code_works(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    sign_up(client, news_email="on")
    sign_up(client, full_name="Amara B.", next="/hubs/")
    account = Account.objects.get()
    assert account.full_name == "Amara B."
    assert client.post(CONFIRM, {"code": code_in(mailoutbox[1]), "next": "/hubs/"})["Location"] == "/hubs/"
    assert not may_be_sent_news(account, "email", clock.today()), "the newest answer counts"


def test_two_at_the_same_moment_make_one_account(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    """The second was looked at before the first was written: the database says no, and the person sees no fault."""
    sign_up(Client())
    with patch("allauth.account.forms.BaseSignupForm.validate_unique_email", lambda self, value: value):
        sign_up(client, next="/hubs/")
    assert Account.objects.count() == 1
    assert client.post(CONFIRM, {"code": code_in(mailoutbox[1]), "next": "/hubs/"})["Location"] == "/hubs/"


def test_an_account_that_others_made_is_not_overwritten_by_signing_up(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    sign_up(client, email="jo@example.org", full_name="Somebody Else")
    cast.trainer.refresh_from_db()
    assert cast.trainer.full_name == "Jo Trainer"
    assert mailoutbox[0].subject == "You have an account already"


def test_the_action_itself_refuses_children(cast: Cast) -> None:
    child = SignupAnswers(full_name="Kim", is_adult=False, date_of_birth=date(2020, 1, 1))
    for answers in (child, SignupAnswers(full_name="Kim", is_adult=False)):
        with pytest.raises(Refused, match="13 or over"):
            complete_signup(account_id=cast.learner.pk, answers=answers, now=clock.now())


def test_an_account_that_nobody_confirms_is_forgotten_after_half_a_year(client: Client, cast: Cast) -> None:
    sign_up(client, email="new@example.org", full_name="Nia New", news_email="on")
    nia = Account.objects.get(email="new@example.org")
    forget(key="unfinished-sign-ups", now=clock.now() + timedelta(days=182))
    assert Account.objects.filter(email="new@example.org").exists()
    forget(key="unfinished-sign-ups", now=clock.now() + timedelta(days=184))
    nia.refresh_from_db()
    assert (nia.email, nia.full_name, nia.is_active) == (None, "", False)
    assert not EmailAddress.objects.filter(email="new@example.org").exists()
    assert not AuditDetail.objects.filter(actor_name="Nia New").exists()
    assert broken_links(f"account:{nia.pk}") == [], "the trail still verifies"
    assert Account.objects.filter(is_active=False).count() == 1, "nobody of the cast"
    assert sign_up(Client(), email="new@example.org").status_code == 302, "the address is free again"


def test_who_has_signed_in_once_is_not_forgotten(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    sign_up(client)
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    forget(key="unfinished-sign-ups", now=clock.now() + timedelta(days=400))
    assert Account.objects.get().full_name == "Amara Bello"


def test_signing_up_costs_a_known_number_of_queries(client: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        sign_up(client)
    assert len(queries) <= 30


def test_the_page_wanted_after_sign_up_is_my_learning(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    sign_up(client)
    assert client.post(CONFIRM, {"code": code_in(mailoutbox[0])})["Location"] == reverse("my-learning")


def without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
