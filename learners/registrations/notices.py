"""What is said where a unique learner number is asked for. A new wording is a new version; rows name the one shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    version: str
    words: tuple[str, ...]


NUMBER = (
    "A unique learner number has ten digits. Most people who went to school or college in the UK since 2008 have one. "
    "It stands on letters about exams. You need not give it: you can take this qualification without."
)
USE = (
    "It belongs to the Learning Records Service of the Department for Education, which keeps a record of what you have "
    "learned. We give your number, name and birth date to the awarding organisation, which may pass them to that "
    "service. We use them for nothing else."
)
RIGHTS = "You can ask us what we keep, and have it put right, at any time."
ULN_NOTICE = Notice("uln-2026-11", (NUMBER, USE, RIGHTS))
