"""Signing in by code, as a browser does it and with the mails that are sent."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPException
from unittest.mock import patch

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from tests.academy.accounts.conftest import code_in
from tests.cast import BACKEND, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LOGIN = "/accounts/login/"
CONFIRM = "/accounts/login/code/confirm/"
WANTED = "/profile/"


def ask_for_code(client: Client, email: str = "amara@example.org", wanted: str = WANTED, **more: str) -> str:
    """Fill in the sign-in page; gives the address of the page for the code."""
    response = client.post(LOGIN, {"login": email, "next": wanted, **more})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def confirm(client: Client, code: str, wanted: str = WANTED):
    return client.post(CONFIRM, {"code": code, "next": wanted})


def signed_in(client: Client) -> bool:
    return client.get("/profile/").status_code == 200


def test_a_deep_link_survives_signing_in(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    asked = client.get(WANTED)
    assert asked["Location"] == f"{LOGIN}?next=/profile/"
    page = ask_for_code(client)
    assert page == f"{CONFIRM}?next=%2Fprofile%2F"
    assert 'name="next" value="/profile/"' in client.get(page).content.decode()
    response = confirm(client, code_in(mailoutbox[0]))
    assert response["Location"] == WANTED
    assert signed_in(client)


def test_the_mail_says_the_code_twice_and_never_asks_for_it(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    ask_for_code(client)
    (message,) = mailoutbox
    code = code_in(message)
    assert message.subject == f"Your code is {code}"
    html = str(message.alternatives[0][0])
    assert code in html and "Never tell it to anybody" in html
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_account_that_nobody_signed_up_for_gets_in_with_one_code(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    """Made by a command or an importer: no confirmed address yet. The code itself confirms it."""
    assert not EmailAddress.objects.exists()
    ask_for_code(client)
    confirm(client, code_in(mailoutbox[0]))
    assert signed_in(client)
    assert len(mailoutbox) == 1
    assert EmailAddress.objects.get(email="amara@example.org").verified


def test_a_wrong_code_says_so_and_may_be_mended(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    ask_for_code(client)
    right = code_in(mailoutbox[0])
    wrong = "000000" if right != "000000" else "111111"
    response = confirm(client, wrong)
    assert "That is not the code in our newest e-mail" in response.content.decode()
    assert 'value="/profile/"' in response.content.decode(), "the page that was wanted is kept"
    assert confirm(client, f" {right[:3]} {right[3:]} ")["Location"] == WANTED, "spaces do not matter"


def test_three_wrong_codes_use_the_code_up_and_lead_to_a_new_one(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    ask_for_code(client)
    right = code_in(mailoutbox[0])
    for _ in range(2):
        confirm(client, "not it")
    response = confirm(client, "not it")
    assert response["Location"] == f"{LOGIN}?next=%2Fprofile%2F"
    page = client.get(response["Location"]).content.decode()
    assert "three wrong codes" in page
    assert 'value="amara@example.org"' in page, "nobody types an address twice"
    assert not signed_in(client)
    assert confirm(client, right)["Location"].startswith(LOGIN), "not even the right one, now"
    assert not signed_in(client)


def test_a_late_code_is_told_kindly_and_the_wanted_page_is_kept(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    start = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        ask_for_code(client)
        clock.shift(timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1))
        response = confirm(client, code_in(mailoutbox[0]))
    assert response["Location"] == f"{LOGIN}?next=%2Fprofile%2F"
    page = client.get(response["Location"]).content.decode()
    assert "That code has run out" in page and 'value="amara@example.org"' in page
    assert not signed_in(client)


def test_a_used_code_does_nothing_more(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    ask_for_code(client)
    code = code_in(mailoutbox[0])
    confirm(client, code)
    client.post("/accounts/logout/")
    response = confirm(client, code)
    assert response["Location"] == f"{LOGIN}?next=%2Fprofile%2F"
    assert not signed_in(client)


def test_somebody_elses_code_does_not_work(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    """Bea's code typed where Amara asked for hers, and Amara's code in another browser."""
    ask_for_code(client)
    ask_for_code(Client(), "bea@example.org")
    of_amara, of_bea = (code_in(message) for message in mailoutbox)
    assert confirm(client, of_bea).status_code == 200
    elsewhere = Client()
    assert confirm(elsewhere, of_amara)["Location"].startswith(LOGIN)
    assert not signed_in(client) and not signed_in(elsewhere)


def test_two_tabs_work_with_the_newest_code(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    ask_for_code(client)
    ask_for_code(client)
    old, new = (code_in(message) for message in mailoutbox)
    assert confirm(client, old).status_code == 200
    assert confirm(client, new)["Location"] == WANTED
    assert confirm(client, old)["Location"] == WANTED, "the other tab just goes on"


def test_a_form_of_before_signing_in_is_no_dead_end(
    cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    """The second tab still holds the sign-in form of before; its token is old."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.learner, backend=BACKEND)
    old = {"csrfmiddlewaretoken": "x" * 64, "login": "amara@example.org", "next": "/hubs/"}
    assert client.post(LOGIN, old)["Location"] == "/hubs/"


