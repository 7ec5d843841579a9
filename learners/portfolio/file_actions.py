"""Files of a piece: taken in, exchanged for a covered version, deleted. The roots that are locked are the
registrations that the piece is linked to, then the piece.

What a file is and whether it can be kept is found out before anything is locked. Sound, film, and whatever waits for
the scanner, stays `checking` until a worker has gone through it (file_checking.py).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared import upload_actions
from academy.shared.audit import audit
from academy.shared.disposals import dispose
from academy.shared.jobs import enqueue
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from academy.shared.upload_actions import NotUploaded
from academy.shared.upload_models import Upload
from academy.shared.upload_rules import clean_name
from learners.portfolio import file_store
from learners.portfolio.copy_actions import forget_copies_of
from learners.portfolio.file_checking import Content, keep, scanned
from learners.portfolio.file_films import ConverterAway
from learners.portfolio.file_looking import is_quick, look_at, on_disk, prepare
from learners.portfolio.file_policies import GONE_ALREADY, may_add_file, may_take_away
from learners.portfolio.file_queries import room_of
from learners.portfolio.file_rules import Family, Kind, NotTaken
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import EvidenceKind, FileState
from learners.registrations.models import QualRegistration

log = logging.getLogger(__name__)
Sent = UploadedFile[Any] | str  # a file of a form, or the token of an upload


def add_file(
    *,
    item_id: int,
    sent: Sent,
    by: Account,
    now: datetime,
    name: str = "",
    covered: bool = False,
    original: bool = False,
) -> EvidenceFile:
    """Take a file in. Ready at once if it is a picture or a document; sound and film are `checking` for a while.

    covered: before it was sent. original: in its full size. An upload is used up. Raises NotTaken, Refused.
    """
    may_add_file(by, EvidenceItem.objects.get(pk=item_id)).enforce()
    with file_store.workroom() as room, _received(sent, by, room) as (path, called, upload):
        _has_room(by, path, upload)
        content = _content(path, _kind(path, name or called, item_id), room, original=original, now=now)
        try:
            with transaction.atomic():
                item = _locked_item(item_id, now)
                may_add_file(by, item).enforce()
                file = EvidenceFile.objects.create(
                    item=item,
                    name=clean_name(name or called, content.ending),
                    covered=covered,
                    original=original,
                    added_at=now,
                    **content.fields,
                )
                if upload:
                    upload_actions.use_up(upload)
                if file.state == FileState.CHECKING:
                    enqueue("learners.portfolio.check_file", file_id=file.pk)
        except BaseException as fault:
            file_store.drop(*content.names)
            if isinstance(fault, NotUploaded):
                raise NotTaken("not_uploaded", str(fault)) from fault
            raise
    return file


@transaction.atomic
def replace_file(
    *, file_id: int, sent: Sent, by: Account, now: datetime, why: str = "Covered, and put in its place"
) -> EvidenceFile:
    """Put a covered version in its place. The content of the one before goes from the disk; its row and hash stay.
    That one goes first, so a piece or a portfolio that is full takes the covered one all the same; when it cannot be
    taken, nothing has happened.

    Raises NotTaken, Refused.
    """
    file = EvidenceFile.objects.select_related("item").get(pk=file_id)
    may_take_away(by, file).enforce()
    if not remove_file(file_id=file_id, by=by, now=now, why=why):
        raise Refused(GONE_ALREADY)
    return add_file(item_id=file.item_id, sent=sent, by=by, now=now, name=file.name, covered=True)


@transaction.atomic
def remove_file(*, file_id: int, by: Account, now: datetime, why: str = "Deleted by the learner") -> bool:
    """Delete the content. Its row stays, with size and hash and why. A second time: False.

    Of a file that was handed in and given back, the chain of that registration says first that it goes.
    """
    item_id = EvidenceFile.objects.values_list("item", flat=True).get(pk=file_id)
    item = _locked_item(item_id, now)
    file = EvidenceFile.objects.select_related("item").get(pk=file_id)
    if file.removed_at is not None:
        return False
    may_take_away(by, file).enforce()
    _dispose_of(file, why[:200], by, now)
    file.removed_at, file.removed_why = now, why[:200]
    file.save(update_fields=["removed_at", "removed_why"])
    owner = locked_one(Account.objects.all(), item.account_id)
    audit(
        owner,
        "evidence_file_removed",
        by=by,
        now=now,
        about=file,
        reason=file.removed_why,
        before={"piece": item.pk, "sha256": file.sha256},
    )
    forget_copies_of(owner=owner, now=now)
    transaction.on_commit(partial(file_store.drop, file.stored, file.view, file.small))
    return True


def forget_files(*, item: EvidenceItem) -> None:
    """Row and content of every file of a piece that goes as a whole, because it was never handed in. The caller has
    locked the piece, and asked whether it may go; a file that was handed in stops it (ProtectedError)."""
    for file in EvidenceFile.objects.filter(item=item):
        names = (file.stored, file.view, file.small)
        file.delete()
        transaction.on_commit(partial(file_store.drop, *names))


@transaction.atomic
def note_opened(*, registration_id: int, file_id: int, by: Account, now: datetime) -> None:
    """Somebody who was not given this learner's work opened a file of it (INV-48)."""
    registration = locked_one(QualRegistration.objects.all(), registration_id)
    file = EvidenceFile.objects.get(pk=file_id)
    audit(
        registration,
        "evidence_file_opened",
        by=by,
        now=now,
        about=file,
        hub_id=registration.hub_id,
        after={"piece": file.item_id},
    )


