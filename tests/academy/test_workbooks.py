"""Tables for spreadsheet programs, read back by another program's own reader."""

import csv
import io
import zipfile
from datetime import date, datetime
from xml.dom.minidom import parseString

import openpyxl
import pytest

from academy.shared import workbooks
from academy.shared.spreadsheets import csv_bytes, csv_parts
from academy.shared.workbooks import write_workbook

HEAD = ["Name", "Lessons"]
STRANGE = ["Zoë & <Ben>", 'say "hi"', "two\nlines", " spaces ", "bell\x07 and \ufffe", "नमस्ते 🙂"]
FORMULAS = ["=1+1", "+44 1632 960001", "-2", "@sum", "\tx", "\rx", "  =1"]


def read(*rows, head=HEAD, title="List") -> list[list]:
    target = io.BytesIO()
    assert write_workbook(target, head, rows, title=title) == len(rows)
    sheet = openpyxl.load_workbook(target).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_workbook_reads_back_as_it_was_written() -> None:
    assert read(["Amara", 3], ["Ben", 0.5], ["", None]) == [HEAD, ["Amara", 3], ["Ben", 0.5], [None, None]]


def test_strange_letters_survive_and_what_xml_cannot_hold_is_left_out() -> None:
    back = [row[0] for row in read(*([one] for one in STRANGE))[1:]]
    assert back == ["Zoë & <Ben>", 'say "hi"', "two\nlines", " spaces ", "bell and ", "नमस्ते 🙂"]


def test_days_are_days_and_moments_are_words() -> None:
    day, moment = date(2026, 2, 28), datetime(2026, 3, 1, 9, 30)
    assert read([day, moment])[1] == [datetime(2026, 2, 28), "2026-03-01 09:30:00"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_nothing_becomes_a_formula(cell: str) -> None:
    target = io.BytesIO()
    write_workbook(target, [cell], [[cell]], title="List")
    xml = zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml and xml.count('t="inlineStr"') == 2
    assert read([cell])[1][0].startswith("'")
    assert csv_bytes([[cell]]).decode("utf-8-sig").lstrip('"').startswith("'")


def test_every_part_is_sound_xml_and_names_of_sheets_are_made_fit() -> None:
    target = io.BytesIO()
    write_workbook(target, HEAD, [["a", 1]], title='A [very]: long/name? "of" a sheet that goes on and on')
    book = zipfile.ZipFile(target)
    assert book.testzip() is None
    for name in book.namelist():
        parseString(book.read(name))
    assert openpyxl.load_workbook(target).sheetnames == ['A  very   long name  "of" a she']
    assert openpyxl.load_workbook(target).active.freeze_panes == "B2"


def test_a_cell_and_a_sheet_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(read(["x" * 40_000])[1][0]) == 32_767
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    assert len(read(["a"], ["b"])) == 3
    with pytest.raises(ValueError, match="holds 3 rows"):
        write_workbook(io.BytesIO(), HEAD, [["a"], ["b"], ["c"]], title="")


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_long_tables_are_whole(count: int) -> None:
    rows = [[f"Person {number}", number] for number in range(count)]
    assert read(*rows)[1:] == rows
    lines = list(csv.reader(io.StringIO(b"".join(csv_parts(rows)).decode("utf-8-sig"))))
    assert lines == [[name, str(number)] for name, number in rows]
