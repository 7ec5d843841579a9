"""A new password by code: that code opens the account too, so it is guarded like the code to sign in."""

from datetime import timedelta

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from tests.academy.accounts.conftest import code_in
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]

FORGOTTEN = "/accounts/password/reset/"
CONFIRM = "/accounts/password/reset/confirm/"


def ask(browser: Client) -> int:
    return browser.post(FORGOTTEN, {"email": "amara@example.org"}).status_code


def test_the_code_works_as_long_as_its_mail_says(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    with time_machine.travel("2026-11-20 12:00Z", tick=False) as now:
        assert ask(client) == 302
        assert "for 15 minutes" in str(mailoutbox[0].body)
        now.shift(timedelta(minutes=14))
        answer = client.post(CONFIRM, {"code": code_in(mailoutbox[0])})
    assert answer["Location"] == "/accounts/password/reset/complete/"


def test_nobody_gets_more_guesses_here_than_at_signing_in(
    cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    """Each code has three tries, in whatever browser: ten codes an hour, not three hundred."""
    with time_machine.travel("2026-11-20 12:00Z", tick=False) as now:
        assert [ask(Client()) for _ in range(4)] == [302, 302, 302, 429]
        for _ in range(9):
            now.shift(timedelta(minutes=5))
            ask(Client())
            ask(Client())
    assert len(mailoutbox) == 10
