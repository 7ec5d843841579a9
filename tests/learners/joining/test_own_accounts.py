"""Somebody with two accounts joins them: the proof is a link to the other address."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from academy.accounts.models import Account, Joining
from academy.accounts.roles import Role
from learners.joining.own_actions import send_link
from tests.browsing import browser
from tests.cast import hold
from tests.learners.conftest import Nudges
from tests.learners.joining.twice import fresh, newcomer
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ASK = "/profile/another/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def words(response: Any) -> str:
    return response.content.decode()


def two() -> tuple[Account, Account]:
    """Both sign in."""
    mine, other = newcomer(), newcomer("Kit Lawal", "old@example.org")
    for account in (mine, other):
        EmailAddress.objects.create(user=account, email=str(account.email), verified=True, primary=True)
    return mine, other


def link_to(mine: Account, other: Account, box: list[EmailMultiAlternatives]) -> str:
    assert send_link(by_id=mine.pk, other_id=other.pk, now=NOON)
    assert box[-1].to == [other.email]
    address = next(word for word in str(box[-1].body).split() if ASK in word)
    return address[address.index(ASK) :]


def test_from_asking_to_one_account(
    nudges: Nudges, mailoutbox: list[EmailMultiAlternatives], django_capture_on_commit_callbacks: Any
) -> None:
    mine, other = two()
    me = browser(mine)
    with django_capture_on_commit_callbacks(execute=True):
        assert "Look at that inbox" in words(me.post(ASK, {"email": "Old@Example.org"}))
    assert nudges == [("learners.joining.send_link", {"by_id": mine.pk, "other_id": other.pk})]
    link = link_to(mine, other, mailoutbox)
    assert "Are both of these you?" in words(me.get(link))
    assert fresh(other).joined_to is None, "looking changes nothing"
    assert me.post(link)["Location"] == "/profile/"
    assert fresh(other).joined_to == mine
    assert set(EmailAddress.objects.filter(user=mine).values_list("email", flat=True)) == {
        "kit@example.org",
        "old@example.org",
    }
    assert me.post(link)["Location"] == "/profile/" and Joining.objects.count() == 1
    joining = Joining.objects.get()
    assert me.post(f"/people/joined/{joining.pk}/")["Location"] == "/profile/"
    assert fresh(other).email == "old@example.org" and fresh(other).is_active


def test_both_addresses_then_sign_in_to_the_one_that_stays(mailoutbox: list[EmailMultiAlternatives]) -> None:
    mine, other = two()
    browser(mine).post(link_to(mine, other, mailoutbox))
    visitor = Client()
    visitor.post("/accounts/login/", {"login": "old@example.org"})
    code = next(line for line in str(mailoutbox[-1].body).splitlines() if line.isdigit())
    visitor.post("/accounts/login/code/confirm/", {"code": code})
    assert visitor.session["_auth_user_id"] == str(mine.pk)


def test_who_was_signed_in_to_the_other_account_is_signed_out(
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    mine, other = two()
    there = browser(other)
    browser(mine).post(link_to(mine, other, mailoutbox))
    assert there.get("/my-learning/").status_code == 302


def test_nothing_tells_whether_an_address_is_known(
    nudges: Nudges, django_capture_on_commit_callbacks: Any
) -> None:
    mine, _ = two()
    with django_capture_on_commit_callbacks(execute=True):
        known, unknown = (
            browser(mine).post(ASK, {"email": f"{name}@example.org"}) for name in ("old", "new")
        )
    assert words(known).replace("old@", "new@") == words(unknown) and len(nudges) == 1


@pytest.mark.parametrize("typed", ["", "no address"])
def test_what_is_no_address_is_refused(typed: str) -> None:
    answer = browser(two()[0]).post(ASK, {"email": typed})
    assert answer.status_code == 422 and "Type" in words(answer)


def test_asking_too_often_is_stopped() -> None:
    me = browser(two()[0])
    for _ in range(5):
        me.post(ASK, {"email": "old@example.org"})
    assert me.post(ASK, {"email": "old@example.org"}).status_code == 429


def test_a_link_works_for_an_hour_and_for_who_asked(mailoutbox: list[EmailMultiAlternatives]) -> None:
    mine, other = two()
    with time_machine.travel(NOON, tick=False):
        link = link_to(mine, other, mailoutbox)
        assert browser(mine).get(link).status_code == 200
        for somebody in (other, newcomer("Eve", "eve@example.org")):
            answer = browser(somebody).post(link)
            assert answer.status_code == 403 and "another account" in words(answer)
        assert browser(mine).get(f"{link[:-3]}x/").status_code == 410
    with time_machine.travel(NOON + timedelta(minutes=61), tick=False):
        answer = browser(mine).post(link)
    assert answer.status_code == 410 and "has run out" in words(answer)
    assert not Joining.objects.exists()


def _works_here(account: Account) -> None:
    hold(account, Role.TRAINER, dates.hub())


def _second_step(account: Account) -> None:
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})


def _closed(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)


@pytest.mark.parametrize(
    ("change", "said"),
    [(_works_here, "has a role"), (_second_step, "second step"), (_closed, "closed")],
)
def test_what_a_mailbox_alone_does_not_give(
    change: Callable[[Account], None], said: str, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    mine, other = two()
    link = link_to(mine, other, mailoutbox)
    change(other)
    answer = browser(mine).post(link)
    assert answer.status_code == 403 and said in words(answer)
    assert not send_link(by_id=mine.pk, other_id=other.pk, now=NOON), "and no new link goes out"
    assert fresh(other).joined_to is None
