"""The worker's part: going through a file that waits, and writing it anew."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from academy.shared import clock
from academy.shared.locks import locked_one
from learners.portfolio import file_store
from learners.portfolio.file_films import ConverterAway
from learners.portfolio.file_looking import SHOWN, Prepared, look_at, prepare
from learners.portfolio.file_rules import Family, Kind, NotTaken
from learners.portfolio.file_scanning import ScannerAway, TooLargeToScan, scan
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import FileState, Scan

SILENT = timedelta(minutes=3)  # a worker that has not spoken for so long is gone
HARMFUL = NotTaken("harmful", "This file was stopped, because our virus scanner found something in it.")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Content:
    """What a row of EvidenceFile says of the content, and the names of the files behind it."""

    ending: str
    fields: dict[str, Any]

    @property
    def names(self) -> list[str]:
        return [self.fields[key] for key in ("stored", "view", "small") if self.fields.get(key)]

    @classmethod
    def to_check(cls, sent: Path, kind: Kind, *, now: datetime) -> "Content":
        """As it was sent."""
        fields = {
            "sha256": file_store.sha256_of(sent),
            "size": sent.stat().st_size,
            "type": kind.type,
            "stored": file_store.put(sent, kind.ending, now=now),
            "state": FileState.CHECKING,
        }
        return cls(kind.ending, fields)


def scanned(sent: Path, kind: Kind) -> Scan | None:
    """What the scanner says; None while it is away. Raises NotTaken for what is harmful.

    Sound and film that are too large for it are written anew packet by packet, and nothing else of them is kept.
    """
    try:
        found = scan(sent)
    except ScannerAway as fault:
        log.warning("scanner_away: %s", fault)
        return None
    except TooLargeToScan:
        if kind.family is Family.PLAYED:
            return Scan.NOT_DONE
        raise NotTaken(
            "too_large_to_scan",
            "This file is too large for our virus scanner. Make it smaller, or send it in parts.",
        ) from None
    if found == Scan.FOUND:
        raise HARMFUL
    return found


def keep(prepared: Prepared, *, scan: Scan, now: datetime) -> Content:
    """Put what was made in its place."""
    view = prepared.view
    fields = {
        "sha256": file_store.sha256_of(prepared.kept),
        "size": prepared.kept.stat().st_size,
        "type": prepared.type,
        "view_sha256": file_store.sha256_of(view) if view else "",
        "view_type": prepared.view_type or (prepared.type if prepared.type in SHOWN else ""),
        "width": prepared.width,
        "height": prepared.height,
        "seconds": prepared.seconds,
        "state": FileState.READY,
        "scan": scan,
        "stored": file_store.put(prepared.kept, prepared.ending, now=now),
    }
    fields["view"] = file_store.put(view, view.suffix[1:], now=now) if view else ""
    fields["small"] = file_store.put(prepared.small, "jpg", now=now) if prepared.small else ""
    return Content(prepared.ending, fields)


def waiting(now: datetime) -> list[int]:
    """Files that nobody is checking, oldest first."""
    free = Q(spoke_at__isnull=True) | Q(spoke_at__lt=now - SILENT)
    rows = EvidenceFile.objects.filter(free, state=FileState.CHECKING, removed_at__isnull=True)
    return list(rows.order_by("added_at").values_list("pk", flat=True))


def check_file(*, file_id: int) -> FileState | None:
    """Go through one file. None: somebody else does, or it is done, or it has to wait for scanner or ffmpeg."""
    if not _taken(file_id):
        return None
    file = EvidenceFile.objects.get(pk=file_id)
    sent = file_store.path_of(file.stored)

    def beat() -> None:
        EvidenceFile.objects.filter(pk=file_id).update(spoke_at=clock.now())

    try:
        with file_store.workroom() as room:
            kind = look_at(sent, file.name)
            scan = scanned(sent, kind)
            if scan is None:
                return None
            content = keep(
                prepare(sent, kind, room, original=file.original, beat=beat), scan=scan, now=clock.now()
            )
            return _settled(file, content)
    except NotTaken as fault:
        return _refused(file, fault)
    except ConverterAway as fault:
        log.error("converter_away: %s", fault)
    except FileNotFoundError:
        log.error("the content of evidence file %s is missing", file_id)
    return None


def _taken(file_id: int) -> bool:
    """One conditional update decides between two workers."""
    now = clock.now()
    free = Q(spoke_at__isnull=True) | Q(spoke_at__lt=now - SILENT)
    rows = EvidenceFile.objects.filter(free, pk=file_id, state=FileState.CHECKING, removed_at__isnull=True)
    return rows.update(spoke_at=now) == 1


def _settled(file: EvidenceFile, content: Content) -> FileState | None:
    """The file as it was sent goes; what was made of it stays, and from now on does not change."""
    try:
        with transaction.atomic():
            row = _locked(file)
            if row.state != FileState.CHECKING or row.removed_at is not None:
                file_store.drop(*content.names)
                return None
            stem = row.name.rpartition(".")[0] or row.name
            row.name = f"{stem[: 119 - len(content.ending)]}.{content.ending}"
            for field, value in content.fields.items():
                setattr(row, field, value)
            row.save(update_fields=["name", *content.fields])
            transaction.on_commit(lambda: file_store.drop(file.stored))
    except BaseException:
        file_store.drop(*content.names)
        raise
    return FileState.READY


def _refused(file: EvidenceFile, fault: NotTaken) -> FileState | None:
    """The content goes. The row stays until the learner has read why, and takes it away."""
    with transaction.atomic():
        row = _locked(file)
        if row.state != FileState.CHECKING:
            return None
        row.state, row.refused_why = FileState.REFUSED, str(fault)[:300]
        row.scan = Scan.FOUND if fault.code == "harmful" else row.scan
        row.save(update_fields=["state", "refused_why", "scan"])
        transaction.on_commit(lambda: file_store.drop(file.stored))
    log.info("evidence_file_refused: %s: %s", file.pk, fault.code)
    return FileState.REFUSED


def _locked(file: EvidenceFile) -> EvidenceFile:
    """Its piece first, as everybody who changes a file does."""
    locked_one(EvidenceItem.objects.all(), file.item_id)
    return locked_one(EvidenceFile.objects.all(), file.pk)


def strays(now: datetime) -> list[str]:
    """Names on the disk, of a day ago and older, that no row has."""
    old = file_store.names_before(now - timedelta(days=1))
    known: set[str] = set()
    for field in ("stored", "view", "small"):
        rows = EvidenceFile.objects.filter(removed_at__isnull=True).exclude(state=FileState.REFUSED)
        known.update(rows.values_list(field, flat=True).iterator())
    return [name for name in old if name not in known]
