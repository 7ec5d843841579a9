"""What a piece of evidence still needs before it can be handed in, and what to call it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

HOLDS_FILES = frozenset({"photo", "recording", "file"})
BY_ASSESSOR = frozenset({"observed", "discussion", "questions", "feedback"})  # whole when the learner gets it
NO_OWN_PART = (
    frozenset({"lesson", "course"}) | BY_ASSESSOR
)  # the person's own learning, or told by somebody else
SHOWN = frozenset({"nobody", "anonymised", "agreed"})
CALLED = {
    "photo": "Photo",
    "recording": "Recording",
    "file": "File",
    "link": "Link",
    "reflection": "Reflection",
    "practice": "Practice",
    "witness": "Witness statement",
}
THE_FILE = {
    "photo": "Add the photo.",
    "recording": "Add the recording.",
    "file": "Add the file.",
}
LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class PieceFacts:
    """What is known of one piece. Kinds and words for others are those of states.py; files are counted by state.

    confirmed: a witness has said that it was so (other kinds: it does not matter).
    """

    kind: str
    happened_on: date | None = None
    own_part: str = ""
    others: str = ""
    text: str = ""
    link: str = ""
    minutes: int | None = None
    ready: int = 0
    checking: int = 0
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: the field that mends it (empty: none does), and in words what to do."""

    field: str
    words: str


def gaps_of(piece: PieceFacts) -> tuple[Gap, ...]:
    """What is missing, in the order of the form. Nothing: the piece is ready."""
    if piece.kind in BY_ASSESSOR:
        return ()
    found = _content(piece)
    if piece.kind == "course" or (piece.kind == "witness" and not piece.confirmed):
        return tuple(found)  # when it was and who can be recognised, the witness says with their words
    if piece.happened_on is None:
        found.append(Gap("happened_on", "Say on which day it happened."))
    if piece.kind not in NO_OWN_PART and not piece.own_part.strip():
        found.append(Gap("own_part", "Say what you did yourself: your own part in it."))
    if piece.others == "":
        found.append(Gap("others", "Say whether somebody else can be recognised in it."))
    elif piece.others not in SHOWN:
        found.append(
            Gap(
                "others",
                "Somebody who has not agreed can be recognised in it. Cover or take out what shows who they are, "
                "or ask them. Until then only you see it.",
            )
        )
    return tuple(found)


def _content(piece: PieceFacts) -> list[Gap]:
    """The thing itself."""
    if piece.kind in HOLDS_FILES:
        if piece.checking:
            return [Gap("", "We are still checking the file. That takes a minute or two.")]
        return [] if piece.ready else [Gap("files", THE_FILE[piece.kind])]
    if piece.kind == "link":
        return [] if piece.link else [Gap("link", "Put in the address of the page.")]
    if piece.kind == "witness":
        return [] if piece.confirmed else [Gap("", "Your witness has not confirmed anything yet.")]
    if piece.kind == "reflection" and not piece.text.strip():
        return [Gap("text", "Write what happened, and what you think about it.")]
    if piece.kind == "practice":
        what = [] if piece.text.strip() else [Gap("text", "Say what you did.")]
        return what if piece.minutes else [*what, Gap("hours", "Say how long it took.")]
    return []


def is_context(kind: str) -> bool:
    """Something that tells of the way there, and shows nothing by itself."""
    return kind in ("course", "feedback")


def title_for(kind: str, day: date | None, text: str = "", name: str = "") -> str:
    """What a piece is called whose owner gave it no name: its file, its first words, or its kind and day."""
    if first := " ".join(text.split()):
        return first if len(first) <= 60 else f"{first[:60].rsplit(' ', 1)[0]}…"
    if name:
        return name[:LONGEST_TITLE]
    called = CALLED.get(kind, "Piece of evidence")
    return f"{called}, {day.day} {day:%B %Y}" if day else called


def hours_words(minutes: int) -> str:
    """45 minutes; 1 hour; 2 hours 10 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' * (hours != 1)}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} minute{'s' * (rest != 1)}")
    return " ".join(parts)


def suggested(kinds_methods: Iterable[str], prescribed: Iterable[str], optional: Iterable[str]) -> bool:
    """Whether a piece that can count as these methods is one of the ways asked for. Prescribed ones go first: where
    there are any, an optional way alone would not do."""
    can, must = set(kinds_methods), set(prescribed)
    return bool(can & must) if must else bool(can & set(optional))
