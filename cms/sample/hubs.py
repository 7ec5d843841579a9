"""Three hubs in towns that do not exist."""

from decimal import Decimal

from academy.hubs.models import Hub
from academy.hubs.states import HubStatus

HUBS = (
    {
        "slug": "harbour-road",
        "name": "Harbour Road Community Trust (sample)",
        "town": "Saltby",
        "region": "North East",
        "latitude": Decimal("54.97000"),
        "longitude": Decimal("-1.60000"),
        "status": HubStatus.ACTIVE,
        "contact_email": "hello@harbour-road.example.org",
        "about": "An old chapel by the harbour with a big kettle. We train neighbours from the estates around the "
        "docks, and back what they do next. The front door has no step, and there is a hearing loop in the hall.",
        "opening_words": "Tuesdays and Thursdays, 10am to 4pm",
    },
    {
        "slug": "millfield",
        "name": "Millfield Action Hub (sample)",
        "town": "Millfield Cross",
        "region": "West Midlands",
        "latitude": Decimal("52.52000"),
        "longitude": Decimal("-1.95000"),
        "status": HubStatus.ACTIVE,
        "contact_email": "hello@millfield.example.org",
        "about": "Two rooms over the library. Parents from four schools started here with a crossing, and went on to "
        "the buses. We run evening courses with a crèche. There is a lift.",
        "opening_words": "Weekdays, 9am to 5pm, and Wednesdays until 9pm",
    },
    {
        "slug": "northgate",
        "name": "Northgate Neighbours (sample)",
        "town": "Easterby",
        "region": "South East",
        "latitude": Decimal("51.28000"),
        "longitude": Decimal("0.52000"),
        "status": HubStatus.PAUSED,
        "contact_email": "hello@northgate.example.org",
        "about": "A group of tenants who meet in each other's kitchens. Our hall is having its roof mended, so we are "
        "taking a break until the spring. Write to us all the same.",
        "opening_words": "Closed until the roof is mended",
    },
)
PHONE = "0000 000 0000"


def load_hubs() -> list[Hub]:
    """The hubs, by the order above. What somebody changed at a hub's own screen stays."""
    return [
        Hub.objects.get_or_create(
            slug=values["slug"], defaults={**values, "phone": PHONE, "is_sample": True}
        )[0]
        for values in HUBS
    ]
