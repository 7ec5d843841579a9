"""Where a message stands."""

from django.db import models


class SentState(models.TextChoices):
    CLAIMED = "claimed", "About to be handed over"
    SENT = "sent", "Accepted by the mail server"
    SKIPPED = "skipped", "No longer needed when its turn came"
    FAILED = "failed", "Could not be handed over"


TRANSITIONS: dict[SentState, tuple[SentState, ...]] = {
    SentState.CLAIMED: (SentState.SENT, SentState.SKIPPED, SentState.FAILED),
    SentState.FAILED: (SentState.CLAIMED, SentState.SKIPPED),
    SentState.SENT: (),
    SentState.SKIPPED: (),
}

OWNERS: dict[SentState, str] = {
    SentState.CLAIMED: "the worker",
    SentState.FAILED: "the worker, until the latest useful time",
    SentState.SENT: "nobody",
    SentState.SKIPPED: "nobody",
}