@contextmanager
def _received(sent: Sent, by: Account, room: Path) -> Iterator[tuple[Path, str, Upload | None]]:
    """The file, what it was called, and the upload that it came by. Raises NotTaken."""
    if not isinstance(sent, str):
        with on_disk(sent, room) as path:
            yield path, sent.name or "", None
        return
    try:
        upload = upload_actions.whole(token=sent, rows=set(rows_of(by)))
    except NotUploaded as fault:
        raise NotTaken("not_uploaded", str(fault)) from fault
    yield upload_actions.path_of(upload), upload.name, upload


def _has_room(by: Account, path: Path, upload: Upload | None) -> None:
    """An upload was counted when it began."""
    size, room = path.stat().st_size, room_of(by)
    if upload is None and size > room:
        raise NotTaken("no_room", upload_actions.no_room(size, room))


def _kind(path: Path, name: str, item_id: int) -> Kind:
    """What it is. Raises NotTaken, also for spoken feedback that nobody could hear."""
    spoken = EvidenceItem.objects.filter(pk=item_id, kind=EvidenceKind.FEEDBACK).exists()
    try:
        kind = look_at(path, name)
    except ConverterAway as fault:
        log.error("converter_away: %s", fault)
        raise NotTaken(
            "no_converter", "Sound and film cannot be taken just now. We have been told. Try again tomorrow."
        ) from fault
    if spoken and kind.family is not Family.PLAYED:
        raise NotTaken(
            "not_heard",
            "This is not a recording. Record your feedback here, or choose a sound file or a film.",
        )
    return kind


def _content(path: Path, kind: Kind, room: Path, *, original: bool, now: datetime) -> Content:
    """As it is to be kept, where that is known in a moment; otherwise as it was sent, to be checked."""
    size = path.stat().st_size
    prepared = None
    if is_quick(kind, size):
        scan = scanned(path, kind)
        prepared = prepare(path, kind, room, original=original, beat=lambda: None)
        if scan is not None:
            return keep(prepared, scan=scan, now=now)
    return Content.to_check(path, kind, now=now)


def _dispose_of(file: EvidenceFile, why: str, by: Account, now: datetime) -> None:
    """In the chain of the first registration in which it was handed in, if it was; `_locked_item` has locked that."""
    rows = QualRegistration.objects.filter(submissions__files__file=file.pk).order_by("pk")
    if (root := rows.first()) is not None:
        what = {"piece": file.item_id, "sha256": file.sha256, "size": file.size}
        dispose(root, file, reason=why, by=by, now=now, what=what, hub_id=root.hub_id)


def _locked_item(item_id: int, now: datetime) -> EvidenceItem:
    """The piece, after the registrations that it is linked to or was handed in for; each of them has moved."""
    rows = QualRegistration.objects.filter(
        Q(evidence_links__item=item_id) | Q(submissions__items__item=item_id)
    )
    linked = rows.values_list("pk", flat=True)
    for registration in locked(QualRegistration.objects.all(), linked):
        registration.moved_at = now
        registration.save(update_fields=["moved_at"])
    return locked_one(EvidenceItem.objects.all(), item_id)
