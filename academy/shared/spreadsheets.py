"""Tables for spreadsheet programs."""

import csv
import io
from collections.abc import Iterable, Sequence

ASKS_FOR_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as CSV in UTF-8, with the mark by which Excel knows it. No cell can become a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _harmless(cell: object) -> object:
    """Text that a program would take for a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(ASKS_FOR_A_FORMULA):
        return f"'{cell}"
    return cell
