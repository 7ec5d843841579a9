"""Hubs as the public sees them."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from academy.hubs.models import Hub

# The drawn outline of England has a frame of 600 by 700; these two corners place degrees on it.
WEST, EAST, NORTH, SOUTH = -6.4, 1.9, 55.9, 49.9
WIDTH, HEIGHT = 600, 700


@dataclass(frozen=True, slots=True)
class HubView:
    """One hub on the map and in the list. x and y are places on the drawn outline, None without a known place."""

    number: int
    name: str
    slug: str
    href: str
    town: str
    region: str
    status: str
    x: int | None
    y: int | None
    is_sample: bool
    about: str
    opening_words: str
    contact_email: str
    phone: str


def public_hubs() -> tuple[HubView, ...]:
    """All hubs that the public may see, numbered by name."""
    return tuple(hub_view(hub, number) for number, hub in enumerate(Hub.objects.public(), start=1))


def hub_view(hub: Hub, number: int) -> HubView:
    """One hub made ready for a page."""
    x, y = _place(hub.latitude, hub.longitude)
    return HubView(
        number=number,
        name=hub.name,
        slug=hub.slug,
        href=reverse("hub", args=[hub.slug]),
        town=hub.town,
        region=hub.region,
        status=hub.status,
        x=x,
        y=y,
        is_sample=hub.is_sample,
        about=hub.about,
        opening_words=hub.opening_words,
        contact_email=hub.contact_email,
        phone=hub.phone,
    )


def _place(latitude: Decimal | None, longitude: Decimal | None) -> tuple[int | None, int | None]:
    if latitude is None or longitude is None:
        return None, None
    x = (float(longitude) - WEST) / (EAST - WEST) * WIDTH
    y = (NORTH - float(latitude)) / (NORTH - SOUTH) * HEIGHT
    return round(x), round(y)
