"""A message before it is sent: to whom and about what, and what it says."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Due:
    """One message that the database says is due.

    about: "certificate:12" or "enrolment:7"; occasion: which time round.
    """

    account_id: int
    about: str
    occasion: str = ""

    @property
    def about_id(self) -> int:
        """The id within `about`."""
        return int(self.about.partition(":")[2])


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says: the subject line and what its template needs."""

    subject_line: str
    context: dict[str, Any]
