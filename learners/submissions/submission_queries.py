"""What was handed in, as it was, for a page."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from academy.accounts.models import Account
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import SHOWABLE
from learners.submissions.models import Submission, SubmissionCriterion, SubmissionItem, SubmissionLink
from learners.submissions.states import OWNERS, ReturnedFor, SubmissionState

S = SubmissionState
LOOKING = "Your assessor is looking at it. You hear from them when they have finished."
NEXT: dict[str, str] = {
    S.SUBMITTED: "Your assessor looks at it next. You do not need to do anything.",
    S.IN_ASSESSMENT: LOOKING,
    S.DECIDED: LOOKING,
    S.AWAITING_COUNTERSIGN: LOOKING,  # what a countersigner does is not for the learner to read (INV-13)
    S.SENT_BACK: LOOKING,
    S.RELEASED: "You have your answer. Read it, and say that you have.",
    S.ACKNOWLEDGED: "You have read the answer. Nothing waits here.",
    S.RETURNED_UNASSESSED: "Put it right, then hand it in again. It does not count as a try.",
}
MEND: dict[str, str] = {
    ReturnedFor.UNREADABLE: "Open the piece and add the file again, or another one.",
    ReturnedFor.RECOGNISABLE: "Open the piece. Cover the face, name or number, or take the file out. Then say again "
    "who can be recognised.",
    ReturnedFor.NOT_OWN: "Open the piece, and write what you did yourself.",
}

NOTHING_SAID: Mapping[str, Any] = dict.fromkeys(
    ("happened_on", "others", "own_part", "text", "learned"), ""
) | {
    "minutes": None,
    "people_listened": None,
    "record": {},
    "witness": None,
}


@dataclass(frozen=True, slots=True)
class HandedFile:
    """gone: why its content is not there any more; empty: it is. view, kept, small: addresses for this reader, of what
    a browser shows, of the file itself, and of a small picture; empty where there is none. type: of what it shows.
    """

    name: str
    type: str
    size: int
    gone: str
    view: str
    kept: str
    small: str


@dataclass(frozen=True, slots=True)
class HandedPiece:
    """A piece as it was. token: of the live one. shows: (number of the unit, number, text, note, place).

    hidden: somebody who has not agreed can be recognised in it, so nobody but the learner sees it (INV-47).
    other: it is only for units that this reader was not given, so it is not shown. about: it is one of those for which
    it was given back.
    """

    number: int
    token: str
    title: str
    kind: str
    facts: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    link: str
    files: tuple[HandedFile, ...]
    shows: tuple[tuple[int, str, str, str, str], ...]
    hidden: bool
    other: bool
    about: bool


@dataclass(frozen=True, slots=True)
class HandedUnit:
    number: int
    title: str
    criteria: tuple[tuple[str, str, int], ...]  # number, text, attempt


@dataclass(frozen=True, slots=True)
class Handed:
    """next: what happens next, to the learner. owner: whose move it is. mend: what the learner does, given back."""

    submission: Submission
    pieces: tuple[HandedPiece, ...]
    units: tuple[HandedUnit, ...]
    next: str
    owner: str
    mend: str


def handed(
    submission: Submission, *, own: bool, reader: Account, units: Collection[int] | None = None
) -> Handed:
    """Everything in it, with addresses of its files for this reader. Four queries.

    units: ids of those that the reader was given; None: all. Of pieces that are for none of them only the place shows.
    """
    links = list(submission.links.select_related("criterion__outcome__unit"))
    criteria = list(submission.criteria.select_related("criterion__outcome__unit"))
    files: dict[int, list[HandedFile]] = {}
    for one in submission.files.select_related("file").order_by("pk"):
        files.setdefault(one.entry_id, []).append(_file(one.file, reader))
    entries = submission.items.select_related("item")
    mine = {one.entry_id for one in links if units is None or one.criterion.outcome.unit_id in units}
    state = SubmissionState(submission.state)
    return Handed(
        submission,
        tuple(
            _piece(
                one,
                links,
                files.get(one.pk, []),
                own=own,
                other=one.pk not in mine,
                about=one.number in submission.returned_pieces,
            )
            for one in entries
        ),
        _units(criteria),
        NEXT.get(state, ""),
        OWNERS[state],
        MEND.get(submission.returned_for, ""),
    )


def piece_choices(submission: Submission, *, units: Collection[int]) -> list[tuple[str, str]]:
    """(number, title) of each piece that is for one of these units (ids), for a form of somebody who assesses them."""
    return [(str(one.number), f"{one.number}. {_title(one)}") for one in pieces_for(submission, units)]


def pieces_for(submission: Submission, units: Collection[int]) -> QuerySet[SubmissionItem]:
    """The pieces that are to show something of these units (ids), in their order."""
    rows = submission.items.filter(links__criterion__outcome__unit__in=units).select_related("item")
    return rows.distinct().order_by("number")


def _piece(
    entry: SubmissionItem,
    links: Iterable[SubmissionLink],
    files: Iterable[HandedFile],
    *,
    own: bool,
    other: bool,
    about: bool,
) -> HandedPiece:
    was: Mapping[str, Any] = entry.snapshot
    hidden = not own and entry.item.others not in SHOWABLE
    closed = hidden or other
    return HandedPiece(
        number=entry.number,
        token=entry.item.token,
        title="A piece for another unit" if other else was["title"] if own else _title(entry),
        kind=was["kind"],
        facts=() if closed else _facts(was),
        texts=() if closed else _texts(was),
        link="" if closed else was["link"],
        files=() if closed else tuple(files),
        shows=tuple(_shows(one, closed=closed) for one in links if one.entry_id == entry.pk),
        hidden=hidden,
        other=other,
        about=about,
    )


def facts_and_texts(
    was: Mapping[str, Any],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """(name, value) and (heading, words) of a piece as it was, from its snapshot."""
    whole = {**NOTHING_SAID, **was}
    return _facts(whole), _texts(whole)


def _title(entry: SubmissionItem) -> str:
    """For anybody but the learner."""
    if entry.item.others not in SHOWABLE:
        return "A piece that only the learner sees just now"
    return str(entry.snapshot["title"])


def _facts(was: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    known = (
        ("When", _day(was["happened_on"])),
        ("How long", f"{was['minutes']} minutes" if was["minutes"] else ""),
        ("People listened to", str(was["people_listened"] or "")),
        ("Who can be recognised", was["others"]),
        *_witness_facts(was["witness"]),
        *((label, str(value)) for label, value in was["record"].items()),
    )
    return tuple((name, value) for name, value in known if value)


def _witness_facts(said: Mapping[str, Any] | None) -> tuple[tuple[str, str], ...]:
    """What an assessor weighs a statement by: who says it, of which time, and how it came about."""
    if not said:
        return ()
    seen = [day for day in (_day(said["seen_from"]), _day(said["seen_until"])) if day]
    return (
        ("Kind of witness", said["status"]),
        ("Saw it", " to ".join(dict.fromkeys(seen))),
        ("Confirmed by the witness", _day(said["confirmed_at"][:10])),
        ("Written up by", "An assessor, after a talk" if said["written_up"] else ""),
    )


def _texts(was: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    said = was["witness"]
    witness = (
        f"What {said['name']} says ({said['job_role']}; {said['relationship']})" if said else "",
        said["words"] if said else "",
    )
    known = (
        ("Own part in it", was["own_part"]),
        ("What is written", was["text"]),
        ("What was learned", was["learned"]),
        witness,
    )
    return tuple((name, words) for name, words in known if words.strip())


def _file(file: EvidenceFile, reader: Account) -> HandedFile:
    gone = (file.removed_why or "It was taken away.") if file.removed_at else ""
    at = addresses_of(file, reader)
    return HandedFile(file.name, at.type or file.type, file.size, gone, at.view, at.kept, at.small)


def _shows(link: SubmissionLink, *, closed: bool) -> tuple[int, str, str, str, str]:
    """closed: without what the learner wrote about it."""
    outcome = link.criterion.outcome
    number = f"{outcome.number}.{link.criterion.number}"
    return (
        outcome.unit.number,
        number,
        link.criterion.text,
        "" if closed else link.note,
        "" if closed else link.place,
    )


def _units(criteria: Iterable[SubmissionCriterion]) -> tuple[HandedUnit, ...]:
    def place(one: SubmissionCriterion) -> tuple[int, int, int]:
        return (one.criterion.outcome.unit.number, one.criterion.outcome.number, one.criterion.number)

    found: dict[tuple[int, str], list[tuple[str, str, int]]] = {}
    for one in sorted(criteria, key=place):
        unit, number = one.criterion.outcome.unit, f"{one.criterion.outcome.number}.{one.criterion.number}"
        found.setdefault((unit.number, unit.title), []).append((number, one.criterion.text, one.attempt))
    return tuple(HandedUnit(number, title, tuple(rows)) for (number, title), rows in found.items())


def _day(value: str) -> str:
    day = date.fromisoformat(value) if value else None
    return f"{day.day} {day:%B %Y}" if day else ""
