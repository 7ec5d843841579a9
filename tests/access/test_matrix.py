"""Who gets what: every named address of the project, for a visitor, a learner, a trainer, a coordinator, an editor and
a manager. A new address must be placed in table.py, or the first test fails.

200 shown · 302 led elsewhere (anonymous people: to sign in) · 400 asked for nonsense · 403 refused with a reason ·
404 not there for them · 405 only by a form
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from academy.accounts.models import Account
from tests.access.addresses import ROLES, Address
from tests.access.table import TABLE
from tests.access.world import make_world
from tests.cast import BACKEND

OURS = ("academy.", "courses.", "learners.", "cms.", "allauth.")
WITHOUT_WORDS = ("mfa_", "account_", "lesson-", "wagtailadmin_", "editors-")  # not for reading
WAGTAILS_OWN = {"wagtailadmin_home", "wagtailadmin_explore_root", "editors-account", "editors-video"}


def test_every_address_is_in_the_table() -> None:
    there = set(named(get_resolver()))
    assert len(there) > 50
    assert there - set(TABLE) == set(), "say in tests/access/table.py who gets what at these addresses"
    assert set(TABLE) - there - WAGTAILS_OWN == set(), "these addresses are gone"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(role: str) -> None:
    world, wrong = make_world(), []
    account = None if role == "anonymous" else getattr(world.cast, role)
    for name, entry in TABLE.items():
        for address in (entry,) if isinstance(entry, Address) else entry:
            path = reverse(name, args=address.args(world))
            answer, expected = ask(address, path, account), address.expected[ROLES.index(role)]
            if answer.status_code != expected:
                wrong.append(f"{name} {path}: {answer.status_code}, not {expected}")
            if role == "anonymous" and answer.status_code == 302 and not is_led_to_sign_in(answer, name):
                wrong.append(f"{name} {path} leads a visitor to {answer['Location']}")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES[1:])
def test_a_refused_page_says_why(role: str) -> None:
    world, bare = make_world(), []
    account = getattr(world.cast, role)
    for name, entry in TABLE.items():
        for address in (entry,) if isinstance(entry, Address) else entry:
            if address.expected[ROLES.index(role)] == 403 and not name.startswith(WITHOUT_WORDS):
                answer = ask(address, reverse(name, args=address.args(world)), account)
                words = bytes(getattr(answer, "content", b"")).decode()
                if "You may need to sign in as someone else" in words or "</p>" not in words:
                    bare.append(name)
    assert bare == []


def named(resolver: URLResolver) -> Iterator[str]:
    """Names of addresses that views of ours or of allauth's answer."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named(entry)
        elif isinstance(entry, URLPattern) and entry.name and entry.callback.__module__.startswith(OURS):
            yield entry.name


def ask(address: Address, path: str, account: Account | None) -> HttpResponseBase:
    """One request in a browser of its own; whatever it changed is undone."""
    with transaction.atomic():
        browser = Client(raise_request_exception=False)
        if account is not None:
            browser.force_login(account, backend=BACKEND)
        answer = browser.get(path) if address.data is None else browser.post(path, address.data)
        transaction.set_rollback(True)
    return answer


def is_led_to_sign_in(answer: HttpResponseBase, name: str) -> bool:
    """Or, from a step of signing in that was not begun, to its beginning; a guest's lesson leads back to itself."""
    target = str(answer["Location"])
    beginnings = ("/accounts/login/", "/accounts/password/reset/", "/editors/login/")
    return target.startswith(beginnings) or name in ("lesson-read", "account_logout", "short-code")
