"""Workbooks (.xlsx) written row by row: what is on its way to the file is all that is kept in memory.

Only what a list needs: one sheet, text, numbers and days, a head that stays in sight. A cell of text is marked as
text, and begins with an apostrophe where it would look like a formula: somebody may copy it into another program.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import IO
from xml.sax.saxutils import escape

from academy.shared.spreadsheets import harmless

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST = 32_767  # characters that a cell may have
MOST_ROWS = 1_048_576
ROWS_AT_ONCE = 100
DAY_ZERO = date(1899, 12, 30)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # styles by number: 0 as it is, 1 the head, 2 a day
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    '<xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="14" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
SHEET = (
    f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
    '<cols><col min="1" max="1" width="28" customWidth="1"/></cols><sheetData>'
)


def write_workbook(
    target: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[object]], *, title: str
) -> int:
    """Write a workbook of one sheet to `target`; how many rows it has under its head.

    A cell is text, a number, a date or None. Raises ValueError where there are more rows than a sheet can hold.
    """
    count = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        for name, words in PARTS.items():
            book.writestr(name, HEAD + words)
        book.writestr("xl/workbook.xml", _workbook(title))
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write((HEAD + SHEET + _row(head, _head_cell)).encode())
            waiting: list[str] = []
            for row in rows:
                count += 1
                if count >= MOST_ROWS:
                    raise ValueError(f"a sheet holds {MOST_ROWS} rows")
                waiting.append(_row(row, _cell))
                if len(waiting) == ROWS_AT_ONCE:
                    sheet.write("".join(waiting).encode())
                    waiting.clear()
            sheet.write(("".join(waiting) + "</sheetData></worksheet>").encode())
    return count


def _workbook(title: str) -> str:
    """The name of a sheet: 31 characters at most, and none of []:*?/\\."""
    name = _text(re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31] or "List", {'"': "&quot;"})
    sheet = f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>'
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheet}</workbook>'


def _row(cells: Iterable[object], made: Callable[[object], str]) -> str:
    return f"<row>{''.join([made(cell) for cell in cells])}</row>"


@lru_cache(maxsize=4096)
def _head_cell(cell: object) -> str:
    return f'<c s="1" t="inlineStr"><is><t xml:space="preserve">{_text(str(cell))}</t></is></c>'


def _cell(cell: object) -> str:
    if cell.__class__ is str:
        return _words_cell(str(cell))
    if cell is None:
        return "<c/>"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"<c><v>{cell}</v></c>"
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return f'<c s="2"><v>{(cell - DAY_ZERO).days}</v></c>'
    return _words_cell(str(cell))


@lru_cache(maxsize=4096)  # most cells of a list say one of a few things
def _words_cell(words: str) -> str:
    if not words:
        return "<c/>"
    text = _text(str(harmless(words[:LONGEST])))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _text(words: str, more: dict[str, str] | None = None) -> str:
    return escape(NOT_IN_XML.sub("", words), more or {})
