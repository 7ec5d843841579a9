"""Where a message stands, how it reaches a person, and whose move it is."""

from django.db import models


class SentState(models.TextChoices):
    WAITING = "waiting", "Waiting for its turn"
    HANDING = "handing", "Being handed to the mail server"
    SENT = "sent", "Accepted"
    UNKNOWN = "unknown", "Unknown: we were cut off while handing it over"
    SKIPPED = "skipped", "Not sent"
    TO_RING = "to_ring", "On the list of people to ring"
    TOLD = "told", "Told by telephone"


TRANSITIONS: dict[SentState, tuple[SentState, ...]] = {
    SentState.WAITING: (
        SentState.HANDING,
        SentState.SENT,  # shown on the site alone: nothing has to be handed over
        SentState.TO_RING,
        SentState.SKIPPED,
        SentState.UNKNOWN,  # it may have gone the first time, and there is no second
    ),
    SentState.HANDING: (SentState.SENT, SentState.WAITING, SentState.UNKNOWN),
    SentState.UNKNOWN: (SentState.SENT,),
    SentState.TO_RING: (SentState.TOLD, SentState.SKIPPED),
    SentState.TOLD: (SentState.TO_RING,),
    SentState.SENT: (),
    SentState.SKIPPED: (),
}

OWNERS: dict[SentState, str] = {
    SentState.WAITING: "the worker, until the latest useful time",
    SentState.HANDING: "the worker",
    SentState.TO_RING: "the hub's trainers and its coordinator",
    SentState.UNKNOWN: "nobody",
    SentState.SENT: "nobody",
    SentState.SKIPPED: "nobody",
    SentState.TOLD: "nobody",
}


class Way(models.TextChoices):
    """How a message reaches a person. A new way is one class in channels.py and one line here."""

    EMAIL = "email", "E-mail"
    INBOX = "inbox", "Your messages on this site"
    PHONE = "phone", "Telephone"


class Purpose(models.TextChoices):
    """Service: needed for what a person does here. Marketing: news, and only with their recorded consent."""

    SERVICE = "service", "What you need for your learning"
    MARKETING = "marketing", "News"


class TroubleKind(models.TextChoices):
    """Why an e-mail address is no longer used."""

    BOUNCED = "bounced", "E-mail comes back"
    COMPLAINED = "complained", "Our e-mail was reported as spam"


class LetterTo(models.TextChoices):
    """Whom a letter to everybody on some dates goes to."""

    BOOKED = "booked", "Everybody who has a place"
    ALL = "all", "Everybody who has a place, was offered one, or waits for one"
