"""How a session was opened, and showing again that it is oneself before something that counts like a signature."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.test import Client

from academy.accounts.code_actions import hand_code
from academy.accounts.models import Account
from academy.accounts.signed_in_how import FRESH, Way, has_second_factor, may_sign, way_of
from academy.shared import clock
from tests.academy.accounts.conftest import code_in, details
from tests.academy.accounts.proving import APP, EMAIL, HUB, PASSKEY, PASSWORD, proved
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both]

Browser = Callable[[Account], Client]
PAGE = "/confirm-yourself/"
WANTED = f"{PAGE}?next=/profile/news/"


@pytest.fixture(autouse=True)
def _no_limits() -> None:
    cache.clear()


def request_of(client: Client, account: Account) -> HttpRequest:
    request = HttpRequest()
    request.user, request.session = account, client.session
    return request


@pytest.mark.parametrize(
    ("records", "way", "strong"),
    [
        ([], Way.UNKNOWN, False),
        ([EMAIL], Way.EMAIL, False),
        ([PASSWORD], Way.PASSWORD, False),
        ([PASSKEY], Way.PASSKEY, True),
        ([HUB], Way.HUB, False),
        ([PASSWORD, APP], Way.PASSWORD, True),
        ([HUB, APP], Way.HUB, True),  # a code by app on top of a hub's code is still a hub's code
        ([HUB, EMAIL], Way.EMAIL, False),
        ([EMAIL, HUB], Way.HUB, False),  # the newest counts
        ([{"method": "password_reset"}], Way.EMAIL, False),
        ([{"method": "mfa", "type": "recovery_codes"}], Way.UNKNOWN, True),
        ([{"method": "something new"}], Way.UNKNOWN, False),
    ],
)
def test_the_newest_proof_says_how(
    as_: Browser, cast: Cast, records: list[dict[str, Any]], way: Way, strong: bool
) -> None:
    request = request_of(proved(as_(cast.learner), cast.learner, *records), cast.learner)
    assert (way_of(request), has_second_factor(request)) == (way, strong)


@pytest.mark.parametrize(
    ("record", "ago", "allowed", "words"),
    [
        (EMAIL, 0, True, ""),
        (PASSKEY, FRESH.total_seconds() - 60, True, ""),
        (PASSKEY, FRESH.total_seconds() + 60, False, "You signed in a while ago."),
        (PASSWORD, 0, False, "This counts like a signature"),
        (HUB, 0, False, "You signed in with a code from your hub."),
        ({"method": "unheard of"}, 0, False, "This counts like a signature"),
    ],
)
def test_what_is_enough_to_sign_by(
    as_: Browser, cast: Cast, record: dict[str, Any], ago: float, allowed: bool, words: str
) -> None:
    request = request_of(proved(as_(cast.learner), cast.learner, record, ago=ago), cast.learner)
    ruling = may_sign(request, now=clock.now())
    assert ruling.allowed is allowed
    assert ruling.reason.startswith(words)


def test_another_persons_proofs_count_for_nobody_else(as_: Browser, cast: Cast) -> None:
    client = proved(as_(cast.learner), cast.stranger, PASSKEY)
    request = request_of(client, cast.learner)
    assert way_of(request) == Way.UNKNOWN and not has_second_factor(request)


def by_hub_code(client: Client, cast: Cast, account: Account) -> None:
    code = hand_code(account_id=account.pk, hub_id=cast.harbour.pk, by=cast.coordinator, now=clock.now())
    assert client.post("/accounts/hub-code/", {"code": code}).status_code == 302


def test_a_hubs_code_is_never_enough_and_a_code_to_their_own_address_is(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    by_hub_code(client, cast, cast.learner)
    assert way_of(request_of(client, cast.learner)) == Way.HUB
    page = client.get(WANTED).content.decode()
    assert "You signed in with a code from your hub." in page and "amara@example.org" in page
    assert client.post(PAGE, {"send": "yes", "next": "/profile/news/"})["Location"] == (
        "/confirm-yourself/?next=%2Fprofile%2Fnews%2F"
    )
    assert 'value="/profile/news/"' in client.get(WANTED).content.decode()
    answer = client.post(PAGE, {"code": code_in(mailoutbox[0]), "next": "/profile/news/"})
    assert answer["Location"] == "/profile/news/"
    request = request_of(client, cast.learner)
    assert way_of(request) == Way.EMAIL and may_sign(request, now=clock.now())
    assert client.get(WANTED)["Location"] == "/profile/news/", "it is not asked twice"
    assert EmailAddress.objects.get(user=cast.learner).verified


def test_signing_in_by_code_is_enough_by_itself(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    client.post("/accounts/login/", {"login": "amara@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[0])})
    assert way_of(request_of(client, cast.learner)) == Way.EMAIL


def test_signing_up_is_enough_by_itself(
    client: Client, db: None, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    client.post("/accounts/signup/", details(email="new@example.org", full_name="New Person"))
    client.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0])})
    assert way_of(request_of(client, Account.objects.get(email="new@example.org"))) == Way.EMAIL


def test_a_wrong_code_may_be_mended_and_three_use_it_up(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    by_hub_code(client, cast, cast.learner)
    client.post(PAGE, {"send": "yes"})
    right = code_in(mailoutbox[0])
    bad = "000000" if right != "000000" else "111111"
    for _ in range(2):
        page = client.post(PAGE, {"code": bad, "next": "/profile/news/"})
        assert page.status_code == 422
        assert "That is not the code in our newest e-mail" in page.content.decode()
        assert 'value="/profile/news/"' in page.content.decode()
    assert client.post(PAGE, {"code": bad}).status_code == 302
    assert "That was three wrong codes" in client.get(PAGE).content.decode()
    client.post(PAGE, {"code": right})
    assert way_of(request_of(client, cast.learner)) == Way.HUB, "the right one came too late"


def test_a_code_works_for_a_quarter_of_an_hour_and_once(
    client: Client, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    by_hub_code(client, cast, cast.learner)
    client.post(PAGE, {"send": "yes"})
    session = client.session
    session["confirm_yourself"] = {**session["confirm_yourself"], "at": 0}
    session.save()
    client.post(PAGE, {"code": code_in(mailoutbox[0])})
    assert way_of(request_of(client, cast.learner)) == Way.HUB
    assert "That code has run out" in client.get(PAGE).content.decode()


def test_a_code_that_was_on_its_way_to_somebody_else_opens_nothing(
    as_: Browser, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    client = as_(cast.learner)
    client.post(PAGE, {"send": "yes"})
    state = client.session["confirm_yourself"]
    client = as_(cast.stranger)
    session = client.session
    session["confirm_yourself"] = state
    session.save()
    client.post(PAGE, {"code": code_in(mailoutbox[0])})
    assert way_of(request_of(client, cast.stranger)) == Way.UNKNOWN


def test_whoever_has_no_way_of_their_own_is_told_what_to_add(client: Client, cast: Cast) -> None:
    by_hub_code(client, cast, cast.neighbour)
    page = client.get(PAGE).content.decode()
    assert "Add your own e-mail address" in page and "passkey" in page
    assert client.post(PAGE, {"send": "yes"}).status_code == 302
    assert "confirm_yourself" not in client.session


def test_codes_are_limited_for_one_address(
    as_: Browser, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    client = as_(cast.learner)
    answers = [client.post(PAGE, {"send": "yes"}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert len(mailoutbox) == 3


def test_a_page_elsewhere_is_never_the_next_one(as_: Browser, cast: Cast) -> None:
    client = proved(as_(cast.learner), cast.learner, EMAIL)
    assert client.get(f"{PAGE}?next=https://elsewhere.example/")["Location"] == "/profile/"


@pytest.mark.parametrize(
    "address",
    ["webauthn/", "webauthn/keys/{}/remove/", "webauthn/keys/{}/edit/", "webauthn/add/", "totp/deactivate/"]
    + [f"recovery-codes/{end}" for end in ("", "generate/", "download/")],
)
def test_in_a_session_by_a_hubs_code_nobody_takes_away_the_passkey_of_a_person(
    client: Client, cast: Cast, address: str
) -> None:
    """Whoever held the code could put a passkey of their own in its place, and sign by that."""
    key = Authenticator.objects.create(
        user=cast.neighbour, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
    )
    by_hub_code(client, cast, cast.neighbour)
    path = f"/accounts/2fa/{address.format(key.pk)}"
    assert client.get(path)["Location"].startswith(PAGE)
    assert client.post(path, {}).status_code == 403
    assert Authenticator.objects.filter(pk=key.pk).exists()
