"""The rows of a table of lessons. Pure."""

import io
from dataclasses import dataclass

from academy.shared.spreadsheet_reading import CannotRead as CannotRead
from academy.shared.spreadsheet_reading import read_lines

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
    lines = list(read_lines(io.BytesIO(content)))
    if not lines:
        raise CannotRead("The file is empty.")
    columns = [NAMES.get(" ".join(cell.lower().replace("_", " ").split())) for cell in lines[0].cells]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        known = ", ".join(dict.fromkeys(NAMES.values()))
        raise CannotRead(
            f"The first line must name the columns. Missing: {', '.join(missing)}. Known: {known}."
        )
    rows = []
    for line in lines[1:]:
        values = {name: cell for name, cell in zip(columns, line.cells, strict=False) if name}
        if any(values.values()):
            rows.append(Row(line=line.number, **values))
    return rows
