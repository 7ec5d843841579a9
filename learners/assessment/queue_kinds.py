"""The kinds of things that wait for an assessor, and what is known of each before its name is read."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from learners.assessment.direct_queries import Place


class Kind(StrEnum):
    """What it is that waits."""

    HANDED_IN = "handed-in"
    GOING_ON = "going-on"
    SENT_BACK = "sent-back"
    COUNTERSIGN = "countersign"
    LOOK = "look"
    QUERIED = "queried"
    SILENT = "silent"
    RECORDS = "records"
    WORDS = "words"
    UNIT_SIGN = "sign"
    UNIT_COUNTERSIGN = "countersign-unit"
    CLAIM = "prior-learning"
    HELP = "adjustment"
    TRY = "another-try"


TITLES: dict[str, str] = {
    "": "All",
    Kind.HANDED_IN: "Handed in",
    Kind.GOING_ON: "Begun",
    Kind.SENT_BACK: "Sent back to you",
    Kind.COUNTERSIGN: "To countersign",
    Kind.LOOK: "Drafts to look at",
    Kind.QUERIED: "Records to look at again",
    Kind.SILENT: "Records with no answer",
    Kind.RECORDS: "Ready to judge from records",
    Kind.UNIT_SIGN: "Units to sign off",
    Kind.UNIT_COUNTERSIGN: "Units to countersign",
    Kind.CLAIM: "Prior learning",
    Kind.HELP: "Adjustments",
    Kind.TRY: "No try left",
    Kind.WORDS: "Answers to your feedback",
}


@dataclass(slots=True)
class Waiting:
    """One thing. token: of the submission, the round, the look, the record, the claim or the adjustment; of the
    registration for a unit, for a try that can be given and for what records let one judge. number: of a unit, its own.
    held_by: who else has it, until held_until; empty: nobody. held_until of one's own round: until when nobody can take
    it. title: of a record or a unit.
    """

    kind: Kind
    token: str
    registration: int
    since: datetime
    number: int = 0
    places: set[Place] = field(default_factory=set)
    held_by: str = ""
    held_until: datetime | None = None
    assessor: str = ""
    title: str = ""
