"""Tables for spreadsheet programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

IN_A_PART = 500  # rows
MARK = b"\xef\xbb\xbf"  # by which Excel knows UTF-8
ASKS_FOR_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_KNOWN = 5000


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as CSV in UTF-8, with the mark by which Excel knows it. No cell can become a formula."""
    text = io.StringIO()
    csv.writer(text).writerows(_harmless_rows(rows))
    return MARK + text.getvalue().encode()


def csv_parts(rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The same piece by piece, for tables that are too long to be made at once."""
    source = iter(rows)
    yield MARK
    while part := list(islice(source, IN_A_PART)):
        yield csv_bytes(part).removeprefix(MARK)


def _harmless_rows(rows: Iterable[Sequence[object]]) -> Iterator[list[object]]:
    """Most cells of a long table say one of a few things, which are looked at once."""
    known: set[object] = set()
    for row in rows:
        if len(known) > MOST_KNOWN:
            known.clear()
        yield [cell if cell in known else _looked_at(cell, known) for cell in row]


def _looked_at(cell: object, known: set[object]) -> object:
    made = harmless(cell)
    if made is cell:
        known.add(cell)
    return made


def harmless(cell: object) -> object:
    """Text that a program would take for a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(ASKS_FOR_A_FORMULA):
        return f"'{cell}"
    return cell
