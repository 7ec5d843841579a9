"""A cohort's life. Whether it is full is counted, not stored."""

from django.db import models


class CohortState(models.TextChoices):
    DRAFT = "draft", "being prepared"
    OPEN = "open", "open for booking"
    CONFIRMED = "confirmed", "going ahead"
    IN_PROGRESS = "in_progress", "under way"
    DELIVERED = "delivered", "over, registers to sign"
    CLOSED = "closed", "closed"
    CANCELLED = "cancelled", "cancelled"


PUBLIC = (CohortState.OPEN, CohortState.CONFIRMED)  # what can be booked, and stands in the list of dates
AHEAD = (CohortState.DRAFT, CohortState.OPEN, CohortState.CONFIRMED)  # before the first session
LIVE = (*AHEAD, CohortState.IN_PROGRESS)
HELD = (CohortState.IN_PROGRESS, CohortState.DELIVERED, CohortState.CLOSED)  # there are registers

TRANSITIONS: dict[CohortState, tuple[CohortState, ...]] = {
    CohortState.DRAFT: (CohortState.OPEN, CohortState.CANCELLED),
    CohortState.OPEN: (CohortState.CONFIRMED, CohortState.CANCELLED),
    CohortState.CONFIRMED: (CohortState.IN_PROGRESS, CohortState.CANCELLED),
    CohortState.IN_PROGRESS: (CohortState.DELIVERED, CohortState.CANCELLED),
    CohortState.DELIVERED: (CohortState.CLOSED,),
    CohortState.CLOSED: (),
    CohortState.CANCELLED: (),
}

OWNERS: dict[CohortState, str] = {
    CohortState.DRAFT: "the hub's coordinator",
    CohortState.OPEN: "the hub's coordinator, once enough people have a place",
    CohortState.CONFIRMED: "the clock: it begins with its first session",
    CohortState.IN_PROGRESS: "the clock: it is over with its last session",
    CohortState.DELIVERED: "its trainers: the registers",
    CohortState.CLOSED: "nobody",
    CohortState.CANCELLED: "nobody",
}


class Access(models.TextChoices):
    """What is known of a venue. Nothing known is not a no."""

    YES = "yes", "yes"
    PARTLY = "partly", "partly"
    NO = "no", "no"
    UNKNOWN = "unknown", "not known yet"
