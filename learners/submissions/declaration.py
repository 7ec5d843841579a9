"""What a learner declares when they hand in. A text that was in use never changes: a new one gets a new version."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declaration:
    """`version` and `words` are kept with what is handed in."""

    version: str
    words: str


TEXTS = (
    Declaration(
        "2026-11",
        "This is my own work. I say where other people’s words, pictures or ideas are in it, and who helped me. "
        "Nobody can be recognised in it who has not agreed. I have said whether I used an AI tool, and for what. "
        "I know that handing in somebody else’s work as mine can end my registration.",
    ),
)
CURRENT = TEXTS[-1]
