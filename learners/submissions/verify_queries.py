"""Is what was handed in still what it was? Rows against their digests, and files against theirs."""

from dataclasses import dataclass

from learners.portfolio.file_store import path_of, sha256_of
from learners.portfolio.models import EvidenceFile
from learners.submissions.models import Submission, SubmissionFile
from learners.submissions.snapshots import changed_piece, digest_of


@dataclass(frozen=True, slots=True)
class Verified:
    """difference: the first that was found, in words; empty: there is none. gone: files that were taken away since,
    each with why. files: how many were read.
    """

    difference: str
    files: int = 0
    gone: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.difference


def verify(submission: Submission) -> Verified:
    """Reads every file whole, so it is asked for by a button and not by opening a page."""
    if words := changed_words(submission):
        return Verified(words)
    gone, read = [], 0
    rows = submission.files.select_related("file", "entry").order_by("entry__number", "pk")
    for one in rows:
        if one.file.removed_at is not None:
            gone.append(f"{one.file.name}: {one.file.removed_why}")
            continue
        if words := changed_file(one):
            return Verified(words, read, tuple(gone))
        read += 1
    return Verified("", read, tuple(gone))


def changed_words(submission: Submission) -> str:
    """The first piece that says something else than it did, or that the whole does not fit its digest; empty: all is
    as it was. Files are not read.
    """
    if (piece := changed_piece(submission)) is not None:
        return f"Piece {piece.number} does not say what it said when it was handed in."
    if digest_of(submission) != submission.digest:
        return "What was handed in together is not what it was: the declaration, a criterion, a note or a file differs."
    return ""


def changed_file(one: SubmissionFile) -> str:
    """What is wrong with the file itself, or with the copy of it that browsers show; empty: nothing. `one` brings file
    and entry with it.
    """
    where = f"The file {one.file.name} of piece {one.entry.number}"
    shown = {each["sha256"]: each["view_sha256"] for each in one.entry.snapshot["files"]}
    if one.file.sha256 != one.sha256 or one.file.view_sha256 != shown.get(one.sha256):
        return f"{where} is listed with another digest than when it was handed in."
    wrong = changed_content(one.file)
    return f"{where} {wrong}" if wrong else ""


def changed_content(file: EvidenceFile) -> str:
    """What is wrong with what lies on the disk, or with the copy of it that browsers show, as the end of a sentence;
    empty: nothing. Both are read whole.
    """
    for name, digest in ((file.stored, file.sha256), (file.view, file.view_sha256)):
        if not digest:
            continue
        try:
            found = sha256_of(path_of(name))
        except OSError:
            return "is not there any more."
        if found != digest:
            return "has been changed since it was kept."
    return ""
