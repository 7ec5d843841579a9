"""Settings that only make sense together: said by `manage.py check`, and before anything is migrated or served."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

# (a reminder after so many days, what follows after so many, what that is)
IN_ORDER = (
    ("UNIT_CONFIRM_AGAIN_DAYS", "UNIT_CONFIRM_DAYS", "a signed unit goes on without the learner’s word"),
    ("RECORD_FIRST_REMINDER_DAYS", "RECORD_LAST_REMINDER_DAYS", "the learner is reminded for the last time"),
    ("RECORD_LAST_REMINDER_DAYS", "RECORD_SILENT_DAYS", "it is written down that the learner did not answer"),
    ("COUNTERSIGN_AGAIN_DAYS", "COUNTERSIGN_LEAD_DAYS", "the lead quality assurer is told"),
)


def reminded_first(app_configs: Sequence[AppConfig] | None = None, **_kwargs: object) -> list[CheckMessage]:
    """Nobody's silence counts, and nobody is told of it, before they were reminded. One error for each pair."""
    return [
        Error(
            f"{first} is {getattr(settings, first)} and {then} is {getattr(settings, then)}, so {what} before the "
            "reminder has gone.",
            hint=f"Set {then} to more than {first} in the environment, or make {first} less.",
            id=f"academy.E{number:03}",
        )
        for number, (first, then, what) in enumerate(IN_ORDER, start=1)
        if getattr(settings, first) >= getattr(settings, then)
    ]
