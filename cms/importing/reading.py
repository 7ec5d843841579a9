"""Reading a table as people's programs write it: any of three separators, any usual encoding, stray spaces. Pure."""

import csv
import io
from dataclasses import dataclass

NAMES = {
    "module": "module",
    "number": "number",
    "no": "number",
    "title": "title",
    "lesson": "title",
    "summary": "summary",
    "video": "video",
    "video file": "video",
    "captions": "captions",
    "captions file": "captions",
    "transcript": "transcript",
    "words": "transcript",
    "text": "text",
    "minutes": "minutes",
}
NEEDED = ("module", "number", "title")


class CannotRead(ValueError):
    """The table as a whole; its words say what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was written, without the spaces around it. `line` is its number as a spreadsheet shows it."""

    line: int
    module: str = ""
    number: str = ""
    title: str = ""
    summary: str = ""
    video: str = ""
    captions: str = ""
    transcript: str = ""
    text: str = ""
    minutes: str = ""


def read_rows(content: bytes) -> list[Row]:
    """Every row that is not empty. Raises CannotRead."""
    text = _decode(content)
    first = text.lstrip().split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise CannotRead(
            f"The table cannot be read: {error}. Perhaps a quotation mark is missing."
        ) from error
    while lines and not any(cell.strip() for cell in lines[0]):
        lines.pop(0)
    if not lines:
        raise CannotRead("The file is empty.")
    columns = [NAMES.get(" ".join(cell.lower().replace("_", " ").split())) for cell in lines[0]]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        known = ", ".join(dict.fromkeys(NAMES.values()))
        raise CannotRead(
            f"The first line must name the columns. Missing: {', '.join(missing)}. Known: {known}."
        )
    rows = []
    for line, cells in enumerate(lines[1:], start=2):
        values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        if any(values.values()):
            rows.append(Row(line=line, **values))
    return rows


def _decode(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            # no null characters: a database keeps none, and no path may hold one
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise CannotRead("The letters cannot be read. Save the file as CSV in UTF-8.")
