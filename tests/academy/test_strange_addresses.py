"""Addresses that only robots ask for: an answer, and never an error of ours."""

import pytest
from django.test import Client

from tests.cast import BACKEND, make_cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/invitation/a%00b/",
        "/certificates/%00/",
        "/verify/%00/",
        "/verify/?serial=%00",
        "/problem/?page=/a%00",
        "/people/?q=%00",
        "/people/codes/?q=%00",
    ],
)
def test_a_null_character_is_refused(client: Client, address: str) -> None:
    """PostgreSQL refuses it in any text: that was answered with 500."""
    cast = make_cast()
    client.force_login(cast.coordinator, backend=BACKEND)
    answer = client.get(address)
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers
