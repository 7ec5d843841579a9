"""What a record needs before the learner reads it, and how it reads as one text. Pure."""

from dataclasses import dataclass
from datetime import date

MOST_PASSAGES = 60
NOTHING_YET = "…"  # of a passage that was marked, and not written yet
SHOWN = frozenset({"nobody", "anonymised", "agreed"})
CALLED = {
    "observed": "Observation",
    "discussion": "Professional discussion",
    "questions": "Questions and answers",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing seen, said or asked. at: seconds into the recording; criteria: ids of those that it is about."""

    text: str = ""
    question: str = ""
    at: int | None = None
    criteria: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.question.strip() or self.criteria or self.at is not None)


@dataclass(frozen=True, slots=True)
class RecordWords:
    """What an assessor writes. others: who else can be recognised in it, as states.py of the portfolio says it."""

    happened_on: date
    title: str = ""
    minutes: int | None = None
    place: str = ""
    activity: str = ""
    comments: str = ""
    others: str = ""
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing: the field that mends it, and in words what to do."""

    field: str
    words: str


def missing_in(kind: str, words: RecordWords, *, checking: int = 0, refused: int = 0) -> tuple[Lack, ...]:
    """Why the learner cannot be asked to confirm it yet, in the order of the form. Files are counted by state."""
    found = []
    if not words.activity.strip():
        found.append(Lack("activity", "Say what was done, in enough detail for somebody else to judge it."))
    if not words.passages:
        found.append(Lack("passages", FIRST[kind]))
    for number, one in enumerate(words.passages, start=1):
        found += _missing_in_passage(kind, number, one)
    if checking:
        found.append(Lack("files", "A file is still being checked. Wait a minute, then share it."))
    if refused:
        found.append(Lack("files", "A file could not be kept. Take it out, or add another one."))
    if words.others not in SHOWN:
        found.append(
            Lack(
                "others",
                "Say who else can be recognised in it. What shows somebody who has not agreed has to be taken out.",
            )
        )
    return tuple(found)


FIRST = {
    "observed": "Write down at least one thing that you saw, with the criterion that it shows.",
    "discussion": "Write down at least one thing that was said, with the criterion that it shows.",
    "questions": "Write down at least one question with its answer, and the criterion that it shows.",
}


def _missing_in_passage(kind: str, number: int, one: Passage) -> list[Lack]:
    found = []
    if not one.text.strip():
        what = "the answer" if kind == "questions" else "what it was"
        found.append(Lack("passages", f"Number {number}: write {what}."))
    if kind == "questions" and not one.question.strip():
        found.append(Lack("passages", f"Number {number}: write the question."))
    if not one.criteria:
        found.append(Lack("passages", f"Number {number}: choose the criterion that it shows."))
    return found


def tidy(kind: str, words: RecordWords) -> RecordWords:
    """As it is kept: without blanks around it and passages that say nothing, and with a title."""
    passages = tuple(
        Passage(one.text.strip(), one.question.strip(), one.at, tuple(sorted(set(one.criteria))))
        for one in words.passages
        if one
    )
    return RecordWords(
        happened_on=words.happened_on,
        title=title_of(kind, words),
        minutes=words.minutes or None,
        place=" ".join(words.place.split())[:160],
        activity=words.activity.strip(),
        comments=words.comments.strip(),
        others=words.others,
        passages=passages,
    )


def title_of(kind: str, words: RecordWords) -> str:
    """What it is called: by its assessor, or by kind and day."""
    day = words.happened_on
    return " ".join(words.title.split())[:160] or f"{CALLED[kind]}, {day.day} {day:%B %Y}"


def as_text(words: RecordWords, numbers: dict[int, str]) -> str:
    """All of it as one text, for the portfolio, for copies of it and for what is handed in.

    numbers: of criteria by id, such as "Unit 2, 1.1".
    """
    parts = [words.activity.strip()]
    for number, one in enumerate(words.passages, start=1):
        when = f" ({clock_words(one.at)})" if one.at is not None else ""
        asked = f"Question: {one.question.strip()}\n" if one.question.strip() else ""
        answer = "Answer: " if asked else ""
        shows = ", ".join(numbers[pk] for pk in one.criteria if pk in numbers)
        parts.append(
            f"{number}.{when} {asked}{answer}{one.text.strip()}" + (f"\nShows: {shows}" if shows else "")
        )
    if words.comments.strip():
        parts.append(f"From the assessor: {words.comments.strip()}")
    return "\n\n".join(part for part in parts if part)


def clock_words(seconds: int) -> str:
    """0:42, 12:05 or 1:02:03."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_in(said: str) -> int:
    """Of 0:42, 12:05 or 1:02:03; "90" are ninety seconds. Raises ValueError for anything else."""
    parts = [part.strip() for part in said.strip().replace(".", ":").split(":")]
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(said)
    numbers = [int(part) for part in parts]
    if len(parts) > 1 and any(one > 59 for one in numbers[1:]):
        raise ValueError(said)
    total = 0
    for one in numbers:
        total = total * 60 + one
    if total > 24 * 3600:
        raise ValueError(said)
    return total
