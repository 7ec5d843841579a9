"""What is signed under a unit, word by word. A statement is never changed: other words are another version."""

from dataclasses import dataclass

from learners.assessment.states import SignedAs


@dataclass(frozen=True, slots=True)
class Statement:
    version: str
    words: str


# The newest of each kind. Older ones stay in the signatures that were made under them.
CURRENT: dict[SignedAs, Statement] = {
    SignedAs.ASSESSOR: Statement(
        "assessor-1",
        "I have judged every criterion of this unit on the learner’s own evidence, and each one is met. The evidence "
        "is valid, authentic, reliable, current and sufficient. I have no interest of my own in the result.",
    ),
    SignedAs.COUNTERSIGNER: Statement(
        "countersigner-1",
        "I am a qualified assessor and know the work of this unit. I have looked at the evidence and at the decisions "
        "of the assessor in training, and I confirm that every criterion of this unit is met.",
    ),
    SignedAs.LEARNER: Statement(
        "learner-1",
        "I have read what was decided about this unit. The evidence is my own work.",
    ),
}
