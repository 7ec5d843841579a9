"""Somebody at Harbour Road who was entered twice, for whoever looks after the hub to find."""

from datetime import datetime

from academy.accounts.models import Account
from academy.hubs.models import Hub

NAME, PHONE = "Wren Holloway", "01632 960 777"


def load_twice(*, now: datetime) -> None:
    """By telephone, and once more from a list. Whoever is there is left as they are, also when they were joined."""
    if Account.objects.filter(is_sample=True, full_name=NAME).exists():
        return
    hub = Hub.objects.get(slug="harbour-road")
    for email, phone in ((None, PHONE), ("wren@example.org", "")):
        Account.objects.create_user(
            email,
            full_name=NAME,
            phone=phone,
            contact_by="email" if email else "phone",
            hub=hub,
            is_adult=True,
            is_sample=True,
            joined_at=now,
        )
