"""One step on the way through a unit, in three sentences: one for each who may read it.

In each, {who} did it ("You" for the learner's own steps on their own page) and {what} says more of it, or is empty. An
empty sentence is a step that is not for that reader: drafts, readings of others, and what waits for a countersigner.
"""

from dataclasses import dataclass
from typing import Literal

Reader = Literal["learner", "assessor", "quality"]


@dataclass(frozen=True, slots=True)
class Told:
    """why: whether the learner reads the reason that was given; staff always do."""

    learner: str
    assessor: str
    quality: str
    why: bool = False

    def to(self, reader: Reader) -> str:
        return {"learner": self.learner, "assessor": self.assessor, "quality": self.quality}[reader]
