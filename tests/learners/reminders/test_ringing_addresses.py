"""Addresses that come back, and long lists of people to ring."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.accounts.roles import Role
from academy.shared import clock
from academy.shared.rulings import Refused
from learners.reminders import ringing_actions
from learners.reminders.states import TroubleKind
from tests.browsing import browser
from tests.cast import Cast, hold, person
from tests.learners.reminders.lines import MadeUp, line
from tests.learners.reminders.ringing import open_trouble, page

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PAGE_BUDGET = 10  # session, person, roles, count, lines, choices (2), told, addresses, and one a kind
LONG = "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff the Elder of Upper Harbour Road and Quay Street"


# --- e-mail that comes back ----------------------------------------------------------------------------------


def test_an_address_that_comes_back_stands_below_and_is_tried_again(cast: Cast, kind: MadeUp) -> None:
    trouble, client = open_trouble(cast.learner, detail="550 no such mailbox"), browser(cast.trainer)
    colleague = person("Ola Colleague")
    hold(colleague, Role.ASSESSOR, cast.harbour)
    open_trouble(colleague, kind=TroubleKind.COMPLAINED)
    seen = page(client)
    assert "550 no such mailbox" in seen and "reported as spam" in seen
    again = client.post(f"/to-ring/addresses/{trouble.pk}/", follow=True).content.decode()
    assert "We write to amara@example.org again" in again and "550 no such mailbox" not in again
    trouble.refresh_from_db()
    assert trouble.ended_by == cast.trainer
    assert client.get(f"/to-ring/addresses/{trouble.pk}/").status_code == 405


def test_it_is_tried_again_from_the_persons_own_page_too(cast: Cast, kind: MadeUp) -> None:
    trouble, theirs = open_trouble(cast.learner), f"/people/{cast.learner.pk}/messages/"
    client = browser(cast.trainer)
    assert f"/to-ring/addresses/{trouble.pk}/" in client.get(theirs).content.decode()
    assert client.post(f"/to-ring/addresses/{trouble.pk}/", {"back": "person"})["Location"] == theirs
    assert "Try this address again" not in client.get(theirs).content.decode()


def test_an_old_address_is_nobodys_trouble(cast: Cast, kind: MadeUp) -> None:
    open_trouble(cast.learner, email="old@example.org")
    assert "old@example.org" not in page(browser(cast.trainer)) + page(browser(cast.manager), "?hub=all")


def test_a_manager_sees_every_address(cast: Cast, kind: MadeUp) -> None:
    for one in (cast.learner, cast.stranger, person("Homeless One")):
        open_trouble(one)
    manager = browser(cast.manager)
    assert all(name in page(manager, "?hub=all") for name in ("Amara", "Bea", "Homeless"))
    none = page(manager)
    assert "Homeless" in none and "Amara" not in none


# --- a long list ---------------------------------------------------------------------------------------------


def test_a_long_list_is_paged_and_costs_the_same(cast: Cast, kind: MadeUp) -> None:
    client = browser(cast.trainer)
    line(cast.neighbour, cast.harbour)
    few = queries_for(client)
    for number in range(45):
        one = person(f"{LONG} {number:02}", email=f"p{number}@example.org", hub=cast.harbour)
        line(one, cast.harbour, due_at=clock.now() - timedelta(minutes=number))
        told = line(one, cast.harbour, "thing:2")
        ringing_actions.mark_told(line_id=told.pk, by=cast.trainer, now=clock.now())
        open_trouble(one)
    kind.asked = 0
    assert queries_for(client) == few <= PAGE_BUDGET
    assert kind.asked == 2, "one question a kind for each of two visits, however many lines"
    assert queries_for(browser(cast.manager), "?hub=all") <= PAGE_BUDGET + 1, "the hubs to choose from"
    first = page(client)
    assert first.count("<article") == 20 and "page=2" in first
    assert "Everybody who was told today" in first and "All addresses that give our mail back" in first
    for show in ("told", "addresses"):
        second = page(client, f"?show={show}&page=2")
        assert f"show={show}&amp;page=3" in second
        assert queries_for(client, f"?show={show}") <= PAGE_BUDGET


def queries_for(client: Client, query: str = "") -> int:
    client.get(f"/to-ring/{query}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/to-ring/{query}").status_code == 200
    return len(queries)


def test_empty_lists_say_what_will_stand_there(cast: Cast) -> None:
    seen = page(browser(cast.trainer))
    assert "Nobody to ring" in seen and "Nobody yet." in seen and "None. When our mail" in seen
    assert "Nobody yet" in page(browser(cast.trainer), "?show=told")
    assert "When our mail to somebody comes back" in page(browser(cast.trainer), "?show=addresses")


def test_a_role_that_has_ended_rings_nobody(cast: Cast, kind: MadeUp) -> None:
    row = line(cast.neighbour, cast.harbour)
    cast.trainer.roles.update(ends_on=clock.today())
    with pytest.raises(Refused):
        ringing_actions.mark_told(line_id=row.pk, by=cast.trainer, now=clock.now())
