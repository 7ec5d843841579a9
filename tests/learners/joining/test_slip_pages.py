"""The pages of a slip: typed or scanned, with signing up in between, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account, Joining
from tests.academy.accounts.conftest import code_in, details
from tests.cast import BACKEND
from tests.learners.joining.twice import WEEKS_LATER, Door, at_the_door, newcomer

pytestmark = [pytest.mark.django_db, pytest.mark.both]

BUDGET = 14  # session, person, the slip with its day, the ruling, and the frame of the page


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def as_person(client: Client, account: Account) -> Client:
    client.force_login(account, backend=BACKEND)
    return client


def words(response: Any) -> str:
    return response.content.decode()


def at(door: Door) -> str:
    return f"/slip/{door.walk_in.code}/"


def test_from_the_slip_through_signing_up_to_the_day(
    client: Client, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    door = at_the_door()
    door.sign()
    with time_machine.travel(WEEKS_LATER, tick=False):
        page = words(client.get(at(door)))
        assert f"/accounts/signup/?next={at(door)}" in page
        assert "Kit" not in page and "Introduction" not in page, "nothing is seen with the code alone"
        signed_up = details(email="kit@example.org", full_name="Kit Lawal", next=at(door))
        to_confirm = client.post("/accounts/signup/", signed_up)["Location"]
        typed = {"code": code_in(mailoutbox[0]), "next": at(door)}
        assert client.post("/accounts/confirm-email/", typed)["Location"] == at(door), to_confirm
        asked = words(client.get(at(door)))
        assert "Is this your day?" in asked and "Kit Lawal" in asked and "Main hall" in asked
        assert door.kit.joined_to is None, "looking changes nothing"
        done = client.post(at(door), follow=True)
    assert "Introduction to Community Organising" in words(done)
    assert done.redirect_chain == [("/my-learning/", 302)] and "is yours now" in words(done)
    assert door.kit.joined_to == Account.objects.get(email="kit@example.org")
    assert "This day is yours" in words(client.get(at(door))), "and the slip says so"


def test_a_typed_code_leads_to_its_page(client: Client) -> None:
    door = at_the_door()
    answer = client.post("/slip/", {"code": door.walk_in.code.lower().replace("-", " ")})
    assert (answer.status_code, answer["Location"]) == (302, at(door))


@pytest.mark.parametrize(("typed", "said"), [("", "Type the code"), ("DAY-2222-3333-4444", "looks like")])
def test_a_wrong_code_is_kept_and_explained(client: Client, typed: str, said: str) -> None:
    answer = client.post("/slip/", {"code": typed})
    assert answer.status_code == 422 and said in words(answer)
    assert not typed or f'value="{typed}"' in words(answer)


def test_an_address_that_is_no_slip_offers_to_type_the_code(client: Client) -> None:
    answer = client.get("/slip/DAY-2222-3333-4444/")
    assert answer.status_code == 404 and 'value="DAY-2222-3333-4444"' in words(answer)
    assert "Check each letter" in words(answer)


def test_guessing_is_stopped(client: Client) -> None:
    for _ in range(60):
        client.get("/slip/DAY-2222-3333-4444/")
    assert client.get("/slip/DAY-2222-3333-4444/").status_code == 429
    assert client.post("/slip/", {"code": "DAY-2222-3333-4444"}).status_code == 429


def test_a_slip_that_was_used_shows_nobody_anything(client: Client) -> None:
    door = at_the_door()
    as_person(client, newcomer()).post(at(door))
    other = as_person(Client(), newcomer("Eve Other", "eve@example.org"))
    for answer in (other.get(at(door)), other.post(at(door))):
        assert answer.status_code == 409 and "used already" in words(answer)
        assert "Kit" not in words(answer) and "Introduction" not in words(answer)
    assert Joining.objects.count() == 1


def test_not_signed_in_nothing_is_claimed(client: Client) -> None:
    door = at_the_door()
    answer = client.post(at(door))
    assert answer["Location"] == f"/accounts/login/?next={at(door)}"
    assert not Joining.objects.exists()


def test_the_page_costs_the_same_whatever_it_says(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    door = at_the_door()
    me = as_person(client, newcomer())
    with django_assert_max_num_queries(BUDGET):
        me.get(at(door))
    me.post(at(door))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        me.get(at(door))
    assert len(seen) <= BUDGET


def test_the_printed_slip_leads_here(client: Client) -> None:
    door = at_the_door()
    page = words(as_person(client, door.trainer).get(f"/register/{door.session.uid}{at(door)}"))
    assert "<svg" in page and "/slip/" in page and door.walk_in.code in page