def test_an_old_form_elsewhere_says_what_to_do(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.learner, backend=BACKEND)
    refused = client.post("/profile/", {"full_name": "Amara"})
    assert refused.status_code == 403
    words = refused.content.decode()
    assert "This page was open for too long" in words and 'href="/profile/"' in words


def test_a_new_code_on_request_replaces_the_one_before(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    ask_for_code(client)
    response = client.post(CONFIRM, {"action": "resend", "next": WANTED}, follow=True)
    assert "We have sent you a new code" in response.content.decode()
    old, new = (code_in(message) for message in mailoutbox)
    assert confirm(client, old).status_code == 200 or old == new
    assert confirm(client, new)["Location"] == WANTED


def test_nobody_learns_who_has_an_account(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    """The same pages, word for word, for a known and an unknown address; only the mails differ."""
    pages = []
    for email in ("amara@example.org", "nobody@example.org"):
        browser = Client()
        answer = browser.post(LOGIN, {"login": email})
        page = browser.get(answer["Location"]).content.decode().replace(email, "X")
        wrong = confirm(browser, "1").content.decode().replace(email, "X")
        pages.append((answer.status_code, answer["Location"], _without_tokens(page), _without_tokens(wrong)))
    assert pages[0] == pages[1]
    assert mailoutbox[1].subject == "You have no account here yet"
    assert f"{settings.BASE_URL}/accounts/signup/?email=nobody%40example.org" in mailoutbox[1].body


def test_the_way_to_sign_up_keeps_the_wanted_page(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    ask_for_code(client, "new@example.org")
    assert "/accounts/signup/?email=new%40example.org&next=%2Fprofile%2F" in mailoutbox[0].body


def test_the_wanted_page_is_never_another_site(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    ask_for_code(client, wanted="https://evil.example/")
    assert confirm(client, code_in(mailoutbox[0]), wanted="//evil.example/")["Location"] == reverse(
        "my-learning"
    )


def test_asking_too_often_is_slowed_down(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    for _ in range(3):
        ask_for_code(client)
    response = client.post(LOGIN, {"login": "amara@example.org"})
    assert "too many tries" in response.content.decode()
    assert len(mailoutbox) == 3
    ask_for_code(client, "bea@example.org")


def test_a_mail_server_that_is_away_is_said_on_the_page(client: Client, cast: Cast) -> None:
    with patch("django.core.mail.EmailMultiAlternatives.send", side_effect=SMTPException):
        page = ask_for_code(client)
    assert "Our e-mail is not working just now" in client.get(page).content.decode()


def test_a_password_is_optional_and_works(client: Client, cast: Cast) -> None:
    cast.learner.set_password("four green bikes sing")
    cast.learner.save()
    EmailAddress.objects.create(user=cast.learner, email="amara@example.org", verified=True, primary=True)
    assert 'name="password"' not in client.get(LOGIN).content.decode()
    page = client.get(f"{LOGIN}?with=password&next=/profile/").content.decode()
    assert 'name="password"' in page
    typed = {"login": "amara@example.org", "password": "wrong", "next": WANTED}
    refused = client.post(f"{LOGIN}?with=password", typed)
    assert "The e-mail address or the password is not right" in refused.content.decode()
    answer = client.post(f"{LOGIN}?with=password", {**typed, "password": "four green bikes sing"})
    assert answer["Location"] == WANTED and signed_in(client)


def test_a_closed_account_cannot_sign_in(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    cast.learner.is_active = False
    cast.learner.save()
    ask_for_code(client)
    assert mailoutbox[0].subject == "You have no account here yet"


def test_the_other_page_for_codes_is_the_same_page(client: Client) -> None:
    assert client.get("/accounts/login/code/?next=/hubs/")["Location"] == f"{LOGIN}?next=%2Fhubs%2F"


def test_an_account_made_by_somebody_else_is_asked_what_sign_up_asks(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    Account.objects.create_user(email="new@example.org")
    ask_for_code(client, "new@example.org")
    asked = confirm(client, code_in(mailoutbox[0]))
    assert asked["Location"] == "/accounts/welcome/?next=%2Fprofile%2F"
    assert "What we keep, and why" in client.get(asked["Location"]).content.decode()
    refused = client.post(asked["Location"], {"full_name": "", "is_adult": "no"})
    assert refused.status_code == 422
    answer = client.post(asked["Location"], {"full_name": "Nia New", "is_adult": "yes", "news_email": "on"})
    assert answer["Location"] == WANTED
    account = Account.objects.get(email="new@example.org")
    assert (account.full_name, account.is_adult) == ("Nia New", True)
    assert account.notices.count() == 1 and account.consents.filter(given=True).count() == 1
    assert client.get("/accounts/welcome/")["Location"] == reverse("my-learning"), "asked once"


def test_who_was_never_asked_their_age_is_asked_now(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    Account.objects.create_user(email="new@example.org", full_name="Nia New")
    ask_for_code(client, "new@example.org")
    assert confirm(client, code_in(mailoutbox[0]))["Location"].startswith("/accounts/welcome/")


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
