"""What stands beside a plan: what was agreed to help the learner, and holds. Whoever plans has to know both.

They are kept by a slice above this one, so they are read by the registration that they belong to.
"""

from dataclasses import dataclass
from datetime import date

from learners.registrations.models import QualRegistration

IN_PLACE = "in_place"  # the state of an adjustment that counts; a test compares it


@dataclass(frozen=True, slots=True)
class Helps:
    """An adjustment that is in place. about: such as "unit 3" or "every unit"."""

    about: str
    words: str


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that stands. about: such as "unit 3" or "the whole qualification"; why is for staff."""

    about: str
    why: str
    review_on: date


@dataclass(frozen=True, slots=True)
class Beside:
    """The oldest first."""

    helps: tuple[Helps, ...]
    holds: tuple[Held, ...]


def beside(registration: QualRegistration) -> Beside:
    """Two queries."""
    helps = registration.adjustments.filter(state=IN_PLACE).select_related("unit").order_by("pk")
    holds = registration.holds.filter(lifted_at__isnull=True).select_related("unit").order_by("pk")
    return Beside(
        tuple(
            Helps(f"unit {one.unit.number}" if one.unit else "every unit", one.adjustment) for one in helps
        ),
        tuple(
            Held(
                f"unit {one.unit.number}" if one.unit else "the whole qualification",
                one.reason,
                one.review_on,
            )
            for one in holds
        ),
    )
