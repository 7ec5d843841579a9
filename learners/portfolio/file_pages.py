"""The pages of a PDF as pictures, with their words: so a page can be shown beside something else, on every device, and
nothing of the PDF itself runs in a browser. By poppler's small programs, where they are installed; each is told which
page, and has little time and memory.
"""

import logging
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PDF = "application/pdf"
SECONDS = 10
MEMORY = 1_500_000_000  # bytes of address space for one page
LONGER_SIDE = 1600  # pixels of a picture
MOST_WORDS = 20_000  # characters of one page
PAGES = re.compile(rb"^Pages:\s+(\d{1,6})\s*$", re.MULTILINE)
PROGRAMS = ("pdfinfo", "pdftoppm", "pdftotext")
AWAY = "Pages of a PDF are not shown here. Open the file by itself."
DAMAGED = (
    "This PDF cannot be shown page by page. Open the file by itself; if that fails too, give the work back."
)

log = logging.getLogger(__name__)


class NotDrawn(Exception):
    """The words say why, for whoever wanted to see it."""


@dataclass(frozen=True, slots=True)
class PageText:
    """of: how many pages there are. words: what stands on this one; empty where it is a picture."""

    number: int
    of: int
    words: str


def can_draw() -> bool:
    return all(shutil.which(one) for one in PROGRAMS)


def page_text(path: Path, number: int) -> PageText:
    """The page of this number (the last, if there are fewer; from 1). Raises NotDrawn."""
    told = dict(
        line.split(":", 1)
        for line in _run("pdfinfo", str(path)).decode("utf-8", "replace").splitlines()
        if ":" in line
    )
    try:
        of = int(told["Pages"])
    except (KeyError, ValueError):
        raise NotDrawn(DAMAGED) from None
    if of < 1:
        raise NotDrawn(DAMAGED)
    number = max(1, min(number, of))
    page = ["-f", str(number), "-l", str(number)]
    words = _run("pdftotext", *page, "-enc", "UTF-8", str(path), "-").decode("utf-8", "replace")
    return PageText(number, of, words.replace("\f", "").strip()[:MOST_WORDS])


def page_picture(path: Path, number: int) -> bytes:
    """A JPEG. Raises NotDrawn."""
    page = ["-f", str(number), "-l", str(number), "-singlefile", "-jpeg", "-scale-to", str(LONGER_SIDE)]
    with tempfile.TemporaryDirectory() as room:
        _run("pdftoppm", *page, str(path), f"{room}/page")
        made = Path(room, "page.jpg")
        if not made.exists():
            raise NotDrawn(DAMAGED)
        return made.read_bytes()


def _run(program: str, *line: str) -> bytes:
    if not can_draw():
        raise NotDrawn(AWAY)
    bounds = ["prlimit", f"--as={MEMORY}", f"--cpu={SECONDS}"] if shutil.which("prlimit") else []
    try:
        done = subprocess.run(
            [*bounds, program, *line], capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        log.warning("pdf_page_too_slow: %s", program)
        raise NotDrawn(DAMAGED) from None
    if done.returncode:
        log.info("pdf_page_not_drawn: %s: %s", program, done.stderr[:200].decode("utf-8", "replace"))
        raise NotDrawn(DAMAGED)
    return done.stdout
