"""An editor at the screens of Wagtail, and what an editor's form sends."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, streamfield

from academy.accounts.models import Account
from cms.checks import differences
from tests.factories import pages


@pytest.fixture
def manager(db: None) -> Account:
    """Somebody who may do everything that Wagtail lets anybody do."""
    return Account.objects.create_user(
        "manager@example.org", full_name="Mona", is_adult=True, is_superuser=True
    )


@pytest.fixture
def editor(client: Client, manager: Account) -> Client:
    """A browser in which the manager is signed in."""
    client.force_login(manager)
    return client


@pytest.fixture
def agree(db: None) -> Iterator[None]:
    """At the end of the test, pages and facts agree."""
    yield
    assert [str(difference) for difference in differences()] == []


@pytest.fixture
def lesson_form() -> Callable[..., dict[str, Any]]:
    """What the form of a lesson sends; blocks are (type, value) pairs as in a form."""

    def make(*blocks: tuple[str, Any], action: str = "", **fields: Any) -> dict[str, Any]:
        data = {
            "title": "A lesson",
            "slug": "a-lesson",
            "summary": "",
            "required": True,
            "reading_minutes": 3,
            "body": streamfield(list(blocks)),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
        } | fields
        form = nested_form_data(data)
        return form | ({f"action-{action}": "yes"} if action else {})

    return make


@pytest.fixture
def module(db: None) -> Any:
    """A free module of a course, both published."""
    return pages.module(pages.course(), title="Reach", is_free=True)
