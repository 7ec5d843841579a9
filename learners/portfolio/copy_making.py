"""The zip file of a portfolio: a page that lists everything, and the files as they are kept."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from django.template.loader import render_to_string

from academy.accounts.models import Account
from academy.shared.clock import london_date
from learners.portfolio.copy_models import PortfolioCopy
from learners.portfolio.file_store import BLOCK, path_of
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.queries import PieceRow, row_of, theirs, with_everything
from learners.portfolio.states import FileState

PACKED = ("text/", "application/msword", "application/vnd.ms")  # all else is packed already
STYLE = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.5 sans-serif}"
    "article{border-top:1px solid;padding:1rem 0}p{white-space:pre-line;overflow-wrap:anywhere}"
)
Tell = Callable[[int, int], None]  # pieces written, of how many
Entry = tuple[PieceRow, EvidenceItem, list[tuple[str, str]]]


def write_copy(target: IO[bytes], copy: PortfolioCopy, tell: Tell) -> None:
    """Every piece, also those that were taken out. A file that is missing on the disk is named, and stops nothing."""
    mine = theirs(copy.asked_by).order_by("made_at", "pk")
    items = list(with_everything(mine))
    entries: list[Entry] = []
    with zipfile.ZipFile(target, "w", allowZip64=True) as packed:
        for number, item in enumerate(items, start=1):
            files: list[EvidenceFile] = item.present_files  # type: ignore[attr-defined]
            names = [(one.name, _put(packed, one, number, place)) for place, one in enumerate(files, start=1)]
            entries.append((row_of(item), item, names))
            tell(number, len(items))
        packed.writestr("look.css", STYLE)
        packed.writestr("index.html", _page(copy.asked_by, copy, entries), zipfile.ZIP_DEFLATED)


def _put(packed: zipfile.ZipFile, file: EvidenceFile, number: int, place: int) -> str:
    """Where it lies in the zip; empty: it is not there."""
    path = path_of(file.stored)
    if file.state == FileState.REFUSED or not path.is_file():
        return ""
    name = f"files/{number:03}-{place}-{_plain(file.name, path)}"
    way = zipfile.ZIP_DEFLATED if file.type.startswith(PACKED) else zipfile.ZIP_STORED
    info = zipfile.ZipInfo(name, file.added_at.timetuple()[:6])
    info.compress_type = way
    with path.open("rb") as source, packed.open(info, "w", force_zip64=True) as to:
        while block := source.read(BLOCK):
            to.write(block)
    return name


def _plain(name: str, path: Path) -> str:
    """A name that every computer takes, with the ending of what it is."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(name).stem).strip("-")[:60] or "file"
    return f"{stem}{path.suffix}"


def _page(person: Account, copy: PortfolioCopy, entries: list[Entry]) -> str:
    words = {"person": person, "day": london_date(copy.asked_at), "entries": entries}
    return render_to_string("learners/portfolio/copy_index.html", words)
