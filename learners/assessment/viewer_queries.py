"""The evidence beside the criteria: the strip of pieces, and one of them as an assessor sees it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Q

from academy.accounts.models import Account
from academy.templating import date_words
from learners.assessment.evidence_queries import Shelf, ShelfPiece
from learners.assessment.models import Judgement
from learners.assessment.record_models import AssessorRecord, RecordPassage
from learners.portfolio.file_pages import NotDrawn, page_text
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.file_store import path_of
from learners.portfolio.file_words import TYPES, words_of
from learners.portfolio.models import EvidenceFile
from learners.submissions.submission_queries import facts_and_texts

PLAYED = ("audio/", "video/")


@dataclass(frozen=True, slots=True)
class Shows:
    """What the learner said that a piece shows, or the passage of a record. place: page or time."""

    note: str
    place: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that a decision can rest on. key: as the rules call it, "entry:7" or "record:7". number: what people
    call it on this page: "3", "R1" for a record, "1/3" for the third piece of what was handed in first. about: a few
    words for its tab. shows: by criterion (id). hidden: somebody who has not agreed can be recognised (INV-47).
    """

    key: str
    number: str
    title: str
    kind: str
    about: str
    shows: Mapping[int, Shows]
    hidden: bool
    record: bool
    files: tuple[EvidenceFile, ...]
    snapshot: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShownFile:
    """number counts from 1. how: "picture", "sound", "film", "pages" (a PDF), or "kept": to be opened by itself.

    view, kept: addresses for this reader; empty where there is none. gone: why its content is not there any more.
    stored: its name below MEDIA_ROOT.
    """

    number: int
    name: str
    how: str
    type: str
    size: int
    view: str
    kept: str
    gone: str
    stored: str
    words: str = ""  # of a plain text
    whole: bool = True  # nothing of them is left out


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF. picture: its address. words: what stands on it. trouble: why it cannot be shown."""

    number: int
    of: int
    picture: str
    words: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Passage:
    """time: where in the recording, as "2:15"; criteria: their numbers."""

    time: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece, opened. Everything is as it was when it was handed in, or when the record began to count."""

    piece: Piece
    facts: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    link: str
    files: tuple[ShownFile, ...]
    file: ShownFile | None


def strip(shelf: Shelf, judgement: Judgement) -> tuple[Piece, ...]:
    """Every piece that can be used in this round: this work's first, then the records, then what was handed in before.
    One query."""
    handed = [one for one in shelf.pieces.values() if not one.is_record]
    here = [one for one in handed if one.submission == judgement.submission_id]
    before = [one for one in handed if one.submission != judgement.submission_id]
    records = [one for one in shelf.pieces.values() if one.is_record]
    files = _files_of({one.pk for one in handed}, {one.item: one.pk for one in records})
    return (
        *(_piece(one, str(one.number), files) for one in here),
        *(_piece(one, f"R{number}", files) for number, one in enumerate(records, start=1)),
        *(_piece(one, f"{one.handed_in}/{one.number}", files) for one in before),
    )


def opened(piece: Piece, *, reader: Account, file: int = 1) -> Shown:
    """This piece with its words, and one of its files. Nothing more is asked for what was handed in, and one query for
    a record."""
    if piece.hidden:
        return Shown(piece, (), (), (), "", (), None)
    what, _, pk = piece.key.partition(":")
    if what == "entry":
        return _opened_entry(piece, reader, file)
    passages = RecordPassage.objects.filter(record=int(pk)).select_related("record__item", "record__assessor")
    return _opened_record(piece, list(passages.order_by("number")), reader, file)


def _piece(one: ShelfPiece, number: str, files: Mapping[str, list[EvidenceFile]]) -> Piece:
    mine = tuple(files.get(one.ref, ()))
    return Piece(
        key=one.ref,
        number=number,
        title=one.title,
        kind=one.kind_words,
        about=one.kind_words if one.hidden or one.is_record else _about(one.kind_words, mine),
        shows={pk: Shows(note, place) for pk, (note, place) in one.shows.items()},
        hidden=one.hidden,
        record=one.is_record,
        files=mine,
        snapshot=one.snapshot,
    )


def _files_of(entries: Collection[int], records: Mapping[int | None, int]) -> dict[str, list[EvidenceFile]]:
    """By the ref of the piece, in their order: of what was handed in (ids), and of records by their portfolio piece."""
    of_entries = Q(handed_in__entry__in=entries)
    rows = EvidenceFile.objects.filter(of_entries | Q(item__in=[pk for pk in records if pk]))
    found: dict[str, dict[int, EvidenceFile]] = {}
    for one in rows.annotate(entry=F("handed_in__entry")).order_by(F("handed_in").asc(nulls_last=True), "pk"):
        if one.entry in entries:
            found.setdefault(f"entry:{one.entry}", {})[one.pk] = one
        elif one.item_id in records:
            found.setdefault(f"record:{records[one.item_id]}", {})[one.pk] = one
    return {ref: list(files.values()) for ref, files in found.items()}


