"""The pages of signing a unit off, as a test opens them: in a session of one's own, or by a code of a hub."""

import re

import pytest
from django.urls import reverse

from academy.accounts.signed_in_how import Way
from academy.shared.rulings import Ruling
from learners.registrations.models import QualRegistration

OWN, HUB = (Way.EMAIL, Ruling.yes()), (Way.HUB, Ruling.no("You signed in with a code from your hub."))


def opened_by(monkeypatch: pytest.MonkeyPatch, how: tuple[Way, Ruling]) -> None:
    monkeypatch.setattr("learners.assessment.signoff_views.way_of", lambda request: how[0])
    monkeypatch.setattr("learners.assessment.signoff_views.may_sign", lambda request, now: how[1])


def unit_page(one: QualRegistration, number: int = 1) -> str:
    return reverse("unit-signoff", args=[one.token, number])


def seen_on(page: str) -> str:
    """What a form sends along of what its reader saw."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return found[1]
