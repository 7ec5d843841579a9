"""How far a list of people is, and what becomes of its rows."""

from django.db import models


class ImportStep(models.TextChoices):
    """From the upload to the result."""

    UPLOADED = "uploaded", "To be told what its columns hold"
    CHECKING = "checking", "Being looked through"
    CHECKED = "checked", "Looked through; nothing is written yet"
    IMPORTING = "importing", "Being brought in"
    IMPORTED = "imported", "Brought in"


WORKING = (ImportStep.CHECKING, ImportStep.IMPORTING)  # a worker is asked for

TRANSITIONS: dict[ImportStep, tuple[ImportStep, ...]] = {
    ImportStep.UPLOADED: (ImportStep.CHECKING,),
    ImportStep.CHECKING: (ImportStep.CHECKED, ImportStep.UPLOADED),
    ImportStep.CHECKED: (ImportStep.IMPORTING, ImportStep.UPLOADED),
    ImportStep.IMPORTING: (ImportStep.IMPORTED,),
    ImportStep.IMPORTED: (),
}

OWNERS: dict[ImportStep, str] = {
    ImportStep.UPLOADED: "whoever uploaded it",
    ImportStep.CHECKING: "nobody: it goes on by itself",
    ImportStep.CHECKED: "whoever uploaded it",
    ImportStep.IMPORTING: "nobody: it goes on by itself",
    ImportStep.IMPORTED: "nobody",
}


class CodeState(models.TextChoices):
    """Of a seat code. Follows from its moments; it is not stored."""

    WAITING = "waiting", "Not sent yet"
    SENT = "sent", "Sent"
    BOUNCED = "bounced", "Did not arrive"
    USED = "used", "Used"
    WITHDRAWN = "withdrawn", "Taken back"
    EXPIRED = "expired", "Run out"


OPEN_CODES = (CodeState.WAITING, CodeState.SENT, CodeState.BOUNCED)  # they can be used


class RowState(models.TextChoices):
    """Of one row. The first four are what looking through finds; bringing in changes only what is ready."""

    READY = "ready", "Can be brought in"
    ALREADY = "already", "There already"
    TWICE = "twice", "Twice in the list"
    REFUSED = "refused", "Cannot be brought in"
    BOOKED = "booked", "Has a place"
    REQUESTED = "requested", "Has a place once a parent or guardian agrees"
    WAITING = "waiting", "On the waiting list"
    LISTED = "listed", "Is told when there are dates"


CAME = (RowState.BOOKED, RowState.REQUESTED, RowState.WAITING, RowState.LISTED)
