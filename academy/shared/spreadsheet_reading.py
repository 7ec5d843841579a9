"""Reading tables as people's programs write them, row by row: a large file is never in memory as a whole.

CSV in any usual encoding and with any usual separator, and the first sheet of an Excel workbook. A quotation mark that
somebody forgot spoils its own row and no other.
"""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

SEPARATORS = (",", ";", "\t", "|")
LOOKED_AT = 20  # lines, to find out how a file is written
LONGEST_ROW = 12  # lines: an address in one cell has fewer
WIDEST_CELL = 50_000  # characters; the rest is left out
MOST_COLUMNS = 200
UNPACKED = 200 * 1024 * 1024  # bytes; a small file can unpack to something that fills the machine
BLOCK = 64 * 1024

NO_LETTERS = "The letters cannot be read. Save the file as CSV in UTF-8."
WORKBOOK, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
SAVE_AS = "Save it as an Excel workbook (.xlsx) or as CSV, and choose that file."
TOLD_BY_EXCEL = re.compile(r'"?sep=(.)"?[;,]*$')  # a first line that says how the others are cut
AS_FORMULA = re.compile(r'="(.*)"$', re.DOTALL)  # what keeps the nought at the beginning of a number
WRITTEN_OVER = re.compile(r"'(?=[=+\-@])")  # what exports put in front of a cell, see spreadsheets.py
UNSEEN = dict.fromkeys((0, 0x200B, 0x200C, 0x2060, 0xFEFF, 0xAD))


class CannotRead(ValueError):
    """The table as a whole; its words say what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row without the spaces around its cells. number: as a spreadsheet shows it, from 1."""

    number: int
    cells: tuple[str, ...]


def read_lines(file: IO[bytes]) -> Iterator[Line]:
    """Every row that is not blank. `file` is open and can be read again from its beginning. Raises CannotRead."""
    file.seek(0)
    begins = file.read(512)
    file.seek(0)
    if begins.startswith(WORKBOOK):
        rows = _workbook(file)
    elif begins.startswith(OLD_WORKBOOK):
        raise CannotRead(f"This is a workbook of an old Excel. {SAVE_AS}")
    elif begins.startswith(NO_TABLES):
        raise CannotRead(f"This is a picture or a document, not a table. {SAVE_AS}")
    else:
        rows = _csv(file, begins)
    for number, cells in rows:
        cleaned = tuple(_clean(cell) for cell in cells[:MOST_COLUMNS])
        if any(cleaned):
            yield Line(number, cleaned)


def _clean(cell: str) -> str:
    """Without the spaces around it, signs that nobody sees, and what a program put there for itself."""
    cell = cell.translate(UNSEEN).replace("\xa0", " ").strip()
    if found := AS_FORMULA.match(cell):
        cell = found[1].replace('""', '"').strip()
    return WRITTEN_OVER.sub("", cell, count=1)[:WIDEST_CELL] if cell.startswith("'") else cell[:WIDEST_CELL]


# --- CSV ----------------------------------------------------------------------------------------------------


def _csv(file: IO[bytes], begins: bytes) -> Iterator[tuple[int, list[str]]]:
    encoding = _encoding(file, begins)
    file.seek(0)
    # five bytes mean nothing in Windows-1252; the sign that stands for them is refused where it is in a name
    text = io.TextIOWrapper(
        file, encoding=encoding, errors="replace" if encoding == "cp1252" else "strict", newline=None
    )
    try:
        lines = (line.rstrip("\n").replace("\0", "") for line in text)
        first: list[str] = []
        for line in lines:
            first.append(line)
            if len(first) == LOOKED_AT:
                break
        separator, skipped, wrapped = _how(first)
        every = _chain(first[skipped:], lines)
        if wrapped:
            every = (_unwrapped(line) for line in every)
        yield from enumerate(_records(every, separator), start=1 + skipped)
    except UnicodeError as error:
        raise CannotRead(NO_LETTERS) from error
    finally:
        text.detach()


