"""What the tests about people share."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from academy.accounts.models import Account
from tests.cast import BACKEND

CODE = re.compile(r"^\d{6}$", re.MULTILINE)


@pytest.fixture
def as_(client: Client) -> Callable[[Account], Client]:
    """as_(cast.manager).get(...): the test's browser, signed in as this person."""

    def sign_in(account: Account) -> Client:
        client.force_login(account, backend=BACKEND)
        return client

    return sign_in


def code_in(message: EmailMessage) -> str:
    """The six digits of a mail."""
    found = CODE.search(str(message.body))
    assert found, message.body
    return found.group()


def details(**changes: Any) -> dict[str, Any]:
    """What somebody types at sign-up."""
    return {"email": "amara@example.org", "full_name": "Amara Bello", "is_adult": "yes", **changes}
