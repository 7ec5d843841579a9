"""A hub's life: it is prepared, open, resting or closed."""

from django.db import models


class HubStatus(models.TextChoices):
    PROSPECTIVE = "prospective", "becoming a hub"
    ACTIVE = "active", "open"
    PAUSED = "paused", "taking a break"
    CLOSED = "closed", "closed"


PUBLIC = (HubStatus.ACTIVE, HubStatus.PAUSED)

TRANSITIONS: dict[HubStatus, tuple[HubStatus, ...]] = {
    HubStatus.PROSPECTIVE: (HubStatus.ACTIVE, HubStatus.CLOSED),
    HubStatus.ACTIVE: (HubStatus.PAUSED, HubStatus.CLOSED),
    HubStatus.PAUSED: (HubStatus.ACTIVE, HubStatus.CLOSED),
    HubStatus.CLOSED: (),
}

OWNERS: dict[HubStatus, str] = {
    HubStatus.PROSPECTIVE: "the Academy",
    HubStatus.ACTIVE: "the hub",
    HubStatus.PAUSED: "the hub",
    HubStatus.CLOSED: "nobody",
}
