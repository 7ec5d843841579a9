"""With a second factor required, every address for those who work here waits for it, and nobody else's does."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from academy.accounts.models import Account
from academy.accounts.second_factor import OPEN, OWN_WAYS, SETTING_UP
from tests.academy.accounts.proving import EMAIL, PASSKEY, proved
from tests.access.addresses import ROLES, Address
from tests.access.table import TABLE
from tests.access.test_matrix import ask, named
from tests.access.world import make_world
from tests.cast import BACKEND

STAFF = ("trainer", "coordinator", "editor", "manager")
WAGTAILS = {"wagtail_serve", "wagtaildocs_serve", "wagtailimages_serve", "gallery", "dev-mail"}


def entries_of(name: str) -> tuple[Address, ...]:
    entry = TABLE[name]
    return (entry,) if isinstance(entry, Address) else entry


def for_staff(name: str) -> bool:
    """Somebody who works here gets something there that the learner is refused, and visitors do not see."""
    return any(
        one.expected[ROLES.index("learner")] == 403
        and one.expected[ROLES.index("anonymous")] != 200
        and any(one.expected[ROLES.index(role)] in (200, 302, 422) for role in STAFF)
        for one in entries_of(name)
    )


def test_what_is_open_is_for_visitors_or_for_ones_own_learning() -> None:
    staff = {name for name in TABLE if for_staff(name)}
    assert len(staff) > 60
    assert staff & OPEN == set()
    assert OPEN - set(TABLE) - WAGTAILS == set(), "these addresses are gone"
    assert (SETTING_UP | OWN_WAYS) - set(TABLE) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("role", STAFF)
def test_every_staff_address_waits_for_it(role: str, settings: Any) -> None:
    world, wrong, asked = make_world(), [], 0
    account = getattr(world.cast, role)
    settings.REQUIRE_SECOND_FACTOR = True
    for name in TABLE:
        for address in entries_of(name) if for_staff(name) else ():
            path = reverse(name, args=address.args(world))
            answer, asked = ask(address, path, account), asked + 1
            led = answer.status_code == 302 and answer["Location"].startswith("/second-factor/?next=")
            if not (led if address.data is None else answer.status_code == 403):
                wrong.append(f"{name} {path}: {answer.status_code}")
    assert wrong == [] and asked > 60


@pytest.mark.django_db
def test_the_editors_screens_wait_for_it_too(settings: Any) -> None:
    world = make_world()
    settings.REQUIRE_SECOND_FACTOR = True
    client = browser(world.cast.editor)
    for path in ("/editors/", "/editors/pages/", "/editors/images/", "/editors/api/main/pages/"):
        assert client.get(path)["Location"] == f"/second-factor/?next={path.replace('/', '%2F')}"
    proved(client, world.cast.editor, PASSKEY)
    assert client.get("/editors/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["learner", *STAFF])
def test_whoever_has_shown_it_gets_what_they_got_before(role: str, settings: Any) -> None:
    """And a learner is asked for nothing, whatever they open."""
    world, wrong = make_world(), []
    account = getattr(world.cast, role)
    settings.REQUIRE_SECOND_FACTOR = True
    for name, entry in TABLE.items():
        for address in (entry,) if isinstance(entry, Address) else entry:
            path = reverse(name, args=address.args(world))
            with transaction.atomic():
                client = proved(browser(account), account, EMAIL if role == "learner" else PASSKEY)
                answer = client.get(path) if address.data is None else client.post(path, address.data)
                transaction.set_rollback(True)
            led = answer.status_code == 302 and "/second-factor/" in answer["Location"]
            if led or (answer.status_code == 403) != (address.expected[ROLES.index(role)] == 403):
                wrong.append(f"{name} {path}: {answer.status_code}")
    assert [line for line in wrong if not line.startswith(("account_", "mfa_", "confirm-yourself"))] == []


def test_every_address_of_the_table_is_there() -> None:
    """So that the tests above look at all of them."""
    assert set(named(get_resolver())) - set(TABLE) == set()


def browser(account: Account) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account, backend=BACKEND)
    return client
