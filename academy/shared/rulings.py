"""May this person do this? A ruling says yes or no, and a no always says why and what to do next."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """A refusal with its reason in plain English; the 403 page shows it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer of a policy. Truthy when allowed."""

    allowed: bool
    reason: str = ""

    @classmethod
    def yes(cls) -> "Ruling":
        return cls(True)

    @classmethod
    def no(cls, reason: str) -> "Ruling":
        return cls(False, reason)

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raise Refused with the reason unless allowed."""
        if not self.allowed:
            raise Refused(self.reason)
