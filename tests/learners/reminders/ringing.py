"""The list of people to ring, as its tests open it."""

from typing import Any

from django.test import Client

from academy.accounts.models import Account
from academy.shared import clock
from learners.reminders.models import AddressTrouble
from learners.reminders.states import TroubleKind


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/to-ring/{query}")
    assert response.status_code == 200
    return response.content.decode()


def open_trouble(of: Account, **more: Any) -> AddressTrouble:
    facts = {"email": of.email, "kind": TroubleKind.BOUNCED, "found_at": clock.now(), **more}
    return AddressTrouble.objects.create(account=of, **facts)
