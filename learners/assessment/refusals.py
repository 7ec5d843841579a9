"""Refusals that carry something for the screen."""

from academy.shared.rulings import Refused
from learners.assessment.models import DraftDecision, Judgement
from learners.assessment.rules import Problem


class Conflict(Refused):
    """Another page has written since this one was opened. newer: what it wrote; nothing was changed."""

    def __init__(self, newer: DraftDecision) -> None:
        super().__init__(
            "This was changed in another tab or on another device after you opened it here. Look at both, keep what "
            "you want, and save again."
        )
        self.newer = newer


class Stale(Refused):
    """What is sent is not what its page showed. theirs: the round, where other words to the learner were kept since."""

    def __init__(self, theirs: Judgement | None = None) -> None:
        words = "This was changed in another tab or on another device after you opened it here. "
        if theirs is None:
            words += "Look at what is met and what is not once more, then send it."
        else:
            words += "Your words and what was kept stand below: keep what you want, and press again."
        super().__init__(words)
        self.theirs = theirs


class NotReady(Refused):
    """Something is missing before it can be sent. missing: by criterion (id), in words."""

    def __init__(self, missing: dict[int, tuple[Problem, ...]]) -> None:
        number = len(missing)
        what = "one criterion" if number == 1 else f"{number} criteria"
        first = next(iter(missing.values()))[0].words
        super().__init__(f"This cannot be sent yet: something is missing for {what}. First: {first}")
        self.missing = missing