def _opened_entry(piece: Piece, reader: Account, file: int) -> Shown:
    facts, texts = facts_and_texts(piece.snapshot)
    files = _files(piece.files, reader)
    return Shown(piece, facts, texts, (), str(piece.snapshot.get("link", "")), files, _chosen(files, file))


def _opened_record(piece: Piece, passages: Sequence[RecordPassage], reader: Account, file: int) -> Shown:
    """There is a passage at least: a record stands beside a criterion because one of its passages is about it."""
    record = passages[0].record
    day = record.happened_on
    facts = (
        ("When", f"{day.day} {day:%B %Y}"),
        ("How long", f"{record.minutes} minutes" if record.minutes else ""),
        ("Where", record.place),
        ("Written by", record.assessor.full_name),
        ("Learner", _answer(record)),
    )
    texts = (
        ("What happened", record.activity),
        ("The assessor’s comments", record.comments),
        ("The learner’s words", record.learner_words),
    )
    files = _files(piece.files, reader)
    return Shown(
        piece,
        tuple(one for one in facts if one[1]),
        tuple(one for one in texts if one[1].strip()),
        tuple(Passage(time_of(one.at), one.question, one.text) for one in passages),
        "",
        files,
        _chosen(files, file),
    )


def _answer(record: AssessorRecord) -> str:
    """What a reader weighs a record by."""
    if record.confirmed_at:
        return f"Confirmed it on {date_words(record.confirmed_at)}"
    return "Did not answer after two reminders"


def _files(files: Iterable[EvidenceFile], reader: Account) -> tuple[ShownFile, ...]:
    return tuple(_file(number, one, reader) for number, one in enumerate(files, start=1))


def _file(number: int, file: EvidenceFile, reader: Account) -> ShownFile:
    at = addresses_of(file, reader)
    gone = (file.removed_why or "It was taken away.") if file.removed_at else ""
    return ShownFile(
        number=number,
        name=file.name,
        how="kept" if gone else _how(at.type if at.view else "", file.type),
        type=at.type or file.type,
        size=file.size,
        view=at.view,
        kept=at.kept,
        gone=gone,
        stored=file.stored,
    )


def _how(view: str, kept: str) -> str:
    """By what a browser shows, and what is kept."""
    if view.startswith("image/"):
        return "picture"
    if view.startswith(PLAYED):
        return "sound" if view.startswith("audio/") else "film"
    if kept in TYPES:
        return "words"
    return "pages" if kept == "application/pdf" else "kept"


def _chosen(files: tuple[ShownFile, ...], number: int) -> ShownFile | None:
    found = next((one for one in files if one.number == number), files[0] if files else None)
    return _read(found) if found and found.how == "words" and found.kept else found


def _read(file: ShownFile) -> ShownFile:
    """With its words; one that is not on the disk can be tried by its address."""
    try:
        read = words_of(path_of(file.stored))
    except OSError:
        return replace(file, how="kept")
    return replace(file, words=read.text, whole=read.whole)


def _about(kind: str, files: Sequence[EvidenceFile]) -> str:
    """Such as "Recording, 3 minutes" or "File, PDF, 2 files"."""
    words = [kind]
    seconds = sum(one.seconds or 0 for one in files)
    if seconds:
        words.append(f"{round(seconds / 60)} minutes" if seconds >= 90 else f"{seconds} seconds")
    elif len(files) == 1 and files[0].type == "application/pdf":
        words.append("PDF")
    if len(files) > 1:
        words.append(f"{len(files)} files")
    return ", ".join(words)


def time_of(seconds: int | None) -> str:
    """42 → "0:42", 3723 → "1:02:03", as it is written in a record."""
    if seconds is None:
        return ""
    hours, rest = divmod(seconds, 3600)
    minutes = f"{rest // 60:02}" if hours else str(rest // 60)
    return f"{f'{hours}:' if hours else ''}{minutes}:{rest % 60:02}"


def page_of(file: ShownFile | None, number: int) -> Page | None:
    """This page of a PDF, or of how many there are; None: it is none, or is not there."""
    if file is None or file.how != "pages" or not file.kept:
        return None
    try:
        page = page_text(path_of(file.stored), number)
    except (NotDrawn, OSError) as fault:
        return Page(
            1, 1, "", "", str(fault) if isinstance(fault, NotDrawn) else "We cannot find this file just now."
        )
    return Page(page.number, page.of, f"{file.kept}page/{page.number}/", page.words, "")


def first_for(pieces: Iterable[Piece], criterion: int | None) -> Piece | None:
    """What is opened beside a criterion when nobody chose: the first piece that is for it, else the first of all."""
    found = list(pieces)
    return next((one for one in found if criterion in one.shows), found[0] if found else None)
