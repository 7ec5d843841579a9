"""How long somebody stays signed in, on a device of their own and on a shared one."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from academy.accounts.code_actions import hand_code
from academy.shared import clock
from tests.academy.accounts.conftest import code_in, details
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NOON = "2026-11-20 12:00Z"
COOKIE = settings.SESSION_COOKIE_NAME


def sign_in(client: Client, outbox: list[EmailMultiAlternatives], **more: str) -> None:
    client.post("/accounts/login/", {"login": "amara@example.org", **more})
    client.post("/accounts/login/code/confirm/", {"code": code_in(outbox[-1])})


def signed_in(client: Client) -> bool:
    return client.get("/profile/").status_code == 200


def later(now: time_machine.Traveller, seconds: float) -> None:
    """Redis keeps its own time: what it would have forgotten by then, it forgets now."""
    now.shift(seconds)
    cache.clear()


def test_a_month_on_ones_own_device(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        sign_in(client, mailoutbox)
        assert client.cookies[COOKIE]["max-age"] == timedelta(days=30).total_seconds()
        later(now, timedelta(days=30).total_seconds() - 5)
        assert signed_in(client)
        later(now, 10)
        assert not signed_in(client)


def test_half_an_hour_without_use_on_a_shared_one(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        sign_in(client, mailoutbox, shared_device="on")
        assert client.cookies[COOKIE]["max-age"] == settings.SHARED_DEVICE_SECONDS == 1800
        for _ in range(4):  # two hours of learning
            later(now, 1790)
            assert signed_in(client)
        later(now, 1801)
        assert not signed_in(client)


def test_every_use_moves_the_cookie_too(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        sign_in(client, mailoutbox, shared_device="on")
        first = Session.objects.get().expire_date
        now.shift(30)
        assert COOKIE not in client.get("/hubs/").cookies, "not written anew within a minute"
        now.shift(60)
        assert client.get("/hubs/").cookies[COOKIE]["max-age"] == 1800
        assert Session.objects.get().expire_date - first == timedelta(seconds=90)


def test_the_tick_holds_for_a_password_too(client: Client, cast: Cast) -> None:
    cast.learner.set_password("four green bikes sing")
    cast.learner.save()
    EmailAddress.objects.create(user=cast.learner, email="amara@example.org", verified=True, primary=True)
    typed = {"login": "amara@example.org", "password": "four green bikes sing"}
    client.post("/accounts/login/?with=password", {**typed, "shared_device": "on"})
    assert client.cookies[COOKIE]["max-age"] == 1800
    client.post("/accounts/logout/")
    client.post("/accounts/login/?with=password", typed)
    assert client.cookies[COOKIE]["max-age"] == timedelta(days=30).total_seconds()


def test_the_tick_holds_for_a_code_from_the_hub_too(client: Client, cast: Cast) -> None:
    code = hand_code(
        account_id=cast.neighbour.pk, hub_id=cast.harbour.pk, by=cast.coordinator, now=clock.now()
    )
    client.post("/accounts/hub-code/", {"code": code, "shared_device": "on"})
    assert client.cookies[COOKIE]["max-age"] == 1800


@pytest.mark.parametrize(("ticked", "seconds"), [({"shared_device": "on"}, 1800), ({}, 30 * 24 * 3600)])
def test_the_tick_holds_for_a_new_account_too(
    client: Client, mailoutbox: list[EmailMultiAlternatives], ticked: dict[str, str], seconds: int
) -> None:
    """Many make their account at the hub's own computer."""
    client.post("/accounts/signup/", details(**ticked))
    client.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0])})
    assert signed_in(client) and client.cookies[COOKIE]["max-age"] == seconds


def test_without_the_tick_the_next_time_is_long_again(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    client.post("/accounts/login/", {"login": "amara@example.org", "shared_device": "on"})
    sign_in(client, mailoutbox)
    assert client.cookies[COOKIE]["max-age"] == timedelta(days=30).total_seconds()


def test_a_visitor_without_a_session_gets_none(client: Client, cast: Cast) -> None:
    assert COOKIE not in client.get("/hubs/").cookies
