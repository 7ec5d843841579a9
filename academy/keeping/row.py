"""What the table says of one kind of record."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of record. `line`: how one of them is named on the list of what goes next, a format of its fields."""

    key: str
    what: str
    why: str
    goes: str
    stays: str
    covers: tuple[str, ...] = ()
    find: str = ""
    forget: str = ""
    line: str = "{pk}"
    related: tuple[str, ...] = ()  # that `line` names
    secret: bool = False  # neither counted nor listed, so that few among them are not seen

    @property
    def period(self) -> timedelta | None:
        """From the settings; None for what has no end by the clock."""
        return settings.KEPT_FOR[self.key] if self.find else None