def _encoding(file: IO[bytes], begins: bytes) -> str:
    """By its mark, by the noughts of UTF-16 without one, or UTF-8 if all of it is that; what is left is Windows'."""
    if begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = max(len(begins) // 2, 1)
    if begins[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    if begins[0::2].count(0) > half * 0.6:
        return "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _how(first: list[str]) -> tuple[str, int, bool]:
    """What separates the cells, how many lines only say so, and whether each line is one quoted cell."""
    if first and (told := TOLD_BY_EXCEL.match(first[0].strip())):
        return told[1], 1, False
    filled = [line for line in first if line.strip()]
    separator, score = _best(filled)
    if score == 0 and filled:
        inner, better = _best([_unwrapped(line) for line in filled])
        if better and all(line.startswith('"') and line.rstrip().endswith('"') for line in filled):
            return inner, 0, True
    return separator, 0, False


def _best(lines: list[str]) -> tuple[str, int]:
    """The separator that cuts most lines into the same number of cells, and how good it is (0: it cuts none)."""
    scores = []
    for separator in SEPARATORS:
        widths = [len(_cut(line, separator)) for line in lines]
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=lambda width: (wide.count(width), width)) if wide else 0
        scores.append((wide.count(usual) * 100 + usual if usual else 0, separator))
    score, separator = max(scores, key=lambda one: one[0])
    return separator, score


def _unwrapped(line: str) -> str:
    """A line that a program has quoted as a whole."""
    line = line.strip()
    return line[1:-1].replace('""', '"') if len(line) > 1 and line[0] == line[-1] == '"' else line


def _records(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """Lines that belong together, because a cell holds a line break, cut into cells."""
    source, back = iter(lines), deque[str]()
    while True:
        taken: list[str] = []
        while len(taken) < LONGEST_ROW:
            line = back.popleft() if back else next(source, None)
            if line is None:
                break
            taken.append(line)
            if not _is_open("\n".join(taken), separator):
                yield _cut("\n".join(taken), separator)
                break
        else:
            yield _literal(taken, separator, back)
            continue
        if line is None:
            if not taken:
                return
            yield _literal(taken, separator, back)


def _literal(taken: list[str], separator: str, back: deque[str]) -> list[str]:
    """The first line by itself, its quotation marks as they stand there; the others are read again."""
    back.extendleft(reversed(taken[1:]))
    return [cell.strip().strip('"') for cell in taken[0].split(separator)]


def _is_open(record: str, separator: str) -> bool:
    """Whether a quoted cell has begun and not ended."""
    if '"' not in record:
        return False
    quoted, fresh, at = False, True, 0
    while at < len(record):
        sign = record[at]
        if quoted:
            if sign == '"':
                if record[at + 1 : at + 2] == '"':
                    at += 1
                else:
                    quoted = False
        elif sign == '"' and fresh:
            quoted, fresh = True, False
        elif sign == separator:
            fresh = True
        elif sign != " ":
            fresh = False
        at += 1
    return quoted


def _cut(record: str, separator: str) -> list[str]:
    """The cells of one row."""
    if '"' not in record:
        return record.split(separator)
    try:
        return next(csv.reader([record], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:  # a cell beyond all measure
        return record.split(separator)


def _chain(first: list[str], rest: Iterator[str]) -> Iterator[str]:
    yield from first
    yield from rest


# --- Excel --------------------------------------------------------------------------------------------------


def _workbook(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that holds anything."""
    try:
        with ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise CannotRead(
                    "This workbook is too large. Save its first sheet as CSV, and choose that file."
                )
        book = load_workbook(file, read_only=True, data_only=True)
    except CannotRead:
        raise
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError, AttributeError) as error:
        raise CannotRead(f"This workbook cannot be read; perhaps it has a password. {SAVE_AS}") from error
    try:
        for sheet in book.worksheets:
            found = False
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                texts = [_text(cell) for cell in cells]
                if any(texts):
                    found = True
                    yield number, texts
            if found:
                return
    except (BadZipFile, KeyError, ValueError, SyntaxError, TypeError, AttributeError, EOFError) as error:
        raise CannotRead(f"This workbook is damaged. {SAVE_AS}") from error
    finally:
        book.close()


def _text(cell: object) -> str:
    """What stands in a cell as somebody would type it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)
